import { formatTable } from '../../src/server/standalone/text-table.js';
import { API_CALLS, nameOf } from './cell.js';
import type { Verdict } from './run-cell.js';

const mark = ({ problems, seen }: Verdict): string => `${problems.length === 0 ? '✓' : '✗'} ${seen}`;

/** The API calls as a table, the others as lists, and what is wrong in full. */
export function formatReport(verdicts: readonly Verdict[]): string {
  const columns = [...new Set(verdicts.map(({ cell }) => cell.column))];
  const calls = API_CALLS.filter((call) => columns.includes(call));
  const lists = columns.filter((column) => !calls.some((call) => call === column));
  return [
    ...(calls.length > 0 ? [formatCalls(calls, verdicts)] : []),
    ...lists.map((column) => formatList(column, verdicts)),
    formatFailures(verdicts),
  ].join('\n\n');
}

function formatCalls(calls: readonly string[], verdicts: readonly Verdict[]): string {
  const ofCalls = verdicts.filter(({ cell }) => calls.includes(cell.column));
  const rows = [...new Set(ofCalls.map(({ cell }) => cell.row))];
  const at = (row: string, call: string): string => {
    const verdict = ofCalls.find(({ cell }) => cell.row === row && cell.column === call);
    return verdict ? mark(verdict) : '';
  };
  return formatTable([['', ...calls], ...rows.map((row) => [row, ...calls.map((call) => at(row, call))])]);
}

function formatList(column: string, verdicts: readonly Verdict[]): string {
  const own = verdicts.filter(({ cell }) => cell.column === column);
  const width = Math.max(...own.map(({ cell }) => cell.row.length));
  return [column, ...own.map((verdict) => `  ${verdict.cell.row.padEnd(width)}  ${mark(verdict)}`)].join('\n');
}

function formatFailures(verdicts: readonly Verdict[]): string {
  const failed = verdicts.filter(({ problems }) => problems.length > 0);
  return failed
    .map(({ cell, problems }) => `✗ ${nameOf(cell)}\n${problems.map((each) => `    ${each}`).join('\n')}`)
    .join('\n');
}

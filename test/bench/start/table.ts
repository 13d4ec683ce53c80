import type { Runs } from './runs.js';
import { baseOf, type AnyWay, type Path } from './ways.js';

/** What one way to the first frame took, in milliseconds. */
export interface Summary {
  path: Path;
  way: AnyWay;
  count: number;
  p10: number;
  median: number;
  p90: number;
  /** Of the medians: to the documented sequence, or to WHEP by hand. */
  ratio: number;
}

export function summariesOf(path: Path, { times }: Runs): Summary[] {
  return [...times].map(([way, ms]) => {
    const median = quantile(ms, 0.5);
    const ratio = median / quantile(times.get(baseOf(way)) ?? [], 0.5);
    return { ...{ path, way, median, ratio }, count: ms.length, p10: quantile(ms, 0.1), p90: quantile(ms, 0.9) };
  });
}

const TITLES: Record<Path, string> = {
  direct: 'direct',
  relay: 'relay',
  dead: 'relay, three dead URLs',
  cold: 'cold browser',
};

export function timesTable(summaries: readonly Summary[]): string {
  return markdownTable(
    ['path', 'from the call to the first frame', 'n', 'p10', 'median', 'p90', 'ratio'],
    summaries.map(({ path, way, count, p10, median, p90, ratio }) => [
      ...[TITLES[path], way, String(count)],
      ...[p10, median, p90].map((ms) => `${Math.round(ms)} ms`),
      ratio.toFixed(2),
    ]),
  );
}

/** As Prettier writes it. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) => Math.max(3, ...[title, ...rows.map((row) => row[at] ?? '')].map(widthOf)));
  const line = (cells: readonly string[]): string => {
    const padded = widths.map((width, at) => {
      const cell = cells[at] ?? '';
      return cell + ' '.repeat(width - widthOf(cell));
    });
    return `| ${padded.join(' | ')} |`;
  };
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('\n');
}

const widthOf = (text: string): number => text.length;

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.round((sorted.length - 1) * share)] ?? NaN;
}

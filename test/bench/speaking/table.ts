import { median } from '../../support/median.js';

/** What was measured of one thing, and what it should be. */
export interface Row {
  profile: string;
  what: string;
  values: readonly number[];
  unit: 'ms' | '%' | 'kB';
  /** No value should be larger than this; or the median, where `isMedian`. Without one, it is there to compare with. */
  goal?: number;
  isMedian?: boolean;
}

export function isReached({ values, goal = Infinity, isMedian = false }: Row): boolean {
  return values.length > 0 && (isMedian ? median(values) : Math.max(...values)) <= goal;
}

/** A table in Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [
    ['profile', 'what', 'median', 'worst', 'goal', ''],
    ['---', '---', '--:', '--:', '--:', '---'],
    ...rows.map((row) => [
      row.profile,
      row.what,
      written(median(row.values), row.unit),
      written(Math.max(...row.values), row.unit),
      ...goalOf(row),
    ]),
  ];
  return cells.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function goalOf(row: Row): [string, string] {
  if (row.goal === undefined) return ['', ''];
  const goal = `${row.isMedian ? 'median ' : ''}≤ ${written(row.goal, row.unit)}`;
  return [goal, isReached(row) ? 'reached' : '**missed**'];
}

function written(value: number, unit: Row['unit']): string {
  return `${value.toFixed(unit === '%' ? 2 : unit === 'kB' ? 1 : 0)} ${unit}`;
}

/** What stands between the cells of a row. */
export const BAR = /(?<!\\)\|/;

/** The line between a table's head and its body. */
export function isTableRule(line: string): boolean {
  return line.includes('-') && line.includes('|') && /^\|?(?:\s*:?-+:?\s*\|)*\s*(?::?-+:?)?\s*$/.test(line.trim());
}

/** The cells of a row, as they are written. */
export function cellsOf(row: string): string[] {
  const text = row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return text.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim());
}

/** A row to be heard, such as “Monday: opens 9, closes 5”, where there are more than two columns by their names. */
export function readRow(cells: readonly string[], head: readonly string[]): string {
  const [first = '', ...rest] = cells;
  const values = rest.map((cell, i) => {
    const name = head[i + 1] ?? '';
    return cell !== '' && head.length > 2 && name !== '' ? `${name} ${cell}` : cell;
  });
  const said = values.filter((value) => value !== '').join(', ');
  return first !== '' && said !== '' && !/[:：]$/.test(first)
    ? `${first}: ${said}`
    : [first, said].filter(Boolean).join(' ');
}

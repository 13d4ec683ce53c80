/** A colour as `#rrggbb`. */
export type Hex = `#${string}`;

/** The colour `part` (0 to 1) of the way from one to another. */
export function mix(from: Hex, to: Hex, part: number): Hex {
  const a = channels(from);
  const b = channels(to);
  const mixed = a.map((value, index) => Math.round(value + ((b[index] ?? value) - value) * part));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** The colour with an opacity from 0 to 1. */
export function fade(colour: Hex, opacity: number): string {
  return `rgba(${channels(colour).join(',')},${opacity})`;
}

/** Whether it is darker than a middle grey. */
export function isDark(colour: Hex): boolean {
  const [red = 0, green = 0, blue = 0] = channels(colour);
  return 0.3 * red + 0.59 * green + 0.11 * blue < 128;
}

function channels(colour: Hex): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}

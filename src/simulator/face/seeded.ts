/** Repeatable chance: the same seed always gives the same numbers, so a face needs no memory. */

/** A well-mixed 32-bit seed for a text (FNV-1a with a murmur finish: neighbouring ids land far apart). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return scramble(hash);
}

/** The `index`-th number of a seed, from 0 up to but not including 1. */
export function chance(seed: number, index: number): number {
  return scramble(seed + Math.imul(index + 1, 0x9e3779b1)) / 2 ** 32;
}

/** Picks one of `options` by the `index`-th number of a seed. */
export function pick<T>(seed: number, index: number, options: readonly [T, ...T[]]): T {
  return options[Math.floor(chance(seed, index) * options.length)] ?? options[0];
}

/** A smooth random walk between -1 and 1 that meets a new number at every whole `at`. */
export function drift(seed: number, at: number): number {
  const step = Math.floor(at);
  const from = chance(seed, step) * 2 - 1;
  const to = chance(seed, step + 1) * 2 - 1;
  const part = at - step;
  return from + (to - from) * part * part * part * (part * (part * 6 - 15) + 10);
}

function scramble(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

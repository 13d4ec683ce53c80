/** Milliseconds as pages are told them: in whole seconds, and left out where there is no end, of which JSON has none. */
export function inSeconds<Name extends string>(times: Readonly<Record<Name, number>>): Partial<Record<Name, number>> {
  const told = Object.entries<number>(times).filter(([, ms]) => Number.isFinite(ms));
  return Object.fromEntries(told.map(([name, ms]) => [name, Math.max(0, Math.floor(ms / 1000))])) as Partial<
    Record<Name, number>
  >;
}

/**
 * The least of a few measurements, for a busy machine adds waits of its own to what is measured. Stops at the first one
 * below `enough`.
 */
export async function leastOf(enough: number, measure: () => Promise<number>, attempts = 5): Promise<number> {
  let least = Infinity;
  for (let attempt = 0; attempt < attempts && least >= enough; attempt += 1) least = Math.min(least, await measure());
  return least;
}

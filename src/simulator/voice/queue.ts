/**
 * Lets one call begin when the one before has ended.
 *
 * Speaking blocks the process: with several calls waiting inside it, the first answer would not leave before the last
 * was ready, and a crash would cost them all.
 */
export function createQueue(): <T>(call: () => Promise<T>) => Promise<T> {
  let previous: Promise<unknown> = Promise.resolve();
  return (call) => {
    const result = previous.then(call);
    previous = result.catch(() => undefined); // The caller hears of it; the next call does not depend on it.
    return result;
  };
}

/** The page has been told by an event; a caller that does not wait for the promise needs no second warning. */
export function toldByEvent(call: Promise<void>): Promise<void> {
  call.catch(() => undefined);
  return call;
}

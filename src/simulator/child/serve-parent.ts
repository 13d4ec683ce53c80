import type { ChildEvent, ChildMethods, FromChild, ToChild } from './child-protocol.js';

type Handlers<Methods extends ChildMethods> = {
  [Name in keyof Methods]: (
    params: Methods[Name]['params'],
  ) => Methods[Name]['result'] | Promise<Methods[Name]['result']>;
};

/**
 * Answers the parent's calls with `handlers`; the returned function sends it an event.
 *
 * The process leaves with `process.exit(0)` when the parent goes: a natural exit crashes in the WebRTC addon once media
 * was used, and a child must never outlive its parent.
 */
export function serveParent<Methods extends ChildMethods>(handlers: Handlers<Methods>): (event: ChildEvent) => void {
  const send = (message: FromChild<ChildEvent>): void => {
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  };

  const answer = async ({ id, method, params }: ToChild<Methods>): Promise<void> => {
    try {
      send({ kind: 'result', id, result: await handlers[method](params) });
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      send({ kind: 'failure', id, name, message });
    }
  };

  process.on('message', (message) => void answer(message as ToChild<Methods>));
  process.once('disconnect', () => process.exit(0));
  // Ctrl+C reaches the whole process group: the parent decides when its children go.
  process.on('SIGINT', () => undefined);
  return (event) => send({ kind: 'event', event });
}

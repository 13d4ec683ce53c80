import type { Reply } from '../../src/server/speech/hooks.js';

/** An answer of two sentences, the second of which waits until the test lets it go on. */
export function createPausedReply(): { reply: Reply; goOn: () => void } {
  let goOn = (): void => undefined;
  const allowed = new Promise<void>((resolve) => (goOn = resolve));
  return {
    reply: async function* () {
      yield 'One moment. ';
      await allowed;
      yield 'Here it is.';
    },
    goOn: () => goOn(),
  };
}

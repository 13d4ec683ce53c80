import 'kaltura-avatar/define';

import { playByHand } from './start/by-hand.js';
import { startAsDocumented, startOpened } from './start/documented.js';
import { addElement, startElement } from './start/element.js';
import { playByEyevinn } from './start/eyevinn.js';
import { limitNetwork } from './start/network.js';
import { playByOurs, preparedOurs } from './start/ours.js';
import { startSession } from './start/session.js';
import type { Play, Stand, Started, Way } from './start/ways.js';
import { playByWhipWhep } from './start/whip-whep.js';

declare global {
  interface Window {
    /** Milliseconds from the call to the first frame on screen. */
    measure(way: Way, stand: Stand): Promise<number>;
  }
}

/** How long something is made ready before it is started, in milliseconds. */
const READY_FOR_MS = 500;
const LONGEST_MS = 15_000;

const wait = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));

const run: Record<Way, (stand: Stand) => Promise<Started & { startedAt: number }>> = {
  documented: async (stand) => ({ startedAt: performance.now(), ...(await startAsDocumented(stand, playByHand)) }),
  start: () => startSession(),
  prepared: () => startSession(() => wait(READY_FOR_MS)),
  element: async () => {
    const element = addElement();
    await wait(READY_FOR_MS);
    return startElement(element);
  },
  'WHEP: by hand': (stand) => startOpened(stand, playByHand),
  'WHEP: ours': (stand) => startOpened(stand, playByOurs),
  'WHEP: ours, prepared': (stand) => {
    let play: Play | undefined;
    return startOpened(
      stand,
      (...opened) => (play ?? playByOurs)(...opened),
      async ({ iceServers }) => {
        play = await preparedOurs(iceServers);
        await wait(READY_FOR_MS);
      },
    );
  },
  'WHEP: whip-whep': (stand) => startOpened(stand, playByWhipWhep),
  'WHEP: eyevinn': (stand) => startOpened(stand, playByEyevinn),
};

window.measure = async (way, stand) => {
  limitNetwork(stand);
  const tooLong = wait(LONGEST_MS).then(() => {
    throw new Error(`There was no frame within ${LONGEST_MS / 1000} s`);
  });
  const { startedAt, frameAt, end } = await Promise.race([run[way](stand), tooLong]);
  tooLong.catch(() => undefined);
  // What is to be seen in a trace.
  performance.measure('bench:start', { start: startedAt, end: frameAt });
  await end();
  return frameAt - startedAt;
};

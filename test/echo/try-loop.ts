import { setTimeout as sleep } from 'node:timers/promises';

import type { PulseAudio } from '../support/pulse-audio.js';
import type { OpenInRoom, RoomPage } from '../support/room-browsers.js';
import { until } from '../support/until.js';
import { LOOP_SCRIPT } from './page-script.js';
import { avatar, documentOf, openStand, type Stand } from '../support/wild-stand.js';

/** What came of answers. */
interface Tally {
  answers: number;
  interrupted: number;
  /** What was sent as something that a visitor said. */
  heard: number;
}

export interface LoopOutcome {
  /** Whether the browser says that it cancels echo. */
  cancelsEcho: boolean;
  /** While nobody speaks but the avatar. */
  alone: Tally;
  /** While a visitor speaks over it. */
  spokenOver: Tally;
}

export interface LoopOptions {
  openIn: OpenInRoom;
  audio: PulseAudio;
  /** What the visitor says, of 16 kHz. */
  question: Float32Array;
  rounds: number;
}

/** For so long the page may do one thing, in milliseconds. */
const LONGEST_MS = 60_000;

const STORY = 'Once upon a time there was a harbour with many ships, and a lighthouse that nobody kept. '.repeat(3);

/** Has an avatar talk to its own echo, and then to a visitor as well. */
export async function tryLoop({ openIn, audio, question, rounds }: LoopOptions): Promise<LoopOutcome> {
  let heard = 0;
  const stand = await openStand({
    backend: {
      transcribe: () => {
        heard += 1;
        return 'When do you open on Sundays?';
      },
      reply: (message) => (message === 'Tell me a story.' ? STORY : 'At nine.'),
    },
  });
  const url = stand.page('/', documentOf(avatar('composer microphone="hands-free"'), { head: LOOP_SCRIPT }));
  const page = await openIn(url, audio.env);
  try {
    await finished(page, () => window.loop.listen());
    const cancelsEcho = await page.run(() => window.loop.cancelsEcho);
    const tryAnswers = async (during: () => Promise<void>): Promise<Tally> => {
      const tally: Tally = { answers: 0, interrupted: 0, heard: 0 };
      for (let round = 0; round < rounds; round++) {
        heard = 0;
        const state = await tellStory(stand, page, during);
        tally.answers += 1;
        tally.interrupted += state === 'interrupted' ? 1 : 0;
        tally.heard += heard;
      }
      return tally;
    };
    const alone = await tryAnswers(() => Promise.resolve());
    const spokenOver = await tryAnswers(async () => {
      await audio.play(question);
      await until(
        () => turnsOf(stand).at(-1)?.text === 'At nine.' && turnsOf(stand).at(-1)?.state === 'said',
        20_000,
      ).catch(
        () => undefined, // Counted as not heard.
      );
    });
    return { cancelsEcho, alone, spokenOver };
  } finally {
    await page.close();
    await stand.close();
  }
}

const turnsOf = ({ simulator }: Stand): { text: string; state: string }[] =>
  simulator.sessions().flatMap(({ turns }) => turns.map(({ text, state }) => ({ text, state })));

/** Resolves to what became of the story. */
async function tellStory(stand: Stand, page: RoomPage, during: () => Promise<void>): Promise<string | undefined> {
  const before = turnsOf(stand).length;
  const story = (): string | undefined => turnsOf(stand)[before]?.state;
  await finished(page, () => window.loop.tellStory());
  await during();
  await until(() => story() === 'said' || story() === 'interrupted', 60_000);
  await finished(page, () => window.loop.fallSilent());
  return story();
}

/** Has the page do something, and waits until it has. */
async function finished(page: RoomPage, act: () => void): Promise<void> {
  await page.run(act);
  for (const from = performance.now(); await page.run(() => window.loop.isBusy);) {
    if (performance.now() - from > LONGEST_MS) throw new Error(`The page is still busy: ${String(act)}`);
    await sleep(100);
  }
}

import 'kaltura-avatar/define';
import type { KalturaAvatarSession, SpeechTurn } from 'kaltura-avatar/session';

import { delay } from '../../../src/core/delay.js';
import { Ear, type HeardSound } from './ear.js';
import { RECORDINGS } from './recordings.js';

/** What is said: a text that streams in, or recordings that are handed over at once. */
export type Manner = 'text' | 'recordings';

export interface InterruptedSound extends HeardSound {
  /** When the interrupt was asked for, in milliseconds from where `levels` begin. */
  interruptedAtMs: number;
}

declare global {
  interface Window {
    /** Opens an avatar; resolves when it is live. */
    openSpeaker(options: { captions: boolean }): Promise<void>;
    /** Says something to its end. */
    hearOut(manner: Manner, text: string): Promise<HeardSound>;
    /** Says something, and interrupts it so many milliseconds after it was heard to begin. */
    hearInterrupt(manner: Manner, text: string, afterMs: number): Promise<InterruptedSound>;
    /** Milliseconds from what there is to say, or the last of it that streams in, to the request that says it. */
    timeRequest(manner: 'whole' | 'stream', text: string): Promise<number>;
    /** Has the backend answer a message; resolves once it has. */
    sendMessage(message: string): Promise<void>;
    /** Says a text; resolves when it is heard to begin. */
    beginText(text: string): Promise<void>;
  }
}

/** For how long after an interrupt is listened, in milliseconds. */
const AFTER_INTERRUPT_MS = 2500;
/** What was heard comes from the worklet within this, in milliseconds. */
const WORKLET_MS = 300;
/** As fast as a model writes, in milliseconds for a word. */
const WORD_MS = 25;

const avatar = document.createElement('kaltura-avatar');
Object.assign(avatar, { sessionEndpoint: '/api/avatar/session' });
avatar.style.cssText = 'inline-size: 640px; block-size: 360px';

window.openSpeaker = async ({ captions }) => {
  avatar.captions = captions;
  document.body.append(avatar);
  await avatar.start();
};

async function* wordsOf(text: string): AsyncGenerator<string> {
  for (const word of text.split(/(?<=\s)/)) {
    await delay(WORD_MS);
    yield word;
  }
}

async function begin(manner: Manner, text: string): Promise<{ session: KalturaAvatarSession; turns: SpeechTurn[] }> {
  const { session } = avatar;
  if (!session) throw new Error('There is no session.');
  if (manner === 'text') return { session, turns: [session.speak(wordsOf(text))] };
  const recording = await (await fetch('/recording.mp3')).blob();
  return { session, turns: Array.from({ length: RECORDINGS }, () => session.speakAudio(recording)) };
}

let openEar: Promise<Ear> | undefined;

/** One for the page: the stream stays the same. */
function findEar(): Promise<Ear> {
  return (openEar ??= Ear.open(avatar.video?.srcObject as MediaStream));
}

window.hearOut = async (manner, text) => {
  const ear = await findEar();
  ear.listen();
  const { turns } = await begin(manner, text);
  for (const { outcome, error } of await Promise.all(turns.map(({ finished }) => finished))) {
    if (outcome !== 'ended') throw error ?? new Error(`It was ${outcome}.`);
  }
  await delay(WORKLET_MS);
  return ear.heard;
};

window.hearInterrupt = async (manner, text, afterMs) => {
  const ear = await findEar();
  ear.listen();
  const { session, turns } = await begin(manner, text);
  await turns[0]?.started;
  await delay(afterMs);
  const interruptedAtMs = ear.nowMs;
  await session.interrupt();
  await delay(AFTER_INTERRUPT_MS);
  return { ...ear.heard, interruptedAtMs };
};

window.beginText = async (text) => {
  await avatar.session?.speak(text).started;
};

/** Longer than it takes to see that a sentence is whole, in milliseconds; a model that calls a tool takes as long. */
const TOOL_MS = 300;

const pageFetch = window.fetch.bind(window);
let onRequest: ((at: number) => void) | undefined;
window.fetch = (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  if (url.includes('say-text')) onRequest?.(performance.now());
  return pageFetch(input, init);
};

window.timeRequest = async (manner, text) => {
  const requested = new Promise<number>((resolve) => (onRequest = resolve));
  let from = performance.now();
  async function* tokens(): AsyncGenerator<string> {
    for await (const word of wordsOf(text)) {
      from = performance.now();
      yield word;
    }
    await delay(TOOL_MS);
  }
  const said = avatar.speak(manner === 'whole' ? text : tokens());
  const ms = (await requested) - from;
  onRequest = undefined;
  await said;
  await avatar.interrupt();
  return ms;
};

window.sendMessage = async (message) => {
  await avatar.send(message);
  await avatar.interrupt();
};

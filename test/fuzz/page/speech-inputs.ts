import type { SpeechInput } from 'kaltura-avatar/session';

import { delay } from '../../../src/core/delay.js';
import type { SpeechInputKind } from '../step.js';

export const SHORT_TEXT = 'Hello, how are you?';
export const LONG_TEXT = 'The quick brown fox jumps over the lazy dog, and then it takes a rest. '.repeat(12);

const TOKENS = LONG_TEXT.slice(0, 300).match(/\s*\S+/g) ?? [];
const TOKEN_MS = 5;

async function* tokens(): AsyncGenerator<string> {
  for (const token of TOKENS) {
    yield token;
    await delay(TOKEN_MS);
  }
}

async function* failing(): AsyncGenerator<string> {
  yield SHORT_TEXT;
  await delay(TOKEN_MS);
  throw new Error('The source failed.');
}

async function* hanging(): AsyncGenerator<string> {
  yield SHORT_TEXT;
  await new Promise(() => undefined);
}

/** @param onStopped Called when the reader has told the source to stop. */
async function* endless(onStopped: () => void): AsyncGenerator<string> {
  try {
    for (;;) {
      yield* tokens();
    }
  } finally {
    onStopped();
  }
}

function response(): Response {
  const bytes = new TextEncoder().encode(LONG_TEXT.slice(0, 400));
  return new Response(
    new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(bytes.slice(0, 100));
        controller.enqueue(bytes.slice(100));
        controller.close();
      },
    }),
  );
}

/** What is said, and a promise that settles when its source was stopped, where it has no end of its own. */
export function makeSpeech(kind: SpeechInputKind): { input: SpeechInput; stopped?: Promise<void> } {
  switch (kind) {
    case 'text':
      return { input: SHORT_TEXT };
    case 'long text':
      return { input: LONG_TEXT };
    case 'blank':
      return { input: ' ' };
    case 'stream':
      return { input: tokens() };
    case 'hanging stream':
      return { input: hanging() };
    case 'failing stream':
      return { input: failing() };
    case 'response':
      return { input: response() };
    case 'endless stream': {
      let onStopped: () => void = () => undefined;
      const stopped = new Promise<void>((resolve) => (onStopped = resolve));
      return { input: endless(() => onStopped()), stopped };
    }
  }
}

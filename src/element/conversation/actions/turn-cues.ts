import type { SpeechCues } from '../expected-speech.js';

/** As many as may wait to be heard. */
const MOST = 8;

const waiting = new Map<string, SpeechCues>();

/** Waits for the words of a turn that the page says itself. */
export function waitForTurn(turnId: string, cues: SpeechCues): void {
  waiting.set(turnId, cues);
  const [oldest] = waiting.keys();
  if (waiting.size > MOST && oldest !== undefined) waiting.delete(oldest);
}

export function cuesOf(turnId: string): SpeechCues | undefined {
  return waiting.get(turnId);
}

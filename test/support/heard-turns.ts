import { FRAME, FRAME_MS, type Detector } from '../../src/element/extensions/voice/detector/detector.js';
import { EndPointer, type SpeechChange } from '../../src/element/extensions/voice/detector/end-pointer.js';

export interface HeardTurn {
  change: SpeechChange;
  /** When the frame that told it was over, in milliseconds of the sound. */
  atMs: number;
}

/** What a detector and the end-pointer tell of a sound of 16 kHz. */
export function heardTurns(detector: Detector, sound: Float32Array, hangoverMs = 600): HeardTurn[] {
  const pointer = new EndPointer(hangoverMs);
  const turns: HeardTurn[] = [];
  for (let frame = 0; (frame + 1) * FRAME <= sound.length; frame++) {
    const probability = detector.probability(sound.subarray(frame * FRAME, (frame + 1) * FRAME));
    const change = pointer.push(probability);
    if (change) turns.push({ change, atMs: (frame + 1) * FRAME_MS });
  }
  return turns;
}

import { CLIP_SAMPLE_RATE, type SpeechClip } from '../mouth.js';
import { FLITE_SAMPLE_RATE, type Flite, type FliteSpeech, type TimedPhone } from './flite.js';
import { joinPcm } from './join-pcm.js';
import { resample } from './resample.js';
import { speakableText } from './speakable-text.js';
import { packedSentences } from './packed-sentences.js';
import { mouthOf } from './visemes.js';
import type { SynthesizeOptions } from './voice.js';
import { type BaseVoice, voiceTraits } from './voices.js';

/** Text is spoken in pieces of this many characters: the engine's memory grows with what it speaks at once. */
const PIECE_LENGTH = 240;
/** Of the silence before the first word (about 200 ms) and after the last, as much is kept as sounds natural, of slow speech more. */
const KEPT_LEAD_MS = 30;
const KEPT_TAIL_MS = 150;
/** Against clicks where the silence was cut. */
const FADE_MS = 5;
/** The clip of a text that holds nothing to say. */
const SILENCE_MS = 300;

const SLOWEST = 0.25;
const FASTEST = 4;

/** Brings the voices to about the same loudness. */
const GAINS: Readonly<Record<BaseVoice, number>> = { slt: 0.7, awb: 0.9, rms: 1.1 };

/** Speaks any text; speeds below 0.25 and above 4 count as those. Blocks. */
export function speak(flite: Flite, text: string, { voiceId, speed = 1 }: SynthesizeOptions = {}): SpeechClip {
  const { base, pitch, throat } = voiceTraits(voiceId);
  // Another throat is the same voice played back faster or slower, for which the tempo makes up beforehand.
  const playbackRate = Math.round(FLITE_SAMPLE_RATE * throat);
  const stretch = throat / Math.min(FASTEST, speed > SLOWEST ? speed : SLOWEST);

  const pieces = packedSentences(speakableText(text), PIECE_LENGTH);
  const sounds: Int16Array[] = [];
  const phones: TimedPhone[] = [];
  let durationMs = 0;
  for (const [i, piece] of pieces.entries()) {
    const speech = withoutOuterSilence(flite.speak(piece, { voice: base, pitch, stretch }), {
      before: i === 0,
      after: i === pieces.length - 1,
      keptFactor: Math.max(1, stretch),
    });
    for (const { phone, startMs, endMs } of speech.phones) {
      phones.push({ phone, startMs: durationMs + startMs / throat, endMs: durationMs + endMs / throat });
    }
    const sound = resample(speech.samples, playbackRate, CLIP_SAMPLE_RATE, GAINS[base]);
    sounds.push(sound);
    durationMs += (sound.length / CLIP_SAMPLE_RATE) * 1000;
  }
  if (durationMs === 0) return { pcm: new Int16Array(samplesIn(SILENCE_MS, CLIP_SAMPLE_RATE)), mouth: [] };
  return { pcm: faded(joinPcm(sounds)), mouth: mouthOf(phones) };
}

/** Cuts the pauses at the ends down to what is kept of them. */
function withoutOuterSilence(
  { samples, phones }: FliteSpeech,
  { before, after, keptFactor }: { before: boolean; after: boolean; keptFactor: number },
): FliteSpeech {
  const first = phones[0];
  const last = phones.at(-1);
  if (!first || !last || first === last) return { samples, phones };
  const fromMs = before && first.phone === 'pau' ? Math.max(0, first.endMs - KEPT_LEAD_MS * keptFactor) : 0;
  const toMs =
    after && last.phone === 'pau' ? Math.min(last.endMs, last.startMs + KEPT_TAIL_MS * keptFactor) : last.endMs;
  return {
    samples: samples.subarray(samplesIn(fromMs, FLITE_SAMPLE_RATE), samplesIn(toMs, FLITE_SAMPLE_RATE)),
    phones: phones.map(({ phone, startMs, endMs }) => ({
      phone,
      startMs: Math.max(startMs, fromMs) - fromMs,
      endMs: Math.min(endMs, toMs) - fromMs,
    })),
  };
}

/** Fades the ends of `pcm`, in place. */
function faded(pcm: Int16Array): Int16Array {
  const length = Math.min(samplesIn(FADE_MS, CLIP_SAMPLE_RATE), pcm.length);
  for (let i = 0; i < length; i++) {
    const end = pcm.length - 1 - i;
    pcm[i] = ((pcm[i] ?? 0) * i) / length;
    pcm[end] = ((pcm[end] ?? 0) * i) / length;
  }
  return pcm;
}

function samplesIn(milliseconds: number, rate: number): number {
  return Math.round((milliseconds / 1000) * rate);
}

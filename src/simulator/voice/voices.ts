/** A voice built into the speech engine: `slt` is an American woman, `awb` a Scot, `rms` an American man. */
export type BaseVoice = 'slt' | 'awb' | 'rms';

/** How a voice sounds. */
export interface VoiceTraits {
  base: BaseVoice;
  /** Multiplier of the base's pitch. */
  pitch: number;
  /** Multiplier of all frequencies, as of a shorter (above 1) or longer throat. */
  throat: number;
}

/** Further from 1 than these, nobody speaks any more; the engine cannot move the pitch of `rms`. */
const PITCHES: Readonly<Record<BaseVoice, readonly number[]>> = {
  slt: [0.82, 0.88, 0.94, 1, 1.06, 1.12, 1.18],
  awb: [0.82, 0.88, 0.94, 1, 1.06, 1.12, 1.18],
  rms: [1],
};
/** Multiples of 1/40, which make cheap sample rates. */
const THROATS = [0.925, 0.95, 0.975, 1, 1.025, 1.05, 1.075];

const PLAIN: readonly VoiceTraits[] = (['slt', 'awb', 'rms'] as const).map((base) => ({ base, pitch: 1, throat: 1 }));
const VARIED: readonly VoiceTraits[] = PLAIN.flatMap(({ base }) =>
  PITCHES[base].flatMap((pitch) => THROATS.map((throat) => ({ base, pitch, throat }))),
);
const DEFAULT: VoiceTraits = { base: 'slt', pitch: 1, throat: 1 };

/** The traits behind a voice id: the engine's voices by their names, one of 105 for any other id, `slt` without one. */
export function voiceTraits(voiceId: string | undefined): VoiceTraits {
  if (!voiceId) return DEFAULT;
  return PLAIN.find(({ base }) => base === voiceId) ?? VARIED[hashOf(voiceId) % VARIED.length] ?? DEFAULT;
}

/** FNV-1a with a final mix: ids that differ in one letter get unlike voices. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

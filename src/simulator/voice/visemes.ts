import { CLOSED_MOUTH, type MouthKey, type MouthPose } from '../mouth.js';
import { mixPoses } from '../mouth-timeline.js';
import type { TimedPhone } from './flite.js';

/** What the mouth does for a sound. */
interface Viseme {
  pose: Readonly<MouthPose>;
  /** Where a diphthong ends. */
  glide?: Readonly<MouthPose>;
  /** How little the neighbouring sounds colour it: 1 not at all ("b" always shuts the lips), 0 wholly ("h"). */
  firmness: number;
  /** The share of the sound over which the pose is held. */
  hold: number;
}

function pose(shape: Partial<MouthPose>): Readonly<MouthPose> {
  return { ...CLOSED_MOUTH, ...shape };
}

const AH = pose({ open: 0.9, wide: 0.2, tongue: 0.05 });
const AW = pose({ open: 0.65, round: 0.55 });
const EH = pose({ open: 0.55, wide: 0.45, teeth: 0.3 });
const EE = pose({ open: 0.25, wide: 0.9, teeth: 0.55, tongue: 0.1 });
const IH = pose({ open: 0.3, wide: 0.6, teeth: 0.4, tongue: 0.1 });
const OO = pose({ open: 0.2, round: 1 });
const UH = pose({ open: 0.45, wide: 0.1, teeth: 0.1 });
const R = pose({ open: 0.25, round: 0.55, teeth: 0.2, tongue: 0.2 });
const S = pose({ open: 0.1, wide: 0.45, teeth: 0.9 });
const SH = pose({ open: 0.2, round: 0.6, teeth: 0.75 });
const T = pose({ open: 0.2, wide: 0.25, teeth: 0.5, tongue: 0.7 });
const TH = pose({ open: 0.25, wide: 0.2, teeth: 0.4, tongue: 1 });
const F = pose({ open: 0.08, wide: 0.15, teeth: 1 });
const K = pose({ open: 0.3, wide: 0.15, teeth: 0.2 });

const LIPS_SHUT: Viseme = { pose: CLOSED_MOUTH, firmness: 1, hold: 0.55 };
const LIP_ON_TEETH: Viseme = { pose: F, firmness: 0.95, hold: 0.4 };
const vowel = (shape: MouthPose, glide?: MouthPose): Viseme => ({
  pose: shape,
  firmness: 0.85,
  hold: glide ? 0.5 : 0.3,
  ...(glide && { glide }),
});
const consonant = (shape: MouthPose, firmness: number): Viseme => ({ pose: shape, firmness, hold: 0.2 });

/** The phones of the CMU set, as Flite names them. */
const VISEMES: ReadonlyMap<string, Viseme> = byPhone([
  ['pau p b m', LIPS_SHUT],
  ['f v', LIP_ON_TEETH],
  ['aa', vowel(AH)],
  ['ae', vowel(mixPoses(AH, EH, 0.4))],
  ['ah', vowel(mixPoses(AH, UH, 0.6))],
  ['ao', vowel(AW)],
  ['ax', { ...vowel(UH), firmness: 0.5 }],
  ['eh', vowel(EH)],
  ['er', vowel(R)],
  ['ih', vowel(IH)],
  ['iy', vowel(EE)],
  ['uh', vowel(mixPoses(UH, OO, 0.6))],
  ['uw', vowel(OO)],
  ['ay', vowel(AH, IH)],
  ['ey', vowel(EH, EE)],
  ['oy', vowel(AW, IH)],
  ['aw', vowel(AH, OO)],
  ['ow', vowel(AW, OO)],
  ['w', consonant(OO, 0.9)],
  ['y', consonant(EE, 0.7)],
  ['r', consonant(R, 0.7)],
  ['s z', consonant(S, 0.8)],
  ['sh zh ch jh', consonant(SH, 0.85)],
  ['th', consonant(TH, 0.8)],
  ['dh', consonant(TH, 0.7)],
  ['l', consonant(TH, 0.55)],
  ['t d n', consonant(T, 0.5)],
  ['k g ng', consonant(K, 0.3)],
  ['hh', consonant(UH, 0.15)],
]);

function byPhone(groups: readonly (readonly [phones: string, viseme: Viseme])[]): ReadonlyMap<string, Viseme> {
  return new Map(groups.flatMap(([phones, viseme]) => phones.split(' ').map((phone) => [phone, viseme] as const)));
}

const UNKNOWN = consonant(UH, 0.3);

/** The lips reach a shape a little before it is heard. */
const LEAD_MS = 25;
/** Closed lips are held at least as long as a picture of 25 a second shows, or they would not be seen. */
const SHORTEST_CLOSURE_MS = 40;
/** How long the lips take to come to rest in a pause. */
const PAUSE_EASE_MS = 90;

/** The mouth that goes with a row of sounds: closed in the pauses, each sound coloured by its neighbours. */
export function mouthOf(phones: readonly TimedPhone[]): MouthKey[] {
  const row = phones.map(({ phone }) => VISEMES.get(phone) ?? UNKNOWN);
  return phones.flatMap((phone, i) => {
    const viseme = row[i] ?? UNKNOWN;
    const around = mixPoses(endOf(row[i - 1]), row[i + 1]?.pose ?? CLOSED_MOUTH, 0.5);
    const [fromMs, toMs] = holdOf(phone, viseme);
    return [
      { atMs: Math.max(0, fromMs - LEAD_MS), pose: mixPoses(around, viseme.pose, viseme.firmness) },
      { atMs: Math.max(0, toMs - LEAD_MS), pose: mixPoses(around, endOf(viseme), viseme.firmness) },
    ];
  });
}

function endOf(viseme: Viseme | undefined): Readonly<MouthPose> {
  return viseme?.glide ?? viseme?.pose ?? CLOSED_MOUTH;
}

/** From when to when the sound's pose is held, within the sound. */
function holdOf({ phone, startMs, endMs }: TimedPhone, { hold, firmness }: Viseme): [fromMs: number, toMs: number] {
  const durationMs = endMs - startMs;
  if (phone === 'pau') {
    const easeMs = Math.min(PAUSE_EASE_MS, durationMs * 0.4);
    return [startMs + easeMs, endMs - easeMs];
  }
  const shortestMs = firmness === 1 ? Math.min(SHORTEST_CLOSURE_MS, durationMs * 0.9) : 0;
  const marginMs = (durationMs - Math.max(durationMs * hold, shortestMs)) / 2;
  return [startMs + marginMs, endMs - marginMs];
}

import { Flite } from '../../../src/simulator/voice/flite.js';
import { joinPcm } from '../../../src/simulator/voice/join-pcm.js';
import { speak } from '../../../src/simulator/voice/speak.js';
import { takeSayable } from '../../../src/simulator/sessions/growing-text.js';
import type { ProfileName } from '../../../src/simulator/profiles/profile.js';
import { rms } from '../../support/sound.js';
import type { Manner } from '../page/speaking.js';
import { RECORDINGS } from '../page/recordings.js';
import { pausesIn, soundWithin } from './heard-sound.js';
import { RECORDING_SECONDS, SECONDS_PER_CHARACTER, type Stand } from './stand.js';
import type { Row } from './table.js';

const GOAL_MS = 150;
const SAMPLES_PER_MS = 48;
const WINDOW_MS = 5;
/** How far off the length of what is heard may be, as a share of it. */
const MOST_OFF = 0.1;

/** Sentences as a model writes them, which are handed over one or a few at a time. */
export const STORY =
  'The museum opens at nine in the morning. The paintings are on the first floor. There you find the maps of the old ' +
  'city, too. A lift beside the cloakroom takes you to every floor. The garden is open until the evening. It is free ' +
  'for children. The café on the roof has a view of the river. We look forward to your visit.';

/** By how much silences between the parts of what is said are longer than the voice has made them. */
export async function measureGaps(profile: ProfileName, stand: Stand, rounds: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const manner of ['text', 'recordings'] satisfies Manner[]) {
    const own = await ownSound(manner, profile);
    const values: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const heard = await stand.withAvatar({ captions: true }, (page) =>
        page.evaluate((it) => window.hearOut(...it), [manner, STORY] as const),
      );
      assertWhole(soundWithin(heard, 0).heardMs, own.soundMs);
      values.push(longestGap(pausesIn(heard), own.pauses));
    }
    rows.push({ profile, what: `longest gap in ${NAMES[manner]}`, values, unit: 'ms', goal: GOAL_MS });
  }
  return rows;
}

export const NAMES: Readonly<Record<Manner, string>> = {
  text: 'a text that streams in',
  recordings: 'six recordings of 1.2 s',
};

/** The longest pauses are those of the voice itself, each with what was added to it. */
function longestGap(pauses: readonly number[], own: readonly number[]): number {
  const byLength = (values: readonly number[]): number[] => [...values].sort((a, b) => b - a);
  const ofVoice = byLength(own);
  return Math.max(0, ...byLength(pauses).map((ms, i) => ms - (ofVoice[i] ?? 0)));
}

/** How long what is said sounds, and how the voice rests in it by itself. */
interface OwnSound {
  soundMs: number;
  pauses: readonly number[];
}

async function ownSound(manner: Manner, profile: ProfileName): Promise<OwnSound> {
  if (manner === 'recordings') return { soundMs: RECORDINGS * RECORDING_SECONDS * 1000, pauses: [] };
  if (profile === 'live') return { soundMs: STORY.length * SECONDS_PER_CHARACTER * 1000, pauses: [] };
  const flite = await Flite.load();
  const pcm = joinPcm(takeSayable(STORY, true).pieces.map((piece) => speak(flite, piece).pcm));
  const size = WINDOW_MS * SAMPLES_PER_MS;
  const levels = Array.from(
    { length: Math.floor(pcm.length / size) },
    (_, i) => rms(pcm.subarray(i * size, (i + 1) * size)) / 32_768,
  );
  const sound = { levels, windowMs: WINDOW_MS };
  return { soundMs: soundWithin(sound, 0).heardMs, pauses: pausesIn(sound) };
}

/** What is heard in part, or twice, tells nothing of gaps. */
function assertWhole(heardMs: number, ownMs: number): void {
  if (Math.abs(heardMs / ownMs - 1) > MOST_OFF) throw new Error(`Of ${ownMs} ms, ${heardMs} ms were heard.`);
}

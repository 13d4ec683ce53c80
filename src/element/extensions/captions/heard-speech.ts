import type { TextLink } from '../../../core/speech/text-link.js';
import type { SpeechTurn } from '../../../session/speech/speech-turn.js';
import { cuesOf } from '../../conversation/actions/turn-cues.js';
import type { ExpectedSpeech, ReplyTiming, SpeechCues } from '../../conversation/expected-speech.js';

/**
 * How often the captions are looked after while something is heard whose text may grow, in milliseconds; where it is all there; and
 * where nobody sees them. Besides the moments when one begins.
 */
const TICK_MS = 100;
const WHOLE_TICK_MS = 400;
const UNSEEN_TICK_MS = 1000;

/** Something that is said and heard, whoever made the avatar say it. */
export interface HeardSpeech {
  readonly turnId: string | undefined;
  /** May grow. */
  readonly text: string;
  /** As the text. */
  readonly links: readonly TextLink[];
  /** Whether nothing more of it comes. */
  readonly isWhole: boolean;
  /** Whether its text may still grow. */
  readonly mayGrow: boolean;
  /** Whether somebody tells when it is over; otherwise only the silence does. */
  readonly isTurn: boolean;
  /** Not said, or not to its end. */
  readonly isCancelled: boolean;
  /** Where it is a reply that the page does not say itself. */
  readonly timing?: ReplyTiming | undefined;
  /** Who waits for its words. */
  readonly cues?: SpeechCues | undefined;
  /** How long it was heard, in milliseconds; 0 where that is not known. */
  readonly heardMs: number;
}

export function speechOfTurn(turn: SpeechTurn): HeardSpeech {
  let mayGrow = true;
  const stop = (): void => void (mayGrow = false);
  turn.accepted.then(stop, stop);
  return {
    turnId: turn.id,
    get text() {
      return turn.text;
    },
    links: turn.links,
    isWhole: true,
    get mayGrow() {
      return mayGrow;
    },
    isTurn: true,
    get cues() {
      return cuesOf(turn.id);
    },
    isCancelled: false,
    get heardMs() {
      return turn.heardMs;
    },
  };
}

export function speechOfOthers(expected: ExpectedSpeech): HeardSpeech {
  return {
    turnId: expected.turnId,
    get text() {
      return expected.text;
    },
    links: expected.links ?? [],
    get isWhole() {
      return expected.isWhole;
    },
    get mayGrow() {
      return !expected.isWhole;
    },
    isTurn: false,
    timing: expected.timing,
    cues: expected.cues,
    get isCancelled() {
      return expected.isCancelled === true;
    },
    heardMs: 0,
  };
}

/** How soon something that is heard is looked after again, in milliseconds. @param isSeen Whether somebody sees its captions. */
export function tickMs({ mayGrow }: HeardSpeech, isSeen: boolean): number {
  if (!isSeen) return UNSEEN_TICK_MS;
  return mayGrow ? TICK_MS : WHOLE_TICK_MS;
}

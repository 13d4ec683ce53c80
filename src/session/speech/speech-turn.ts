import { toAvatarError, type AvatarError } from '../../core/errors.js';
import type { TextLink } from '../../core/speech/text-link.js';
import { newTurnId } from '../../core/speech/turn-id.js';

/** How a turn came to its end. */
export interface TurnOutcome {
  outcome: 'ended' | 'interrupted' | 'failed';
  /** Why it failed. */
  error?: AvatarError;
}

/** Something that the avatar says as a whole. All three promises settle, whatever happens. */
export interface SpeechTurn {
  /** The turn's id on the wire. */
  readonly id: string;
  /** What the service has taken of it so far. */
  readonly text: string;
  /** The links that were found where it was made speakable: `text` has their words alone. */
  readonly links: readonly TextLink[];
  /** Resolves when the service has taken the last of it; rejects where it never will. */
  readonly accepted: Promise<void>;
  /** Resolves when it is heard to begin; rejects where it never will. */
  readonly started: Promise<void>;
  /** Resolves when it is over; never rejects. */
  readonly finished: Promise<TurnOutcome>;
  /** When it was heard to begin, as `performance.now()` counts; estimated where turns follow each other without a pause. */
  readonly startedAt: number | undefined;
  /** For how long it was heard, in milliseconds; known once it is over, 0 where it could not be told from other turns. */
  readonly heardMs: number;
}

/** A turn of which nothing will be said. */
export function failedTurn(cause: unknown): SpeechTurn {
  const error = toAvatarError(cause, 'API_REQUEST_FAILED', 'Nothing of it could be said.');
  const refused: Promise<void> = Promise.reject(error);
  refused.catch(() => undefined); // Not everybody listens to it.
  return {
    id: newTurnId(),
    text: '',
    links: [],
    accepted: refused,
    started: refused,
    finished: Promise.resolve({ outcome: 'failed', error }),
    startedAt: undefined,
    heardMs: 0,
  };
}

import type { AvatarSettings } from '../settings/avatar-settings.js';
import { OPENED_FOR, valuesOf } from '../settings/session-settings.js';

/** A session that the element is opening. */
export interface StartAttempt {
  /** The settings that it is opened for. */
  readonly openedFor: string;
  /** They are not what is asked for any more. */
  isOutdated: boolean;
  /** While the session's code is on its way. */
  readonly loading: AbortController;
}

export function createAttempt(settings: AvatarSettings): StartAttempt {
  return { openedFor: valuesOf(settings, OPENED_FOR), isOutdated: false, loading: new AbortController() };
}

/** Whether its settings are those that are asked for. */
export function isFor(settings: AvatarSettings, { openedFor }: StartAttempt): boolean {
  return openedFor === valuesOf(settings, OPENED_FOR);
}

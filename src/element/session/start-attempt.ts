/** A session that the element is opening. */
export interface StartAttempt {
  /** The settings that it is opened for. */
  readonly openedFor: string;
  /** They are not what is asked for any more. */
  isOutdated: boolean;
  /** While the session's code is on its way. */
  readonly loading: AbortController;
}

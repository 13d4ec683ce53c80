import type { AvatarErrorCode } from '../../core/errors.js';

/** What the element says to visitors. */
export interface Messages {
  avatar: string;
  start: string;
  connecting: string;
  reconnecting: string;
  turnOnSound: string;
  ended: string;
  startAgain: string;
  failed: string;
  tryAgain: string;
  /** What happened, in a visitor's words. */
  errors: Record<AvatarErrorCode, string>;
}

const notSetUp = 'This avatar is not set up correctly.';
const unavailable = 'The avatar is not available right now.';

export const en: Messages = {
  avatar: 'Avatar',
  start: 'Start',
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting…',
  turnOnSound: 'Turn on sound',
  ended: 'The conversation has ended.',
  startAgain: 'Start again',
  failed: 'Something went wrong',
  tryAgain: 'Try again',
  errors: {
    INVALID_STATE: 'That is not possible right now.',
    API_REQUEST_FAILED: unavailable,
    RTC_CONNECTION_FAILED: 'The video connection could not be made.',
    INVALID_CONFIGURATION: notSetUp,
    INVALID_INPUT: 'The avatar cannot say that.',
    SESSION_NOT_FOUND: 'The conversation is over.',
    SESSION_GONE: 'The conversation is over.',
    UNAUTHORIZED: 'You do not have access to this avatar.',
    NETWORK: 'The avatar cannot be reached. Check your connection.',
    TIMEOUT: 'The avatar took too long to answer.',
    CAPACITY: 'The avatar is busy. Please try again in a moment.',
    RATE_LIMITED: 'The avatar is busy. Please try again in a moment.',
    PROTOCOL: notSetUp,
    MEDIA_STALLED: 'No picture is coming from the avatar.',
    AUTOPLAY_BLOCKED: 'Turn on the sound to hear the avatar.',
    UNSUPPORTED_BROWSER: 'This browser cannot show the avatar.',
    ABORTED: 'That was stopped.',
  },
};

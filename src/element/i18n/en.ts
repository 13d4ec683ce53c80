import type { enOfExtensions } from './en-extensions.js';
import type { Messages } from './messages.js';

const notSetUp = 'This avatar is not set up correctly.';
const unavailable = 'The avatar is not available right now.';
const over = 'The conversation is over.';
const busy = 'The avatar is busy. Please try again in a moment.';

/** What is said in English whatever an element has; the rest comes with its extensions. */
export const en: Omit<Messages, keyof typeof enOfExtensions> = {
  $code: 'en',
  $name: 'English',
  $dir: 'ltr',

  avatar: 'Avatar',
  start: 'Start',

  openingSession: 'Calling the avatar…',
  connecting: 'Connecting…',
  waitingForPicture: 'Almost there…',
  takesLonger: 'This takes longer than usual. Please wait…',

  reconnecting: 'Reconnecting…',
  turnOnSound: 'Turn on sound',
  ended: 'The conversation has ended.',
  startAgain: 'Start again',
  failed: 'Something went wrong',
  tryAgain: 'Try again',
  supportCode: (code) => `Code: ${code}`,
  unsupported: 'This browser cannot show the avatar',

  errorINVALID_STATE: 'That is not possible right now.',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: 'The video connection could not be made.',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: 'The avatar cannot say that.',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: 'You do not have access to this avatar.',
  errorNETWORK: 'The avatar cannot be reached. Check your connection.',
  errorTIMEOUT: 'The avatar took too long to answer.',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: 'No picture is coming from the avatar.',
  errorAUTOPLAY_BLOCKED: 'Turn on the sound to hear the avatar.',
  errorUNSUPPORTED_BROWSER: 'A current version of Chrome, Edge, Firefox or Safari can.',
  errorABORTED: 'That was stopped.',
};

import type { Messages } from './messages.js';

const notSetUp = 'This avatar is not set up correctly.';
const unavailable = 'The avatar is not available right now.';
const over = 'The conversation is over.';
const busy = 'The avatar is busy. Please try again in a moment.';

export const en: Messages = {
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

  controls: 'Avatar controls',
  interrupt: 'Stop speaking',
  mute: 'Mute',
  unmute: 'Unmute',
  volume: 'Volume',
  showCaptions: 'Show captions',
  hideCaptions: 'Hide captions',
  enterPictureInPicture: 'Picture in picture',
  leavePictureInPicture: 'Leave picture in picture',
  inPictureInPicture: 'The avatar is in a window of its own.',
  enterFullScreen: 'Full screen',
  leaveFullScreen: 'Leave full screen',
  end: 'End the conversation',

  open: 'Open the avatar',
  minimise: 'Minimise',
  dismiss: 'Close',

  captions: 'Captions',
  conversation: 'Conversation',
  message: 'Message',
  writeMessage: 'Write a message…',
  send: 'Send',
  holdToTalk: 'Hold to talk',
  listening: 'Listening…',
  notHeard: 'Nothing was heard. Please try again.',
  microphoneRefused: 'The microphone cannot be used. Check the browser’s permissions.',
  noAnswer: 'There was no answer. Please try again.',
  you: 'You',

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

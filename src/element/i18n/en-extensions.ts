import type { Messages } from './messages.js';

const notSetUp = 'This avatar is not set up correctly.';
const unavailable = 'The avatar is not available right now.';
const over = 'The conversation is over.';
const busy = 'The avatar is busy. Please try again in a moment.';

/** What the element's extensions say in English. */
export const enOfExtensions = {
  reconnecting: 'Reconnecting…',
  turnOnSound: 'Turn on sound',
  play: 'Play',
  noPicture: 'There is no picture, only sound.',
  pictureNotDecoded: 'This browser cannot show the picture. You hear the sound.',

  errorABORTED: 'That was stopped.',
  errorAPI_REQUEST_FAILED: unavailable,
  errorAUTOPLAY_BLOCKED: 'Turn on the sound to hear the avatar.',
  errorCAPACITY: busy,
  errorINVALID_INPUT: 'The avatar cannot say that.',
  errorINVALID_STATE: 'That is not possible right now.',
  errorMEDIA_STALLED: 'No picture is coming from the avatar.',
  errorPROTOCOL: notSetUp,
  errorRATE_LIMITED: busy,
  errorRTC_CONNECTION_FAILED: 'The video connection could not be made.',
  errorSESSION_GONE: over,
  errorSESSION_NOT_FOUND: over,
  errorTIMEOUT: 'The avatar took too long to answer.',
  errorUNAUTHORIZED: 'You do not have access to this avatar.',

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
} satisfies Partial<Messages>;

import type { Messages } from './messages.js';

/** What the element's extensions say in English. */
export const enOfExtensions = {
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

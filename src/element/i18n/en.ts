import type { enOfExtensions } from './en-extensions.js';
import type { Messages } from './messages.js';

/** What an element says in English before there is a session; the rest comes with its extensions. */
export const en: Omit<Messages, keyof typeof enOfExtensions> = {
  $code: 'en',
  $name: 'English',
  $dir: 'ltr',

  avatar: 'Avatar',
  start: 'Start talking',

  openingSession: 'Calling the avatar…',
  connecting: 'Connecting…',
  waitingForPicture: 'Almost there…',

  ended: 'The conversation has ended.',
  startAgain: 'Start again',
  failed: 'Something went wrong',
  tryAgain: 'Try again',
  supportCode: (code) => `Code: ${code}`,
  unsupported: 'This browser cannot show the avatar',

  errorINVALID_CONFIGURATION: 'This avatar is not set up correctly.',
  errorNETWORK: 'The avatar cannot be reached. Check your connection.',
  errorUNSUPPORTED_BROWSER: 'A current version of Chrome, Edge, Firefox or Safari can.',
};

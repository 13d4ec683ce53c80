import type { AvatarErrorCode } from '../../core/errors.js';

/** What the element says to visitors, in one language. */
export interface Messages extends Record<`error${AvatarErrorCode}`, string> {
  /** The language tag (BCP 47), such as `pt-BR`. */
  $code: string;
  /** The language's own name. */
  $name: string;
  $dir: 'ltr' | 'rtl';
  /** The name of the element for screen readers, where the page gives it no label. */
  avatar: string;
  start: string;

  // While it connects, in this order.
  openingSession: string;
  connecting: string;
  waitingForPicture: string;
  /** After a while of any of them. */
  takesLonger: string;

  reconnecting: string;
  turnOnSound: string;
  play: string;
  noPicture: string;
  /** This browser lacks the codec. */
  pictureNotDecoded: string;
  ended: string;
  startAgain: string;
  failed: string;
  tryAgain: string;
  /** Something to quote to the page's support. */
  supportCode: (code: string) => string;
  unsupported: string;

  // Controls.
  controls: string;
  interrupt: string;
  mute: string;
  unmute: string;
  volume: string;
  showCaptions: string;
  hideCaptions: string;
  enterPictureInPicture: string;
  leavePictureInPicture: string;
  /** In place of the picture, while it is in a window of its own. */
  inPictureInPicture: string;
  enterFullScreen: string;
  leaveFullScreen: string;
  end: string;

  // Floating in a corner.
  open: string;
  minimise: string;
  dismiss: string;

  // Conversation.
  captions: string;
  conversation: string;
  message: string;
  writeMessage: string;
  send: string;
  /** What the visitor may say next, as buttons. */
  suggestions: string;
  holdToTalk: string;
  listening: string;
  notHeard: string;
  /** The name of the button that listens until it is pressed again. */
  talkHandsFree: string;
  /** The answer is on its way. */
  thinking: string;
  microphone: string;
  // What keeps it from being listened to.
  microphoneRefused: string;
  microphoneAsking: string;
  microphoneMissing: string;
  microphoneBusy: string;
  microphoneInsecure: string;
  /** It is in a frame that may not use it. */
  microphoneFramed: string;
  microphoneMuted: string;
  microphoneUnplugged: string;
  /** The browser itself makes text of what is said. */
  browserListens: string;
  recognitionUnavailable: string;
  noAnswer: string;
  you: string;
  /** The name of a menu of languages. */
  language: string;

  // That it is no person.
  /** A badge, a word or two. */
  disclosure: string;
  disclosureNote: string;

  // What a visitor agrees to before the first session.
  consentTitle: string;
  consentText: string;
  /** In place of it where the visitor writes, and no avatar is called. */
  consentTextWritten: string;
  consentTerms: string;
  consentTermsLink: string;
  consentMicrophone: string;
  consentAccept: string;
  consentDecline: string;
  consentWithdraw: string;

  // How long it may go on, and why it ended. Times are as clocks have them: 0:59.
  endsIn: (time: string) => string;
  endsSoon: string;
  stillThere: string;
  stay: string;
  endedIdle: string;
  endedLimit: string;
  endedByService: string;
  tryAgainIn: (time: string) => string;

  // Where all avatars are busy, and visitors wait in turn.
  /** The place is not known. */
  queueWaiting: string;
  queuePlace: (place: number) => string;
  queueNote: string;
  queueTurn: string;
  /** The turn has passed, or the ticket has expired. */
  queueMissed: string;
  queueJoin: string;
  queueLeave: string;

  // What can be done with answers and the whole conversation.
  copy: string;
  copied: string;
  downloadTranscript: string;
  forget: string;
  helpful: string;
  notHelpful: string;
  thanks: string;
  rateConversation: string;
  /** One of the ratings from one to five. */
  starsOf: (stars: number) => string;
  comment: string;

  // Its frame.
  shortcuts: string;
  /** What has no room in the bar of controls. */
  moreActions: string;
  unread: (count: number) => string;
  move: string;
  resize: string;
  talkTo: (name: string) => string;

  // What an answer has done with the page; each is told to screen readers.
  shownOnPage: (name: string) => string;
  filledIn: (name: string) => string;
  // With no avatar, and back.
  writeInstead: string;
  talkInstead: string;
}

/** The texts in a language, or some of them. */
export interface Translation extends Partial<Messages> {
  /** The language tag (BCP 47), such as `da` or `pt-PT`. */
  $code: string;
}

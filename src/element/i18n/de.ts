import type { Messages } from './messages.js';

const notSetUp = 'Dieser Avatar ist nicht richtig eingerichtet.';
const unavailable = 'Der Avatar ist zurzeit nicht verfügbar.';
const over = 'Das Gespräch ist beendet.';
const busy = 'Der Avatar ist gerade beschäftigt. Bitte versuchen Sie es gleich noch einmal.';

export const de: Messages = {
  $code: 'de',
  $name: 'Deutsch',
  $dir: 'ltr',

  avatar: 'Avatar',
  start: 'Starten',

  openingSession: 'Der Avatar wird gerufen\u00a0…',
  connecting: 'Verbindung wird hergestellt\u00a0…',
  waitingForPicture: 'Gleich geht’s los\u00a0…',
  takesLonger: 'Das dauert länger als üblich. Bitte haben Sie etwas Geduld.',

  reconnecting: 'Verbindung wird wiederhergestellt\u00a0…',
  turnOnSound: 'Ton einschalten',
  play: 'Abspielen',
  noPicture: 'Es gibt kein Bild, nur Ton.',
  pictureNotDecoded: 'Dieser Browser kann das Bild nicht anzeigen. Sie hören den Ton.',
  ended: 'Das Gespräch ist beendet.',
  startAgain: 'Erneut starten',
  failed: 'Etwas ist schiefgelaufen',
  tryAgain: 'Erneut versuchen',
  supportCode: (code) => `Code: ${code}`,
  unsupported: 'Dieser Browser kann den Avatar nicht anzeigen',

  controls: 'Steuerung des Avatars',
  interrupt: 'Unterbrechen',
  mute: 'Stummschalten',
  unmute: 'Ton einschalten',
  volume: 'Lautstärke',
  showCaptions: 'Untertitel einblenden',
  hideCaptions: 'Untertitel ausblenden',
  enterPictureInPicture: 'Bild im Bild',
  leavePictureInPicture: 'Bild im Bild beenden',
  inPictureInPicture: 'Der Avatar ist in einem eigenen Fenster.',
  enterFullScreen: 'Vollbild',
  leaveFullScreen: 'Vollbild beenden',
  end: 'Gespräch beenden',

  open: 'Avatar öffnen',
  minimise: 'Minimieren',
  dismiss: 'Schließen',

  captions: 'Untertitel',
  conversation: 'Gespräch',
  message: 'Nachricht',
  writeMessage: 'Nachricht schreiben\u00a0…',
  send: 'Senden',
  holdToTalk: 'Zum Sprechen gedrückt halten',
  listening: 'Ich höre zu\u00a0…',
  notHeard: 'Es war nichts zu hören. Bitte versuchen Sie es noch einmal.',
  microphoneRefused: 'Das Mikrofon kann nicht verwendet werden. Prüfen Sie die Berechtigungen des Browsers.',
  noAnswer: 'Es kam keine Antwort. Bitte versuchen Sie es noch einmal.',
  you: 'Sie',

  errorINVALID_STATE: 'Das ist gerade nicht möglich.',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: 'Die Videoverbindung konnte nicht hergestellt werden.',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: 'Das kann der Avatar nicht sagen.',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: 'Sie haben keinen Zugriff auf diesen Avatar.',
  errorNETWORK: 'Der Avatar ist nicht erreichbar. Prüfen Sie Ihre Internetverbindung.',
  errorTIMEOUT: 'Der Avatar hat zu lange nicht geantwortet.',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: 'Vom Avatar kommt kein Bild.',
  errorAUTOPLAY_BLOCKED: 'Schalten Sie den Ton ein, um den Avatar zu hören.',
  errorUNSUPPORTED_BROWSER: 'Verwenden Sie eine aktuelle Version von Chrome, Edge, Firefox oder Safari.',
  errorABORTED: 'Der Vorgang wurde abgebrochen.',
};

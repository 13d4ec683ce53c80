import type { Messages } from './messages.js';

const notSetUp = 'Deze avatar is niet goed ingesteld.';
const unavailable = 'De avatar is nu niet beschikbaar.';
const over = 'Het gesprek is afgelopen.';
const busy = 'De avatar is bezet. Probeer het zo meteen opnieuw.';

export const nl: Messages = {
  $code: 'nl',
  $name: 'Nederlands',
  $dir: 'ltr',

  avatar: 'Avatar',
  start: 'Starten',

  openingSession: 'Avatar oproepen…',
  connecting: 'Verbinden…',
  waitingForPicture: 'Bijna zover…',
  takesLonger: 'Dit duurt langer dan normaal. Even geduld…',

  reconnecting: 'Opnieuw verbinden…',
  turnOnSound: 'Geluid aanzetten',
  play: 'Afspelen',
  noPicture: 'Er is geen beeld, alleen geluid.',
  pictureNotDecoded: 'Deze browser kan het beeld niet tonen. U hoort het geluid.',
  ended: 'Het gesprek is afgelopen.',
  startAgain: 'Opnieuw starten',
  failed: 'Er is iets misgegaan',
  tryAgain: 'Opnieuw proberen',
  supportCode: (code) => `Code: ${code}`,
  unsupported: 'Deze browser kan de avatar niet tonen',

  controls: 'Bediening van de avatar',
  interrupt: 'Onderbreken',
  mute: 'Geluid uitzetten',
  unmute: 'Geluid aanzetten',
  volume: 'Volume',
  showCaptions: 'Ondertiteling tonen',
  hideCaptions: 'Ondertiteling verbergen',
  enterPictureInPicture: 'Beeld-in-beeld',
  leavePictureInPicture: 'Beeld-in-beeld sluiten',
  inPictureInPicture: 'De avatar staat in een apart venster.',
  enterFullScreen: 'Volledig scherm',
  leaveFullScreen: 'Volledig scherm sluiten',
  end: 'Gesprek beëindigen',

  open: 'Avatar openen',
  minimise: 'Minimaliseren',
  dismiss: 'Sluiten',

  captions: 'Ondertiteling',
  conversation: 'Gesprek',
  message: 'Bericht',
  writeMessage: 'Schrijf een bericht…',
  send: 'Versturen',
  holdToTalk: 'Ingedrukt houden om te praten',
  listening: 'Aan het luisteren…',
  notHeard: 'Er was niets te horen. Probeer het opnieuw.',
  microphoneRefused: 'De microfoon kan niet worden gebruikt. Controleer de machtigingen van de browser.',
  noAnswer: 'Er kwam geen antwoord. Probeer het opnieuw.',
  you: 'Jij',

  errorINVALID_STATE: 'Dat is nu niet mogelijk.',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: 'Er kon geen videoverbinding worden gemaakt.',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: 'Dat kan de avatar niet zeggen.',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: 'Je hebt geen toegang tot deze avatar.',
  errorNETWORK: 'De avatar is niet bereikbaar. Controleer je verbinding.',
  errorTIMEOUT: 'De avatar deed er te lang over om te antwoorden.',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: 'Er komt geen beeld van de avatar.',
  errorAUTOPLAY_BLOCKED: 'Zet het geluid aan om de avatar te horen.',
  errorUNSUPPORTED_BROWSER: 'Gebruik een recente versie van Chrome, Edge, Firefox of Safari.',
  errorABORTED: 'De actie is afgebroken.',
};

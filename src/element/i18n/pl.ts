import type { Messages } from './messages.js';

const notSetUp = 'Ten awatar nie jest poprawnie skonfigurowany.';
const unavailable = 'Awatar jest teraz niedostępny.';
const over = 'Rozmowa została zakończona.';
const busy = 'Awatar jest zajęty. Spróbuj ponownie za chwilę.';

export const pl: Messages = {
  $code: 'pl',
  $name: 'Polski',
  $dir: 'ltr',

  avatar: 'Awatar',
  start: 'Rozpocznij',

  openingSession: 'Wywoływanie awatara…',
  connecting: 'Łączenie…',
  waitingForPicture: 'Jeszcze chwila…',
  takesLonger: 'To trwa dłużej niż zwykle. Proszę czekać…',

  reconnecting: 'Ponowne łączenie…',
  turnOnSound: 'Włącz dźwięk',
  play: 'Odtwórz',
  noPicture: 'Nie ma obrazu, jest tylko dźwięk.',
  pictureNotDecoded: 'Ta przeglądarka nie może wyświetlić obrazu. Słychać dźwięk.',
  ended: 'Rozmowa została zakończona.',
  startAgain: 'Zacznij od nowa',
  failed: 'Coś poszło nie tak',
  tryAgain: 'Spróbuj ponownie',
  supportCode: (code) => `Kod: ${code}`,
  unsupported: 'Ta przeglądarka nie może wyświetlić awatara',

  controls: 'Sterowanie awatarem',
  interrupt: 'Przerwij',
  mute: 'Wycisz',
  unmute: 'Wyłącz wyciszenie',
  volume: 'Głośność',
  showCaptions: 'Pokaż napisy',
  hideCaptions: 'Ukryj napisy',
  enterPictureInPicture: 'Obraz w obrazie',
  leavePictureInPicture: 'Zamknij obraz w obrazie',
  inPictureInPicture: 'Awatar jest w osobnym oknie.',
  enterFullScreen: 'Pełny ekran',
  leaveFullScreen: 'Zamknij pełny ekran',
  end: 'Zakończ rozmowę',

  open: 'Otwórz awatara',
  minimise: 'Minimalizuj',
  dismiss: 'Zamknij',

  captions: 'Napisy',
  conversation: 'Rozmowa',
  message: 'Wiadomość',
  writeMessage: 'Napisz wiadomość…',
  send: 'Wyślij',
  holdToTalk: 'Przytrzymaj, aby mówić',
  listening: 'Słucham…',
  notHeard: 'Nic nie było słychać. Spróbuj ponownie.',
  microphoneRefused: 'Nie można użyć mikrofonu. Sprawdź uprawnienia przeglądarki.',
  noAnswer: 'Brak odpowiedzi. Spróbuj ponownie.',
  you: 'Ty',

  errorINVALID_STATE: 'Teraz nie jest to możliwe.',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: 'Nie udało się nawiązać połączenia wideo.',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: 'Awatar nie może tego powiedzieć.',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: 'Nie masz dostępu do tego awatara.',
  errorNETWORK: 'Nie można połączyć się z awatarem. Sprawdź połączenie z internetem.',
  errorTIMEOUT: 'Awatar zbyt długo nie odpowiadał.',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: 'Nie dociera obraz awatara.',
  errorAUTOPLAY_BLOCKED: 'Włącz dźwięk, aby słyszeć awatara.',
  errorUNSUPPORTED_BROWSER: 'Użyj aktualnej wersji przeglądarki Chrome, Edge, Firefox lub Safari.',
  errorABORTED: 'Operacja została przerwana.',
};

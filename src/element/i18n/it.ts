import type { Messages } from './messages.js';

const notSetUp = 'Questo avatar non è configurato correttamente.';
const unavailable = 'L’avatar non è disponibile al momento.';
const over = 'La conversazione è terminata.';
const busy = 'L’avatar è occupato. Riprova tra un momento.';

export const it: Messages = {
  $code: 'it',
  $name: 'Italiano',
  $dir: 'ltr',

  avatar: 'Avatar',
  start: 'Avvia',

  openingSession: 'Chiamata all’avatar…',
  connecting: 'Connessione in corso…',
  waitingForPicture: 'Ci siamo quasi…',
  takesLonger: 'Ci vuole più tempo del solito. Attendi…',

  reconnecting: 'Riconnessione in corso…',
  turnOnSound: 'Attiva l’audio',
  play: 'Riproduci',
  noPicture: 'Non c’è immagine, solo audio.',
  pictureNotDecoded: 'Questo browser non può mostrare l’immagine. L’audio si sente.',
  ended: 'La conversazione è terminata.',
  startAgain: 'Ricomincia',
  failed: 'Qualcosa è andato storto',
  tryAgain: 'Riprova',
  supportCode: (code) => `Codice: ${code}`,
  unsupported: 'Questo browser non può mostrare l’avatar',

  controls: 'Controlli dell’avatar',
  interrupt: 'Interrompi',
  mute: 'Disattiva l’audio',
  unmute: 'Attiva l’audio',
  volume: 'Volume',
  showCaptions: 'Mostra i sottotitoli',
  hideCaptions: 'Nascondi i sottotitoli',
  enterPictureInPicture: 'Picture in picture',
  leavePictureInPicture: 'Esci da picture in picture',
  inPictureInPicture: 'L’avatar è in una finestra separata.',
  enterFullScreen: 'Schermo intero',
  leaveFullScreen: 'Esci da schermo intero',
  end: 'Termina la conversazione',

  open: 'Apri l’avatar',
  minimise: 'Riduci',
  dismiss: 'Chiudi',

  captions: 'Sottotitoli',
  conversation: 'Conversazione',
  message: 'Messaggio',
  writeMessage: 'Scrivi un messaggio…',
  send: 'Invia',
  holdToTalk: 'Tieni premuto per parlare',
  listening: 'In ascolto…',
  notHeard: 'Non si è sentito nulla. Riprova.',
  microphoneRefused: 'Impossibile usare il microfono. Controlla le autorizzazioni del browser.',
  noAnswer: 'Nessuna risposta. Riprova.',
  you: 'Tu',

  errorINVALID_STATE: 'Al momento non è possibile.',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: 'Impossibile stabilire la connessione video.',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: 'L’avatar non può dirlo.',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: 'Non hai accesso a questo avatar.',
  errorNETWORK: 'L’avatar non è raggiungibile. Controlla la connessione.',
  errorTIMEOUT: 'L’avatar ha impiegato troppo tempo a rispondere.',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: 'Non arriva nessuna immagine dall’avatar.',
  errorAUTOPLAY_BLOCKED: 'Attiva l’audio per sentire l’avatar.',
  errorUNSUPPORTED_BROWSER: 'Usa una versione aggiornata di Chrome, Edge, Firefox o Safari.',
  errorABORTED: 'L’operazione è stata interrotta.',
};

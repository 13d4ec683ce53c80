import type { Messages } from './messages.js';

const notSetUp = 'Este avatar no está configurado correctamente.';
const unavailable = 'El avatar no está disponible en este momento.';
const over = 'La conversación ha terminado.';
const busy = 'El avatar está ocupado. Inténtelo de nuevo en un momento.';

export const es: Messages = {
  $code: 'es',
  $name: 'Español',
  $dir: 'ltr',

  avatar: 'Avatar',
  start: 'Iniciar',

  openingSession: 'Llamando al avatar…',
  connecting: 'Conectando…',
  waitingForPicture: 'Ya casi está…',
  takesLonger: 'Está tardando más de lo habitual. Espere, por favor…',

  reconnecting: 'Reconectando…',
  turnOnSound: 'Activar el sonido',
  play: 'Reproducir',
  noPicture: 'No hay imagen, solo sonido.',
  pictureNotDecoded: 'Este navegador no puede mostrar la imagen. Se oye el sonido.',
  ended: 'La conversación ha terminado.',
  startAgain: 'Empezar de nuevo',
  failed: 'Se ha producido un error',
  tryAgain: 'Reintentar',
  supportCode: (code) => `Código: ${code}`,
  unsupported: 'Este navegador no puede mostrar el avatar',

  controls: 'Controles del avatar',
  interrupt: 'Interrumpir',
  mute: 'Silenciar',
  unmute: 'Activar el sonido',
  volume: 'Volumen',
  showCaptions: 'Mostrar subtítulos',
  hideCaptions: 'Ocultar subtítulos',
  enterPictureInPicture: 'Imagen en imagen',
  leavePictureInPicture: 'Salir de imagen en imagen',
  inPictureInPicture: 'El avatar está en una ventana aparte.',
  enterFullScreen: 'Pantalla completa',
  leaveFullScreen: 'Salir de pantalla completa',
  end: 'Terminar la conversación',

  open: 'Abrir el avatar',
  minimise: 'Minimizar',
  dismiss: 'Cerrar',

  captions: 'Subtítulos',
  conversation: 'Conversación',
  message: 'Mensaje',
  writeMessage: 'Escriba un mensaje…',
  send: 'Enviar',
  holdToTalk: 'Mantener pulsado para hablar',
  listening: 'Escuchando…',
  notHeard: 'No se ha oído nada. Inténtelo de nuevo.',
  microphoneRefused: 'No se puede usar el micrófono. Compruebe los permisos del navegador.',
  noAnswer: 'No ha habido respuesta. Inténtelo de nuevo.',
  you: 'Usted',

  errorINVALID_STATE: 'Eso no es posible en este momento.',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: 'No se ha podido establecer la conexión de vídeo.',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: 'El avatar no puede decir eso.',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: 'No tiene acceso a este avatar.',
  errorNETWORK: 'No se puede conectar con el avatar. Compruebe su conexión.',
  errorTIMEOUT: 'El avatar ha tardado demasiado en responder.',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: 'No llega ninguna imagen del avatar.',
  errorAUTOPLAY_BLOCKED: 'Active el sonido para oír al avatar.',
  errorUNSUPPORTED_BROWSER: 'Use una versión actual de Chrome, Edge, Firefox o Safari.',
  errorABORTED: 'La operación se ha interrumpido.',
};

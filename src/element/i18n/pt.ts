import type { Messages } from './messages.js';

const notSetUp = 'Este avatar não está configurado corretamente.';
const unavailable = 'O avatar não está disponível no momento.';
const over = 'A conversa terminou.';
const busy = 'O avatar está ocupado. Tente novamente em instantes.';

/** As it is spoken in Brazil. */
export const pt: Messages = {
  $code: 'pt',
  $name: 'Português',
  $dir: 'ltr',

  avatar: 'Avatar',
  start: 'Iniciar',

  openingSession: 'Chamando o avatar…',
  connecting: 'Conectando…',
  waitingForPicture: 'Quase lá…',
  takesLonger: 'Está demorando mais que o normal. Aguarde…',

  reconnecting: 'Reconectando…',
  turnOnSound: 'Ativar o som',
  play: 'Reproduzir',
  noPicture: 'Não há imagem, apenas som.',
  pictureNotDecoded: 'Este navegador não consegue mostrar a imagem. O som pode ser ouvido.',
  ended: 'A conversa terminou.',
  startAgain: 'Começar de novo',
  failed: 'Algo deu errado',
  tryAgain: 'Tentar novamente',
  supportCode: (code) => `Código: ${code}`,
  unsupported: 'Este navegador não consegue exibir o avatar',

  controls: 'Controles do avatar',
  interrupt: 'Interromper',
  mute: 'Silenciar',
  unmute: 'Ativar o som',
  volume: 'Volume',
  showCaptions: 'Mostrar legendas',
  hideCaptions: 'Ocultar legendas',
  enterPictureInPicture: 'Picture-in-picture',
  leavePictureInPicture: 'Sair do picture-in-picture',
  inPictureInPicture: 'O avatar está em uma janela separada.',
  enterFullScreen: 'Tela cheia',
  leaveFullScreen: 'Sair da tela cheia',
  end: 'Encerrar a conversa',

  open: 'Abrir o avatar',
  minimise: 'Minimizar',
  dismiss: 'Fechar',

  captions: 'Legendas',
  conversation: 'Conversa',
  message: 'Mensagem',
  writeMessage: 'Escreva uma mensagem…',
  send: 'Enviar',
  holdToTalk: 'Segure para falar',
  listening: 'Ouvindo…',
  notHeard: 'Não foi possível ouvir nada. Tente novamente.',
  microphoneRefused: 'Não é possível usar o microfone. Verifique as permissões do navegador.',
  noAnswer: 'Não houve resposta. Tente novamente.',
  you: 'Você',

  errorINVALID_STATE: 'Isso não é possível no momento.',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: 'Não foi possível estabelecer a conexão de vídeo.',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: 'O avatar não pode dizer isso.',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: 'Você não tem acesso a este avatar.',
  errorNETWORK: 'Não foi possível acessar o avatar. Verifique sua conexão.',
  errorTIMEOUT: 'O avatar demorou demais para responder.',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: 'A imagem do avatar não está chegando.',
  errorAUTOPLAY_BLOCKED: 'Ative o som para ouvir o avatar.',
  errorUNSUPPORTED_BROWSER: 'Use uma versão atual do Chrome, Edge, Firefox ou Safari.',
  errorABORTED: 'A operação foi interrompida.',
};

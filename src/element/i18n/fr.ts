import type { Messages } from './messages.js';

const notSetUp = 'Cet avatar n’est pas configuré correctement.';
const unavailable = 'L’avatar n’est pas disponible pour le moment.';
const over = 'La conversation est terminée.';
const busy = 'L’avatar est occupé. Veuillez réessayer dans un instant.';

export const fr: Messages = {
  $code: 'fr',
  $name: 'Français',
  $dir: 'ltr',

  avatar: 'Avatar',
  start: 'Démarrer',

  openingSession: 'Appel de l’avatar…',
  connecting: 'Connexion…',
  waitingForPicture: 'Encore un instant…',
  takesLonger: 'Cela prend plus de temps que d’habitude. Veuillez patienter…',

  reconnecting: 'Reconnexion…',
  turnOnSound: 'Activer le son',
  play: 'Lire',
  noPicture: 'Il n’y a pas d’image, seulement le son.',
  pictureNotDecoded: 'Ce navigateur ne peut pas afficher l’image. Vous entendez le son.',
  ended: 'La conversation est terminée.',
  startAgain: 'Recommencer',
  failed: 'Une erreur s’est produite',
  tryAgain: 'Réessayer',
  supportCode: (code) => `Code\u00a0: ${code}`,
  unsupported: 'Ce navigateur ne peut pas afficher l’avatar',

  controls: 'Commandes de l’avatar',
  interrupt: 'Interrompre',
  mute: 'Couper le son',
  unmute: 'Rétablir le son',
  volume: 'Volume',
  showCaptions: 'Afficher les sous-titres',
  hideCaptions: 'Masquer les sous-titres',
  enterPictureInPicture: 'Image dans l’image',
  leavePictureInPicture: 'Quitter l’image dans l’image',
  inPictureInPicture: 'L’avatar est dans une fenêtre à part.',
  enterFullScreen: 'Plein écran',
  leaveFullScreen: 'Quitter le plein écran',
  end: 'Terminer la conversation',

  open: 'Ouvrir l’avatar',
  minimise: 'Réduire',
  dismiss: 'Fermer',

  captions: 'Sous-titres',
  conversation: 'Conversation',
  message: 'Message',
  writeMessage: 'Écrivez un message…',
  send: 'Envoyer',
  holdToTalk: 'Maintenir pour parler',
  listening: 'Je vous écoute…',
  notHeard: 'Rien n’a été entendu. Veuillez réessayer.',
  microphoneRefused: 'Impossible d’utiliser le micro. Vérifiez les autorisations du navigateur.',
  noAnswer: 'Aucune réponse. Veuillez réessayer.',
  you: 'Vous',

  errorINVALID_STATE: 'Ce n’est pas possible pour le moment.',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: 'La connexion vidéo n’a pas pu être établie.',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: 'L’avatar ne peut pas dire cela.',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: 'Vous n’avez pas accès à cet avatar.',
  errorNETWORK: 'L’avatar est injoignable. Vérifiez votre connexion.',
  errorTIMEOUT: 'L’avatar a mis trop de temps à répondre.',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: 'L’image de l’avatar n’arrive pas.',
  errorAUTOPLAY_BLOCKED: 'Activez le son pour entendre l’avatar.',
  errorUNSUPPORTED_BROWSER: 'Utilisez une version récente de Chrome, Edge, Firefox ou Safari.',
  errorABORTED: 'L’opération a été interrompue.',
};

import type { Messages } from './messages.js';

const notSetUp = 'Цей аватар налаштовано неправильно.';
const unavailable = 'Аватар зараз недоступний.';
const over = 'Розмову завершено.';
const busy = 'Аватар зайнятий. Спробуйте ще раз трохи згодом.';

export const uk: Messages = {
  $code: 'uk',
  $name: 'Українська',
  $dir: 'ltr',

  avatar: 'Аватар',
  start: 'Почати',

  openingSession: 'Викликаємо аватар…',
  connecting: 'Підключення…',
  waitingForPicture: 'Майже готово…',
  takesLonger: 'Це триває довше, ніж зазвичай. Будь ласка, зачекайте…',

  reconnecting: 'Повторне підключення…',
  turnOnSound: 'Увімкнути звук',
  play: 'Відтворити',
  noPicture: 'Зображення немає, лише звук.',
  pictureNotDecoded: 'Цей браузер не може показати зображення. Звук чути.',
  ended: 'Розмову завершено.',
  startAgain: 'Почати знову',
  failed: 'Щось пішло не так',
  tryAgain: 'Спробувати знову',
  supportCode: (code) => `Код: ${code}`,
  unsupported: 'Цей браузер не може показати аватар',

  controls: 'Керування аватаром',
  interrupt: 'Перервати',
  mute: 'Вимкнути звук',
  unmute: 'Увімкнути звук',
  volume: 'Гучність',
  showCaptions: 'Показати субтитри',
  hideCaptions: 'Приховати субтитри',
  enterPictureInPicture: 'Картинка в картинці',
  leavePictureInPicture: 'Вийти з режиму «Картинка в картинці»',
  inPictureInPicture: 'Аватар відкрито в окремому вікні.',
  enterFullScreen: 'На весь екран',
  leaveFullScreen: 'Вийти з повноекранного режиму',
  end: 'Завершити розмову',

  open: 'Відкрити аватар',
  minimise: 'Згорнути',
  dismiss: 'Закрити',

  captions: 'Субтитри',
  conversation: 'Розмова',
  message: 'Повідомлення',
  writeMessage: 'Напишіть повідомлення…',
  send: 'Надіслати',
  holdToTalk: 'Утримуйте, щоб говорити',
  listening: 'Слухаю…',
  notHeard: 'Нічого не було чути. Спробуйте ще раз.',
  microphoneRefused: 'Не вдається використати мікрофон. Перевірте дозволи браузера.',
  noAnswer: 'Відповіді немає. Спробуйте ще раз.',
  you: 'Ви',

  errorINVALID_STATE: 'Зараз це неможливо.',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: 'Не вдалося встановити відеозв’язок.',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: 'Аватар не може цього сказати.',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: 'У вас немає доступу до цього аватара.',
  errorNETWORK: 'Не вдається зв’язатися з аватаром. Перевірте підключення до інтернету.',
  errorTIMEOUT: 'Аватар надто довго не відповідав.',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: 'Зображення аватара не надходить.',
  errorAUTOPLAY_BLOCKED: 'Увімкніть звук, щоб чути аватар.',
  errorUNSUPPORTED_BROWSER: 'Скористайтеся актуальною версією Chrome, Edge, Firefox або Safari.',
  errorABORTED: 'Дію перервано.',
};

import type { Messages } from './messages.js';

const notSetUp = 'Этот аватар настроен неправильно.';
const unavailable = 'Аватар сейчас недоступен.';
const over = 'Разговор завершён.';
const busy = 'Аватар занят. Попробуйте ещё раз чуть позже.';

export const ru: Messages = {
  $code: 'ru',
  $name: 'Русский',
  $dir: 'ltr',

  avatar: 'Аватар',
  start: 'Начать',

  openingSession: 'Вызываем аватар…',
  connecting: 'Подключение…',
  waitingForPicture: 'Почти готово…',
  takesLonger: 'Это занимает больше времени, чем обычно. Пожалуйста, подождите…',

  reconnecting: 'Переподключение…',
  turnOnSound: 'Включить звук',
  play: 'Воспроизвести',
  noPicture: 'Изображения нет, только звук.',
  pictureNotDecoded: 'Этот браузер не может показать изображение. Звук слышен.',
  ended: 'Разговор завершён.',
  startAgain: 'Начать заново',
  failed: 'Что-то пошло не так',
  tryAgain: 'Повторить',
  supportCode: (code) => `Код: ${code}`,
  unsupported: 'Этот браузер не может показать аватар',

  controls: 'Управление аватаром',
  interrupt: 'Прервать',
  mute: 'Выключить звук',
  unmute: 'Включить звук',
  volume: 'Громкость',
  showCaptions: 'Показать субтитры',
  hideCaptions: 'Скрыть субтитры',
  enterPictureInPicture: 'Картинка в картинке',
  leavePictureInPicture: 'Выйти из режима «Картинка в картинке»',
  inPictureInPicture: 'Аватар открыт в отдельном окне.',
  enterFullScreen: 'На весь экран',
  leaveFullScreen: 'Выйти из полноэкранного режима',
  end: 'Завершить разговор',

  open: 'Открыть аватар',
  minimise: 'Свернуть',
  dismiss: 'Закрыть',

  captions: 'Субтитры',
  conversation: 'Разговор',
  message: 'Сообщение',
  writeMessage: 'Напишите сообщение…',
  send: 'Отправить',
  holdToTalk: 'Удерживайте, чтобы говорить',
  listening: 'Слушаю…',
  notHeard: 'Ничего не было слышно. Попробуйте ещё раз.',
  microphoneRefused: 'Не удаётся использовать микрофон. Проверьте разрешения браузера.',
  noAnswer: 'Ответа нет. Попробуйте ещё раз.',
  you: 'Вы',

  errorINVALID_STATE: 'Сейчас это невозможно.',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: 'Не удалось установить видеосвязь.',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: 'Аватар не может этого сказать.',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: 'У вас нет доступа к этому аватару.',
  errorNETWORK: 'Не удаётся связаться с аватаром. Проверьте подключение к интернету.',
  errorTIMEOUT: 'Аватар слишком долго не отвечал.',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: 'Изображение аватара не поступает.',
  errorAUTOPLAY_BLOCKED: 'Включите звук, чтобы слышать аватар.',
  errorUNSUPPORTED_BROWSER: 'Используйте актуальную версию Chrome, Edge, Firefox или Safari.',
  errorABORTED: 'Действие прервано.',
};

import type { Messages } from './messages.js';

const notSetUp = 'Bu avatar doğru ayarlanmamış.';
const unavailable = 'Avatar şu anda kullanılamıyor.';
const over = 'Görüşme sona erdi.';
const busy = 'Avatar şu anda meşgul. Lütfen birazdan tekrar deneyin.';

export const tr: Messages = {
  $code: 'tr',
  $name: 'Türkçe',
  $dir: 'ltr',

  avatar: 'Avatar',
  start: 'Başlat',

  openingSession: 'Avatar aranıyor…',
  connecting: 'Bağlanıyor…',
  waitingForPicture: 'Az kaldı…',
  takesLonger: 'Bu, her zamankinden uzun sürüyor. Lütfen bekleyin…',

  reconnecting: 'Yeniden bağlanıyor…',
  turnOnSound: 'Sesi aç',
  play: 'Oynat',
  noPicture: 'Görüntü yok, yalnızca ses var.',
  pictureNotDecoded: 'Bu tarayıcı görüntüyü gösteremiyor. Sesi duyabilirsiniz.',
  ended: 'Görüşme sona erdi.',
  startAgain: 'Yeniden başlat',
  failed: 'Bir sorun oluştu',
  tryAgain: 'Tekrar dene',
  supportCode: (code) => `Kod: ${code}`,
  unsupported: 'Bu tarayıcı avatarı gösteremiyor',

  controls: 'Avatar denetimleri',
  interrupt: 'Konuşmayı durdur',
  mute: 'Sesi kapat',
  unmute: 'Sesi aç',
  volume: 'Ses düzeyi',
  showCaptions: 'Altyazıları göster',
  hideCaptions: 'Altyazıları gizle',
  enterPictureInPicture: 'Pencere içinde pencere',
  leavePictureInPicture: 'Pencere içinde pencereden çık',
  inPictureInPicture: 'Avatar ayrı bir pencerede.',
  enterFullScreen: 'Tam ekran',
  leaveFullScreen: 'Tam ekrandan çık',
  end: 'Görüşmeyi bitir',

  open: 'Avatarı aç',
  minimise: 'Küçült',
  dismiss: 'Kapat',

  captions: 'Altyazılar',
  conversation: 'Görüşme',
  message: 'Mesaj',
  writeMessage: 'Mesaj yazın…',
  send: 'Gönder',
  holdToTalk: 'Konuşmak için basılı tutun',
  listening: 'Dinliyor…',
  notHeard: 'Hiçbir şey duyulmadı. Lütfen tekrar deneyin.',
  microphoneRefused: 'Mikrofon kullanılamıyor. Tarayıcı izinlerini kontrol edin.',
  noAnswer: 'Yanıt gelmedi. Lütfen tekrar deneyin.',
  you: 'Siz',

  errorINVALID_STATE: 'Bu şu anda mümkün değil.',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: 'Görüntü bağlantısı kurulamadı.',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: 'Avatar bunu söyleyemiyor.',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: 'Bu avatara erişiminiz yok.',
  errorNETWORK: 'Avatara ulaşılamıyor. Bağlantınızı kontrol edin.',
  errorTIMEOUT: 'Avatarın yanıt vermesi çok uzun sürdü.',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: 'Avatardan görüntü gelmiyor.',
  errorAUTOPLAY_BLOCKED: 'Avatarı duymak için sesi açın.',
  errorUNSUPPORTED_BROWSER: 'Chrome, Edge, Firefox veya Safari’nin güncel bir sürümünü kullanın.',
  errorABORTED: 'İşlem durduruldu.',
};

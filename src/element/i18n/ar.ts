import type { Messages } from './messages.js';

const notSetUp = 'لم يتم إعداد هذه الشخصية الافتراضية بشكل صحيح.';
const unavailable = 'الشخصية الافتراضية غير متاحة حاليًا.';
const over = 'انتهت المحادثة.';
const busy = 'الشخصية الافتراضية مشغولة. يُرجى إعادة المحاولة بعد قليل.';

export const ar: Messages = {
  $code: 'ar',
  $name: 'العربية',
  $dir: 'rtl',

  avatar: 'شخصية افتراضية',
  start: 'بدء',

  openingSession: 'جارٍ استدعاء الشخصية الافتراضية…',
  connecting: 'جارٍ الاتصال…',
  waitingForPicture: 'لحظات قليلة…',
  takesLonger: 'يستغرق هذا وقتًا أطول من المعتاد. يُرجى الانتظار…',

  reconnecting: 'جارٍ إعادة الاتصال…',
  turnOnSound: 'تشغيل الصوت',
  play: 'تشغيل',
  noPicture: 'لا توجد صورة، الصوت فقط.',
  pictureNotDecoded: 'لا يستطيع هذا المتصفح عرض الصورة. يمكنك سماع الصوت.',
  ended: 'انتهت المحادثة.',
  startAgain: 'البدء من جديد',
  failed: 'حدث خطأ ما',
  tryAgain: 'إعادة المحاولة',
  supportCode: (code) => `الرمز: ${code}`,
  unsupported: 'لا يمكن لهذا المتصفح عرض الشخصية الافتراضية',

  controls: 'عناصر التحكم في الشخصية الافتراضية',
  interrupt: 'إيقاف الكلام',
  mute: 'كتم الصوت',
  unmute: 'إلغاء كتم الصوت',
  volume: 'مستوى الصوت',
  showCaptions: 'إظهار التسميات التوضيحية',
  hideCaptions: 'إخفاء التسميات التوضيحية',
  enterPictureInPicture: 'صورة داخل صورة',
  leavePictureInPicture: 'الخروج من وضع صورة داخل صورة',
  inPictureInPicture: 'تظهر الشخصية الافتراضية في نافذة مستقلة.',
  enterFullScreen: 'ملء الشاشة',
  leaveFullScreen: 'الخروج من وضع ملء الشاشة',
  end: 'إنهاء المحادثة',

  open: 'فتح الشخصية الافتراضية',
  minimise: 'تصغير',
  dismiss: 'إغلاق',

  captions: 'التسميات التوضيحية',
  conversation: 'المحادثة',
  message: 'الرسالة',
  writeMessage: 'اكتب رسالة…',
  send: 'إرسال',
  holdToTalk: 'اضغط مع الاستمرار للتحدث',
  listening: 'جارٍ الاستماع…',
  notHeard: 'لم يُسمع أي شيء. يُرجى إعادة المحاولة.',
  microphoneRefused: 'يتعذّر استخدام الميكروفون. يُرجى التحقق من أذونات المتصفح.',
  noAnswer: 'لم يصل أي رد. يُرجى إعادة المحاولة.',
  you: 'أنت',

  errorINVALID_STATE: 'هذا غير ممكن حاليًا.',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: 'تعذّر إنشاء اتصال الفيديو.',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: 'لا يمكن للشخصية الافتراضية قول ذلك.',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: 'ليس لديك إذن بالوصول إلى هذه الشخصية الافتراضية.',
  errorNETWORK: 'يتعذّر الوصول إلى الشخصية الافتراضية. يُرجى التحقق من اتصالك بالإنترنت.',
  errorTIMEOUT: 'استغرقت الشخصية الافتراضية وقتًا طويلًا جدًا للرد.',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: 'لا تصل أي صورة من الشخصية الافتراضية.',
  errorAUTOPLAY_BLOCKED: 'يُرجى تشغيل الصوت لسماع الشخصية الافتراضية.',
  errorUNSUPPORTED_BROWSER: 'يُرجى استخدام إصدار حديث من Chrome أو Edge أو Firefox أو Safari.',
  errorABORTED: 'تم إيقاف العملية.',
};

import type { Messages } from './messages.js';

const notSetUp = 'האווטאר הזה לא הוגדר כראוי.';
const unavailable = 'האווטאר לא זמין כרגע.';
const over = 'השיחה הסתיימה.';
const busy = 'האווטאר עסוק. נא לנסות שוב בעוד רגע.';

export const he: Messages = {
  $code: 'he',
  $name: 'עברית',
  $dir: 'rtl',

  avatar: 'אווטאר',
  start: 'התחלה',

  openingSession: 'מתקשרים לאווטאר…',
  connecting: 'מתחברים…',
  waitingForPicture: 'עוד רגע…',
  takesLonger: 'זה לוקח יותר זמן מהרגיל. נא להמתין…',

  reconnecting: 'מתחברים מחדש…',
  turnOnSound: 'הפעלת הצליל',
  play: 'הפעלה',
  noPicture: 'אין תמונה, רק קול.',
  pictureNotDecoded: 'הדפדפן הזה אינו יכול להציג את התמונה. אפשר לשמוע את הקול.',
  ended: 'השיחה הסתיימה.',
  startAgain: 'התחלה מחדש',
  failed: 'משהו השתבש',
  tryAgain: 'ניסיון נוסף',
  supportCode: (code) => `קוד: ${code}`,
  unsupported: 'הדפדפן הזה לא יכול להציג את האווטאר',

  controls: 'פקדי האווטאר',
  interrupt: 'הפסקת הדיבור',
  mute: 'השתקה',
  unmute: 'ביטול ההשתקה',
  volume: 'עוצמת הקול',
  showCaptions: 'הצגת כתוביות',
  hideCaptions: 'הסתרת כתוביות',
  enterPictureInPicture: 'תמונה בתוך תמונה',
  leavePictureInPicture: 'יציאה מתמונה בתוך תמונה',
  inPictureInPicture: 'האווטאר מוצג בחלון נפרד.',
  enterFullScreen: 'מסך מלא',
  leaveFullScreen: 'יציאה ממסך מלא',
  end: 'סיום השיחה',

  open: 'פתיחת האווטאר',
  minimise: 'מזעור',
  dismiss: 'סגירה',

  captions: 'כתוביות',
  conversation: 'שיחה',
  message: 'הודעה',
  writeMessage: 'כתיבת הודעה…',
  send: 'שליחה',
  holdToTalk: 'יש להחזיק כדי לדבר',
  listening: 'מקשיבים…',
  notHeard: 'לא נשמע דבר. נא לנסות שוב.',
  microphoneRefused: 'אי אפשר להשתמש במיקרופון. נא לבדוק את ההרשאות בדפדפן.',
  noAnswer: 'לא התקבלה תשובה. נא לנסות שוב.',
  you: 'אני',

  errorINVALID_STATE: 'זה לא אפשרי כרגע.',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: 'לא ניתן היה ליצור חיבור וידאו.',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: 'האווטאר לא יכול לומר את זה.',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: 'אין לך גישה לאווטאר הזה.',
  errorNETWORK: 'אי אפשר להגיע אל האווטאר. נא לבדוק את החיבור לאינטרנט.',
  errorTIMEOUT: 'לאווטאר לקח יותר מדי זמן להשיב.',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: 'לא מתקבלת תמונה מהאווטאר.',
  errorAUTOPLAY_BLOCKED: 'כדי לשמוע את האווטאר, יש להפעיל את הצליל.',
  errorUNSUPPORTED_BROWSER: 'נא להשתמש בגרסה עדכנית של Chrome, Edge, Firefox או Safari.',
  errorABORTED: 'הפעולה הופסקה.',
};

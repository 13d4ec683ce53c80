import type { Messages } from './messages.js';

const notSetUp = '此數位人未正確設定。';
const unavailable = '數位人目前無法使用。';
const over = '對話已結束。';
const busy = '數位人忙碌中，請稍後再試。';

/** Chinese in traditional characters, in Taiwan's words. */
export const zhHant: Messages = {
  $code: 'zh-Hant',
  $name: '繁體中文',
  $dir: 'ltr',

  avatar: '數位人',
  start: '開始',

  openingSession: '正在呼叫數位人…',
  connecting: '正在連線…',
  waitingForPicture: '就快好了…',
  takesLonger: '等候時間比平常長，請稍候…',

  reconnecting: '正在重新連線…',
  turnOnSound: '開啟聲音',
  play: '播放',
  noPicture: '沒有畫面，只有聲音。',
  pictureNotDecoded: '此瀏覽器無法顯示畫面，但可以聽到聲音。',
  ended: '對話已結束。',
  startAgain: '重新開始',
  failed: '發生錯誤',
  tryAgain: '再試一次',
  supportCode: (code) => `代碼：${code}`,
  unsupported: '此瀏覽器無法顯示數位人',

  controls: '數位人控制項',
  interrupt: '停止說話',
  mute: '靜音',
  unmute: '取消靜音',
  volume: '音量',
  showCaptions: '顯示字幕',
  hideCaptions: '隱藏字幕',
  enterPictureInPicture: '子母畫面',
  leavePictureInPicture: '結束子母畫面',
  inPictureInPicture: '數位人顯示在獨立的視窗中。',
  enterFullScreen: '全螢幕',
  leaveFullScreen: '結束全螢幕',
  end: '結束對話',

  open: '開啟數位人',
  minimise: '最小化',
  dismiss: '關閉',

  captions: '字幕',
  conversation: '對話',
  message: '訊息',
  writeMessage: '輸入訊息…',
  send: '傳送',
  holdToTalk: '按住說話',
  listening: '正在聆聽…',
  notHeard: '沒有聽到聲音，請再試一次。',
  microphoneRefused: '無法使用麥克風，請檢查瀏覽器的權限。',
  noAnswer: '沒有收到回覆，請再試一次。',
  you: '您',

  errorINVALID_STATE: '目前無法執行此操作。',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: '無法建立視訊連線。',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: '數位人無法說出這段內容。',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: '您沒有使用此數位人的權限。',
  errorNETWORK: '無法連線至數位人，請檢查網路連線。',
  errorTIMEOUT: '數位人回應逾時。',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: '沒有收到數位人的畫面。',
  errorAUTOPLAY_BLOCKED: '開啟聲音即可聽到數位人說話。',
  errorUNSUPPORTED_BROWSER: '請使用最新版本的 Chrome、Edge、Firefox 或 Safari。',
  errorABORTED: '操作已中止。',
};

import type { Messages } from './messages.js';

const notSetUp = '此数字人未正确设置。';
const unavailable = '数字人暂时不可用。';
const over = '对话已结束。';
const busy = '数字人正忙，请稍后再试。';

/** Chinese in simplified characters. */
export const zh: Messages = {
  $code: 'zh',
  $name: '简体中文',
  $dir: 'ltr',

  avatar: '数字人',
  start: '开始',

  openingSession: '正在呼叫数字人…',
  connecting: '正在连接…',
  waitingForPicture: '马上就好…',
  takesLonger: '等待时间比平时长，请稍候…',

  reconnecting: '正在重新连接…',
  turnOnSound: '打开声音',
  play: '播放',
  noPicture: '没有画面，只有声音。',
  pictureNotDecoded: '此浏览器无法显示画面，但可以听到声音。',
  ended: '对话已结束。',
  startAgain: '重新开始',
  failed: '出了点问题',
  tryAgain: '重试',
  supportCode: (code) => `代码：${code}`,
  unsupported: '此浏览器无法显示数字人',

  controls: '数字人控件',
  interrupt: '停止讲话',
  mute: '静音',
  unmute: '取消静音',
  volume: '音量',
  showCaptions: '显示字幕',
  hideCaptions: '隐藏字幕',
  enterPictureInPicture: '画中画',
  leavePictureInPicture: '退出画中画',
  inPictureInPicture: '数字人正在单独的窗口中显示。',
  enterFullScreen: '全屏',
  leaveFullScreen: '退出全屏',
  end: '结束对话',

  open: '打开数字人',
  minimise: '最小化',
  dismiss: '关闭',

  captions: '字幕',
  conversation: '对话',
  message: '消息',
  writeMessage: '输入消息…',
  send: '发送',
  holdToTalk: '按住说话',
  listening: '正在聆听…',
  notHeard: '没有听到声音，请重试。',
  microphoneRefused: '无法使用麦克风，请检查浏览器权限。',
  noAnswer: '没有收到回复，请重试。',
  you: '您',

  errorINVALID_STATE: '当前无法执行此操作。',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: '无法建立视频连接。',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: '数字人无法说出这段内容。',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: '您无权使用此数字人。',
  errorNETWORK: '无法连接到数字人，请检查网络连接。',
  errorTIMEOUT: '数字人响应超时。',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: '没有收到数字人的画面。',
  errorAUTOPLAY_BLOCKED: '打开声音即可听到数字人讲话。',
  errorUNSUPPORTED_BROWSER: '请使用最新版本的 Chrome、Edge、Firefox 或 Safari。',
  errorABORTED: '操作已中止。',
};

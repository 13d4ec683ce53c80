import type { Messages } from './messages.js';

const notSetUp = 'このアバターは正しく設定されていません。';
const unavailable = 'アバターは現在ご利用いただけません。';
const over = '会話が終了しました。';
const busy = 'ただいま混み合っています。しばらくしてからもう一度お試しください。';

export const ja: Messages = {
  $code: 'ja',
  $name: '日本語',
  $dir: 'ltr',

  avatar: 'アバター',
  start: '開始',

  openingSession: 'アバターを呼び出しています…',
  connecting: '接続しています…',
  waitingForPicture: 'まもなく表示されます…',
  takesLonger: '通常より時間がかかっています。しばらくお待ちください。',

  reconnecting: '再接続しています…',
  turnOnSound: '音声をオンにする',
  play: '再生',
  noPicture: '映像はありません。音声のみです。',
  pictureNotDecoded: 'このブラウザでは映像を表示できません。音声は聞こえます。',
  ended: '会話が終了しました。',
  startAgain: 'もう一度始める',
  failed: '問題が発生しました',
  tryAgain: '再試行',
  supportCode: (code) => `コード：${code}`,
  unsupported: 'このブラウザではアバターを表示できません',

  controls: 'アバターの操作',
  interrupt: '話を止める',
  mute: 'ミュート',
  unmute: 'ミュートを解除',
  volume: '音量',
  showCaptions: '字幕を表示',
  hideCaptions: '字幕を非表示',
  enterPictureInPicture: 'ピクチャーインピクチャー',
  leavePictureInPicture: 'ピクチャーインピクチャーを終了',
  inPictureInPicture: 'アバターは別のウィンドウに表示されています。',
  enterFullScreen: '全画面表示',
  leaveFullScreen: '全画面表示を終了',
  end: '会話を終了',

  open: 'アバターを開く',
  minimise: '最小化',
  dismiss: '閉じる',

  captions: '字幕',
  conversation: '会話',
  message: 'メッセージ',
  writeMessage: 'メッセージを入力…',
  send: '送信',
  holdToTalk: '押しながら話す',
  listening: '聞き取り中…',
  notHeard: '音声を聞き取れませんでした。もう一度お試しください。',
  microphoneRefused: 'マイクを使用できません。ブラウザの権限を確認してください。',
  noAnswer: '応答がありませんでした。もう一度お試しください。',
  you: 'あなた',

  errorINVALID_STATE: '現在、この操作はできません。',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: '映像に接続できませんでした。',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: 'アバターはこの内容を話せません。',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: 'このアバターを利用する権限がありません。',
  errorNETWORK: 'アバターに接続できません。インターネット接続を確認してください。',
  errorTIMEOUT: 'アバターの応答に時間がかかりすぎました。',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: 'アバターの映像が届いていません。',
  errorAUTOPLAY_BLOCKED: 'アバターの声を聞くには、音声をオンにしてください。',
  errorUNSUPPORTED_BROWSER: 'Chrome、Edge、Firefox、Safariの最新版をご利用ください。',
  errorABORTED: '操作が中止されました。',
};

import type { Messages } from './messages.js';

const notSetUp = '이 아바타는 올바르게 설정되지 않았습니다.';
const unavailable = '지금은 아바타를 이용할 수 없습니다.';
const over = '대화가 종료되었습니다.';
const busy = '아바타가 사용 중입니다. 잠시 후 다시 시도해 주세요.';

export const ko: Messages = {
  $code: 'ko',
  $name: '한국어',
  $dir: 'ltr',

  avatar: '아바타',
  start: '시작',

  openingSession: '아바타를 호출하는 중…',
  connecting: '연결하는 중…',
  waitingForPicture: '거의 다 되었습니다…',
  takesLonger: '평소보다 오래 걸리고 있습니다. 잠시만 기다려 주세요.',

  reconnecting: '다시 연결하는 중…',
  turnOnSound: '소리 켜기',
  play: '재생',
  noPicture: '영상 없이 소리만 나옵니다.',
  pictureNotDecoded: '이 브라우저에서는 영상을 표시할 수 없습니다. 소리는 들을 수 있습니다.',
  ended: '대화가 종료되었습니다.',
  startAgain: '다시 시작',
  failed: '문제가 발생했습니다',
  tryAgain: '다시 시도',
  supportCode: (code) => `코드: ${code}`,
  unsupported: '이 브라우저에서는 아바타를 표시할 수 없습니다',

  controls: '아바타 제어',
  interrupt: '말하기 중지',
  mute: '음소거',
  unmute: '음소거 해제',
  volume: '음량',
  showCaptions: '자막 표시',
  hideCaptions: '자막 숨기기',
  enterPictureInPicture: 'PIP 모드',
  leavePictureInPicture: 'PIP 모드 종료',
  inPictureInPicture: '아바타가 별도의 창에 표시되고 있습니다.',
  enterFullScreen: '전체 화면',
  leaveFullScreen: '전체 화면 종료',
  end: '대화 종료',

  open: '아바타 열기',
  minimise: '최소화',
  dismiss: '닫기',

  captions: '자막',
  conversation: '대화',
  message: '메시지',
  writeMessage: '메시지를 입력하세요…',
  send: '보내기',
  holdToTalk: '누른 채로 말하기',
  listening: '듣는 중…',
  notHeard: '아무 소리도 들리지 않았습니다. 다시 시도해 주세요.',
  microphoneRefused: '마이크를 사용할 수 없습니다. 브라우저 권한을 확인해 주세요.',
  noAnswer: '응답이 없습니다. 다시 시도해 주세요.',
  you: '나',

  errorINVALID_STATE: '지금은 할 수 없는 작업입니다.',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: '영상을 연결하지 못했습니다.',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: '아바타가 말할 수 없는 내용입니다.',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: '이 아바타에 접근할 권한이 없습니다.',
  errorNETWORK: '아바타에 연결할 수 없습니다. 인터넷 연결을 확인해 주세요.',
  errorTIMEOUT: '아바타의 응답 시간이 초과되었습니다.',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: '아바타의 영상이 수신되지 않습니다.',
  errorAUTOPLAY_BLOCKED: '아바타의 음성을 들으려면 소리를 켜 주세요.',
  errorUNSUPPORTED_BROWSER: 'Chrome, Edge, Firefox 또는 Safari의 최신 버전을 사용해 주세요.',
  errorABORTED: '작업이 중단되었습니다.',
};

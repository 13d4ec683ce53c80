import type { Messages } from './messages.js';

const notSetUp = 'यह अवतार ठीक से सेट अप नहीं किया गया है।';
const unavailable = 'अवतार अभी उपलब्ध नहीं है।';
const over = 'बातचीत समाप्त हो गई है।';
const busy = 'अवतार अभी व्यस्त है। कृपया थोड़ी देर में फिर से कोशिश करें।';

export const hi: Messages = {
  $code: 'hi',
  $name: 'हिन्दी',
  $dir: 'ltr',

  avatar: 'अवतार',
  start: 'शुरू करें',

  openingSession: 'अवतार को बुलाया जा रहा है…',
  connecting: 'कनेक्ट हो रहा है…',
  waitingForPicture: 'बस थोड़ी देर और…',
  takesLonger: 'इसमें सामान्य से ज़्यादा समय लग रहा है। कृपया इंतज़ार करें…',

  reconnecting: 'फिर से कनेक्ट हो रहा है…',
  turnOnSound: 'आवाज़ चालू करें',
  play: 'चलाएँ',
  noPicture: 'चित्र नहीं है, केवल आवाज़ है।',
  pictureNotDecoded: 'यह ब्राउज़र चित्र नहीं दिखा सकता। आप आवाज़ सुन सकते हैं।',
  ended: 'बातचीत समाप्त हो गई है।',
  startAgain: 'फिर से शुरू करें',
  failed: 'कुछ गड़बड़ हो गई',
  tryAgain: 'फिर से कोशिश करें',
  supportCode: (code) => `कोड: ${code}`,
  unsupported: 'यह ब्राउज़र अवतार नहीं दिखा सकता',

  controls: 'अवतार के कंट्रोल',
  interrupt: 'बोलना रोकें',
  mute: 'म्यूट करें',
  unmute: 'अनम्यूट करें',
  volume: 'वॉल्यूम',
  showCaptions: 'कैप्शन दिखाएँ',
  hideCaptions: 'कैप्शन छिपाएँ',
  enterPictureInPicture: 'पिक्चर में पिक्चर',
  leavePictureInPicture: 'पिक्चर में पिक्चर बंद करें',
  inPictureInPicture: 'अवतार एक अलग विंडो में है।',
  enterFullScreen: 'फ़ुल स्क्रीन',
  leaveFullScreen: 'फ़ुल स्क्रीन से बाहर निकलें',
  end: 'बातचीत समाप्त करें',

  open: 'अवतार खोलें',
  minimise: 'छोटा करें',
  dismiss: 'बंद करें',

  captions: 'कैप्शन',
  conversation: 'बातचीत',
  message: 'संदेश',
  writeMessage: 'संदेश लिखें…',
  send: 'भेजें',
  holdToTalk: 'बोलने के लिए दबाए रखें',
  listening: 'सुना जा रहा है…',
  notHeard: 'कुछ सुनाई नहीं दिया। कृपया फिर से कोशिश करें।',
  microphoneRefused: 'माइक्रोफ़ोन का इस्तेमाल नहीं हो सकता। ब्राउज़र की अनुमतियाँ जाँचें।',
  noAnswer: 'कोई जवाब नहीं मिला। कृपया फिर से कोशिश करें।',
  you: 'आप',

  errorINVALID_STATE: 'अभी ऐसा नहीं किया जा सकता।',
  errorAPI_REQUEST_FAILED: unavailable,
  errorRTC_CONNECTION_FAILED: 'वीडियो कनेक्शन नहीं बन सका।',
  errorINVALID_CONFIGURATION: notSetUp,
  errorINVALID_INPUT: 'अवतार यह नहीं बोल सकता।',
  errorSESSION_NOT_FOUND: over,
  errorSESSION_GONE: over,
  errorUNAUTHORIZED: 'आपके पास इस अवतार का ऐक्सेस नहीं है।',
  errorNETWORK: 'अवतार से संपर्क नहीं हो पा रहा है। अपना इंटरनेट कनेक्शन जाँचें।',
  errorTIMEOUT: 'अवतार ने जवाब देने में बहुत ज़्यादा समय लिया।',
  errorCAPACITY: busy,
  errorRATE_LIMITED: busy,
  errorPROTOCOL: notSetUp,
  errorMEDIA_STALLED: 'अवतार का वीडियो नहीं आ रहा है।',
  errorAUTOPLAY_BLOCKED: 'अवतार को सुनने के लिए आवाज़ चालू करें।',
  errorUNSUPPORTED_BROWSER: 'Chrome, Edge, Firefox या Safari का नया वर्शन इस्तेमाल करें।',
  errorABORTED: 'प्रक्रिया रोक दी गई।',
};

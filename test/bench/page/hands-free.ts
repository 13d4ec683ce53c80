import { UtteranceListener } from '../../../src/element/extensions/voice/utterance-listener.js';

/** A microphone that is open, and one that is listened to hands-free. */
export type MicrophoneUse = 'microphone' | 'hands-free';

declare global {
  interface Window {
    /** Resolves to the detector that listens, where one does. */
    openMicrophone(use: MicrophoneUse): Promise<string>;
  }
}

window.openMicrophone = async (use) => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  if (use === 'microphone') return '';
  const listener = new UtteranceListener(stream);
  await listener.start();
  return listener.detector;
};

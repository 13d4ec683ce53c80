import { playByHand } from './start/by-hand.js';
import type { ViewedStream } from './start/ways.js';

declare global {
  interface Window {
    /** Plays a stream in nothing but a video element; resolves with its first frame. */
    playBare(stream: ViewedStream): Promise<void>;
    /** Shows a live element with captions and controls. */
    playElement(): Promise<void>;
    /** Has the element say a text; resolves when it is heard to begin. */
    beginText(text: string): Promise<void>;
    /** Puts so many elements that nobody has started into the page; resolves once they are painted, with how long that took in milliseconds. */
    showIdle(count: number): Promise<number>;
  }
}

/** Both are as large, so that what is drawn costs the same. */
const SIZE = 'inline-size: 640px; block-size: 360px';

window.playBare = async (stream) => {
  const video = document.createElement('video');
  video.autoplay = video.playsInline = true;
  video.style.cssText = SIZE;
  document.body.append(video);
  const firstFrame = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  await playByHand(stream, video);
  await firstFrame;
};

const define = (): Promise<unknown> => import('kaltura-avatar/define');
const SETTINGS = { sessionEndpoint: '/api/avatar/session', captions: true, controls: true };

let avatar: HTMLElementTagNameMap['kaltura-avatar'] | undefined;

window.playElement = async () => {
  await define();
  avatar = Object.assign(document.createElement('kaltura-avatar'), SETTINGS);
  avatar.style.cssText = SIZE;
  document.body.append(avatar);
  await avatar.start();
};

window.beginText = async (text) => {
  await avatar?.session?.speak(text).started;
};

window.showIdle = async (count) => {
  await define();
  const startedAt = performance.now();
  for (let i = 0; i < count; i++) {
    const idle = Object.assign(document.createElement('kaltura-avatar'), SETTINGS);
    idle.style.cssText = 'inline-size: 160px; block-size: 120px; display: inline-block';
    document.body.append(idle);
  }
  // A message that is sent while a frame is drawn comes right after it.
  return new Promise((resolve) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - startedAt);
      port2.postMessage(undefined);
    }),
  );
};

import { expect } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';

import { EconomyWatch, type EconomyPolicy } from '../../src/session/economy.js';
import { delay as realDelay } from '../../src/core/delay.js';
import { eventually } from '../support/in-browser.js';

describe('the economy of a session that nobody sees', () => {
  const told: string[] = [];
  let lifetime: AbortController;
  let isSpeaking = false;
  beforeEach(() => {
    told.length = 0;
    isSpeaking = false;
    lifetime = new AbortController();
  });
  afterEach(() => lifetime.abort());

  /** Hands in time: each delay ends when the test says so. */
  const watch = (policy: EconomyPolicy): { watch: EconomyWatch; delays: number[]; pass: () => Promise<void> } => {
    const delays: number[] = [];
    let wake: () => void = () => undefined;
    const economy = new EconomyWatch({
      policy,
      signal: lifetime.signal,
      delay: (ms, { signal } = {}) => {
        delays.push(ms);
        return new Promise((resolve, reject) => {
          wake = resolve;
          signal?.addEventListener('abort', () => reject(signal.reason as Error));
        });
      },
      isSpeaking: () => isSpeaking,
      onPause: () => told.push('pause'),
      onResume: () => told.push('resume'),
      onEnd: () => told.push('end'),
    });
    const pass = async (): Promise<void> => {
      wake();
      await realDelay(0);
    };
    return { watch: economy, delays, pass };
  };

  it('waits as long as the policy says, 30 s by default', () => {
    const { watch: economy, delays } = watch({ whenUnseen: 'pause' });
    economy.setOnScreen(false);
    expect(delays).to.deep.equal([30_000]);
  });

  it('does nothing where the avatar is seen again in time', async () => {
    const { watch: economy, pass } = watch({ whenUnseen: 'end', afterSeconds: 5 });
    economy.setOnScreen(false);
    economy.setOnScreen(true);
    await pass();
    expect(told).to.deep.equal([]);
  });

  it('does not pause an avatar that is being listened to', async () => {
    const { watch: economy, delays, pass } = watch({ whenUnseen: 'pause', afterSeconds: 5 });
    isSpeaking = true;
    economy.setOnScreen(false);
    await pass();
    expect([told.length, delays.length]).to.deep.equal([0, 2]);
    isSpeaking = false;
    await pass();
    expect(told).to.deep.equal(['pause']);
  });

  const showVideo = async (): Promise<HTMLVideoElement> => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = canvas.captureStream();
    document.body.append(video);
    context?.fillRect(0, 0, 9, 9);
    await video.play();
    return video;
  };
  /** As a click allows it. */
  const clicked = async (open: () => Promise<unknown> | undefined): Promise<void> => {
    const opened = new Promise<void>((resolve, reject) => {
      document.addEventListener('click', () => void open()?.then(() => resolve(), reject), { once: true });
    });
    await sendMouse({ type: 'click', position: [5, 5] });
    await opened;
  };

  for (const whenUnseen of ['pause', 'end'] as const)
    it(`does not ${whenUnseen} an avatar while a video of the page is in picture-in-picture`, async () => {
      const video = await showVideo();
      await clicked(() => video.requestPictureInPicture());
      const { watch: economy, pass, delays } = watch({ whenUnseen, afterSeconds: 5 });
      economy.setOnScreen(false);
      await pass();
      expect([told, delays]).to.deep.equal([[], [5000, 5000]]);
      await document.exitPictureInPicture();
      await pass();
      expect(told).to.deep.equal([whenUnseen]);
      video.remove();
    });

  it('does not pause an avatar while the page has a window that floats above the others', async () => {
    await clicked(() => window.documentPictureInPicture?.requestWindow({ width: 200, height: 200 }));
    const { watch: economy, pass } = watch({ whenUnseen: 'pause' });
    economy.setOnScreen(false);
    await pass();
    expect(told).to.deep.equal([]);
    window.documentPictureInPicture?.window?.close();
    await eventually(() => window.documentPictureInPicture?.window === null);
    await pass();
    expect(told).to.deep.equal(['pause']);
  });

  it('resumes once what it has paused, when it is seen or has something to say', async () => {
    const { watch: economy, pass } = watch({ whenUnseen: 'pause' });
    economy.setOnScreen(false);
    await pass();
    economy.resume();
    economy.setOnScreen(true);
    expect(told).to.deep.equal(['pause', 'resume']);
  });

  it('pauses again what came back to say something and is still not seen', async () => {
    const { watch: economy, pass } = watch({ whenUnseen: 'pause' });
    economy.setOnScreen(false);
    await pass();
    economy.resume();
    await pass();
    expect(told).to.deep.equal(['pause', 'resume', 'pause']);
  });

  it('leaves a session alone by default', () => {
    const { watch: economy, delays } = watch({ whenUnseen: 'keep' });
    economy.setOnScreen(false);
    expect(delays).to.deep.equal([]);
  });
});

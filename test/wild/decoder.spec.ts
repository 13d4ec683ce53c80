import { avatar, documentOf, expect, expectState, seenIn, start, test } from '../support/wild.js';
import type { Page } from 'playwright/test';

/** The first connection's decoder hangs from `hang()` on: frames arrive, and none can be decoded. */
const breakDecoder = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    interface EncodedFrame {
      data: ArrayBuffer;
    }
    interface Streams {
      readable: ReadableStream<EncodedFrame>;
      writable: WritableStream<EncodedFrame>;
    }
    const state = Object.assign(window, { connections: 0, isHanging: false });
    const Native = RTCPeerConnection;
    window.RTCPeerConnection = class extends Native {
      readonly #number = ++state.connections;
      constructor(configuration?: RTCConfiguration) {
        super({ ...configuration, encodedInsertableStreams: true } as RTCConfiguration);
      }
      override setConfiguration(configuration: RTCConfiguration): void {
        super.setConfiguration({ ...configuration, encodedInsertableStreams: true } as RTCConfiguration);
      }
      override addTransceiver(...args: Parameters<RTCPeerConnection['addTransceiver']>): RTCRtpTransceiver {
        const transceiver = super.addTransceiver(...args);
        const receiver = transceiver.receiver as RTCRtpReceiver & { createEncodedStreams: () => Streams };
        const { readable, writable } = receiver.createEncodedStreams();
        const transform = new TransformStream<EncodedFrame, EncodedFrame>({
          transform: (frame, out) => {
            const isHit = args[0] === 'video' && state.isHanging && this.#number === 1;
            if (isHit) frame.data = new ArrayBuffer(frame.data.byteLength);
            out.enqueue(frame);
          },
        });
        void readable.pipeThrough(transform).pipeTo(writable);
        return transceiver;
      }
    };
  });

const hang = (page: Page): Promise<unknown> => page.evaluate(() => Object.assign(window, { isHanging: true }));

test('a decoder that hangs is replaced within seconds, in the same session', async ({ page, openStand }) => {
  const stand = await openStand();
  await breakDecoder(page);
  await page.goto(stand.page('/', documentOf(avatar('muted'))));
  expect(await start(page)).toBeUndefined();
  await hang(page);
  await expect
    .poll(async () => (await seenIn(page)).states, { timeout: 20_000 })
    .toEqual(['connecting', 'live', 'reconnecting', 'live']);
  const time = (): Promise<number> =>
    page.evaluate(
      () => document.querySelector('kaltura-avatar')?.video?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
    );
  const before = await time();
  await expect.poll(time).toBeGreaterThan(before + 5);
  expect(stand.creates()).toBe(1);
  expect((await seenIn(page)).errors).toEqual([]);
});

test('a hidden page may leave undecoded what arrives', async ({ page, openStand }) => {
  const stand = await openStand();
  await breakDecoder(page);
  await page.goto(stand.page('/', documentOf(avatar('muted'))));
  expect(await start(page)).toBeUndefined();
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await hang(page);
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 5000)));
  await expectState(page, 'live');
  expect((await seenIn(page)).states).toEqual(['connecting', 'live']);
});

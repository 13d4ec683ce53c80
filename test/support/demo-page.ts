import type { Locator, Page } from 'playwright/test';

import type { SimulatorStatus } from '../../src/simulator/status/simulator-status.js';

export interface HeardEvent {
  type: string;
  /** Milliseconds on the page's clock. */
  at: number;
}

/** A square of the picture, in its own pixels. */
export interface Square {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the mouth of every simulated face is. */
export const MOUTH: Square = { x: 196, y: 290, width: 120, height: 70 };

/** The demo as a visitor uses it. */
export class DemoPage {
  readonly page: Page;
  readonly avatar: Locator;
  readonly video: Locator;

  readonly #url: string;

  /** @param url Where it is served. Default: the base URL of the tests. */
  constructor(page: Page, url = '') {
    this.page = page;
    this.#url = url;
    this.avatar = page.locator('kaltura-avatar');
    this.video = this.avatar.locator('video');
  }

  async open(): Promise<void> {
    await this.page.goto(`${this.#url}/`);
    await this.page.getByRole('combobox', { name: 'Avatar' }).waitFor();
  }

  /** The page's own, which come after the avatar's. */
  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true }).last();
  }

  state(): Locator {
    return this.page.locator('#state');
  }

  log(): Locator {
    return this.page.getByRole('list', { name: 'Event log' });
  }

  async start(): Promise<void> {
    await this.button('Start talking').click();
    await this.waitForState('live');
  }

  async waitForState(state: string): Promise<void> {
    await this.page.waitForFunction((wanted) => document.querySelector('kaltura-avatar')?.state === wanted, state);
  }

  async say(text: string): Promise<void> {
    await this.page.getByLabel('What should it say?').fill(text);
    await this.button('Speak').click();
  }

  /** Resolves with the next event of that type. To be called before what makes it happen. */
  next(type: keyof HTMLElementEventMap): Promise<HeardEvent> {
    return this.avatar.evaluate(
      (avatar, wanted) =>
        new Promise<HeardEvent>((resolve) => {
          avatar.addEventListener(wanted, () => resolve({ type: wanted, at: performance.now() }), { once: true });
        }),
      type,
    );
  }

  /** How much a part of the picture changes from frame to frame: the mean difference of its pixels, 0 to 255. */
  motion(square: Square, frames = 25): Promise<number> {
    return this.video.evaluate(
      async (element, { square: { x, y, width, height }, frames: count }) => {
        const video = element as HTMLVideoElement;
        const canvas = new OffscreenCanvas(width, height);
        const context = canvas.getContext('2d', { willReadFrequently: true });
        if (!context) throw new Error('There is no canvas to read the picture with');
        const read = async (): Promise<Uint8ClampedArray> => {
          await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
          context.drawImage(video, x, y, width, height, 0, 0, width, height);
          return context.getImageData(0, 0, width, height).data;
        };
        let total = 0;
        for (let before = await read(), frame = 0; frame < count; frame++) {
          const now = await read();
          total += now.reduce((sum, value, index) => sum + Math.abs(value - (before[index] ?? 0)), 0) / now.length;
          before = now;
        }
        return total / count;
      },
      { square, frames },
    );
  }

  async status(): Promise<SimulatorStatus> {
    return (await (await this.page.request.get(`${this.#url}/simulator/status`)).json()) as SimulatorStatus;
  }
}

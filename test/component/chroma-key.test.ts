import { expect, fixture, html } from '@open-wc/testing';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';
import { nothing } from 'lit';

import { addFault, captureComplaints, eventually } from '../support/in-browser.js';

describe('chroma-key', () => {
  let console: ReturnType<typeof captureComplaints>;
  beforeEach(() => {
    console = captureComplaints();
  });
  afterEach(() => console.restore());

  const mount = (key: string | null): Promise<KalturaAvatarElement> =>
    fixture<KalturaAvatarElement>(
      html`<kaltura-avatar
        session-endpoint="/api/avatar/session"
        avatar-id="maya-green-screen"
        chroma-key=${key ?? nothing}
      ></kaltura-avatar>`,
    );
  const started = async (key: string | null): Promise<KalturaAvatarElement> => {
    const avatar = await mount(key);
    await avatar.start();
    return avatar;
  };
  const canvasOf = ({ shadowRoot }: KalturaAvatarElement): HTMLCanvasElement | null =>
    shadowRoot?.querySelector<HTMLCanvasElement>('canvas[part="canvas"]') ?? null;
  const canvasIn = (avatar: KalturaAvatarElement): Promise<HTMLCanvasElement> =>
    eventually(() => canvasOf(avatar) ?? undefined);
  const videoOf = ({ video }: KalturaAvatarElement): HTMLVideoElement => {
    if (!video) throw new Error('There is no video');
    return video;
  };
  const opacityOf = (avatar: KalturaAvatarElement): string => getComputedStyle(videoOf(avatar)).opacity;
  const nextFrame = (avatar: KalturaAvatarElement): Promise<unknown> =>
    new Promise((resolve) => videoOf(avatar).requestVideoFrameCallback(resolve));

  /** The keyed picture, right after a frame was drawn: it cannot be read once it is on the screen. */
  const pictureOf = async (avatar: KalturaAvatarElement): Promise<ImageData> => {
    const canvas = await canvasIn(avatar);
    await nextFrame(avatar);
    const { width, height } = canvas;
    const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
    if (!context) throw new Error('The browser has no canvas');
    context.drawImage(canvas, 0, 0);
    return context.getImageData(0, 0, width, height);
  };
  type Pixel = [red: number, green: number, blue: number, alpha: number];
  const pixelOf = ({ data, width }: ImageData, x: number, y: number): Pixel =>
    [...data.slice((y * width + x) * 4, (y * width + x) * 4 + 4)] as Pixel;
  const opacityAt = (picture: ImageData, x: number, y: number): number => pixelOf(picture, x, y)[3];
  /** Once the middle of the face is there. */
  const keyedPictureOf = (avatar: KalturaAvatarElement): Promise<ImageData> =>
    eventually(async () => {
      const picture = await pictureOf(avatar);
      return opacityAt(picture, 256, 260) === 255 && picture;
    });

  /** How often anything was drawn with WebGL while `work` ran. */
  const drawsDuring = async (work: () => Promise<unknown>): Promise<number> => {
    const { prototype } = WebGL2RenderingContext;
    const draw = Object.getOwnPropertyDescriptor(prototype, 'drawArrays');
    let draws = 0;
    Object.defineProperty(prototype, 'drawArrays', {
      ...draw,
      value(this: WebGL2RenderingContext, ...of: Parameters<WebGL2RenderingContext['drawArrays']>) {
        draws += 1;
        (draw?.value as WebGL2RenderingContext['drawArrays']).apply(this, of);
      },
    });
    try {
      await work();
    } finally {
      Object.defineProperty(prototype, 'drawArrays', draw ?? {});
    }
    return draws;
  };
  const frames = async (count: number): Promise<void> => {
    for (let frame = 0; frame < count; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  };

  describe('with the colour behind the avatar', () => {
    it('takes it away around the avatar, who stays as solid and as coloured as before', async () => {
      const avatar = await started('#00ff00');
      const picture = await keyedPictureOf(avatar);
      const { videoWidth, videoHeight } = videoOf(avatar);
      expect([picture.width, picture.height]).to.deep.equal([videoWidth, videoHeight]);
      for (const [x, y] of [
        [3, 3],
        [508, 3],
        [3, 300],
        [508, 300],
        [256, 20],
      ] as const)
        expect(opacityAt(picture, x, y), `at ${x}, ${y}`).to.be.below(8);
      for (const [x, y] of [
        [256, 260],
        [256, 500],
      ] as const)
        expect(opacityAt(picture, x, y), `at ${x}, ${y}`).to.equal(255);
      const [red, green, blue] = pixelOf(picture, 256, 260);
      expect(red).to.be.above(green);
      expect(green).to.be.above(blue);
    });

    it('leaves no green on the edges', async () => {
      const { data } = await keyedPictureOf(await started('#00ff00'));
      let seen = 0;
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, green = 0, blue = 0, alpha = 0] = data.slice(at, at + 4);
        if (alpha > 25 && green > Math.max(red, blue) + 24) seen += 1;
      }
      expect(seen).to.be.below(20);
    });

    it('is shown in place of the video, which is heard on, without a background of its own', async () => {
      const avatar = await started('#00ff00');
      const canvas = await canvasIn(avatar);
      expect(canvas.getAttribute('aria-hidden')).to.equal('true');
      expect([opacityOf(avatar), videoOf(avatar).paused]).to.deep.equal(['0', false]);
      for (const element of [avatar, canvas.parentElement ?? canvas]) {
        const { backgroundColor, backgroundImage, borderRadius } = getComputedStyle(element);
        expect([backgroundColor, backgroundImage, borderRadius]).to.deep.equal(['rgba(0, 0, 0, 0)', 'none', '0px']);
      }
      await expect(avatar).to.be.accessible();
      await avatar.end();
      await avatar.updateComplete;
      const stage = avatar.shadowRoot?.querySelector('.stage');
      if (!stage) expect.fail('there is no stage');
      expect(getComputedStyle(stage).backgroundImage).to.contain('radial-gradient');
      expect(getComputedStyle(stage).borderRadius).to.equal('24px');
    });

    it('moves as the avatar does', async () => {
      const avatar = await started('#00ff00');
      const first = await keyedPictureOf(avatar);
      await eventually(async () => {
        const { data } = await pictureOf(avatar);
        return data.some((value, index) => Math.abs(value - (first.data[index] ?? 0)) > 60);
      });
    });

    it('goes on without requestVideoFrameCallback', async () => {
      const avatar = await mount('#00ff00');
      const draws = await drawsDuring(async () => {
        Object.defineProperty(videoOf(avatar), 'requestVideoFrameCallback', { value: undefined });
        await avatar.start();
        await canvasIn(avatar);
        await frames(5);
      });
      expect(draws).to.be.at.least(3);
    });

    it('fills the element as the video does', async () => {
      const avatar = await started('#00ff00');
      const canvas = await canvasIn(avatar);
      for (const fit of ['contain', 'fill', 'cover'] as const) {
        avatar.fit = fit;
        await avatar.updateComplete;
        const fits = [canvas, videoOf(avatar)].map((element) => getComputedStyle(element).objectFit);
        expect(fits).to.deep.equal([fit, fit]);
      }
    });
  });

  describe('its colour', () => {
    it('is any that CSS has, however it is written, and green as an attribute without a value', async () => {
      const avatar = await started('blue');
      const other = await keyedPictureOf(avatar);
      expect(opacityAt(other, 3, 3)).to.equal(255);
      for (const green of ['', 'lime', 'rgb(0 255 0)', 'color(srgb 0 1 0)']) {
        avatar.setAttribute('chroma-key', green);
        await eventually(async () => opacityAt(await pictureOf(avatar), 3, 3) < 8);
        avatar.chromaKey = 'blue';
        await eventually(async () => opacityAt(await pictureOf(avatar), 3, 3) === 255);
      }
      expect(console.messages).to.be.empty;
    });

    it('is named, with what can be used, where it is none; and nothing is keyed', async () => {
      const avatar = await started('nonsense');
      expect(console.messages.join()).to.contain('chroma-key cannot be "nonsense": it should be a CSS colour');
      expect([avatar.chromaKey, canvasOf(avatar), avatar.state]).to.deep.equal([null, null, 'live']);
    });

    it('is refused where it would take away half the avatar, or is no colour of its own', async () => {
      const avatar = await started('lime');
      for (const colour of ['white', 'inherit', 'var(--brand)']) {
        avatar.chromaKey = colour;
        await avatar.updateComplete;
        expect(console.messages.at(-1)).to.contain(`chroma-key cannot be "${colour}": it should be a strong colour`);
        expect(canvasOf(avatar)).to.equal(null);
        avatar.chromaKey = 'lime';
        await canvasIn(avatar);
      }
    });

    it('is matched as closely as the custom properties say, and they are read anew with the attribute', async () => {
      const avatar = await started('#0c0');
      expect(opacityAt(await keyedPictureOf(avatar), 3, 3)).to.be.below(8);
      avatar.style.setProperty('--kaltura-avatar-chroma-similarity', '0');
      avatar.style.setProperty('--kaltura-avatar-chroma-smoothness', '0.01');
      avatar.chromaKey = '#0d0';
      const picture = await eventually(async () => {
        const latest = await pictureOf(avatar);
        return opacityAt(latest, 3, 3) === 255 && latest;
      });
      expect(opacityAt(picture, 256, 260)).to.equal(255);
      avatar.style.setProperty('--kaltura-avatar-chroma-smoothness', 'soft');
      avatar.chromaKey = '#0f0';
      await avatar.updateComplete;
      expect(console.messages.join()).to.contain(
        '--kaltura-avatar-chroma-smoothness cannot be "soft": it should be a number from 0 to 1',
      );
    });
  });

  describe('where nobody sees it', () => {
    it('draws nothing before the start, after the end, and once the element was removed', async () => {
      const avatar = await mount('#00ff00');
      // Once those of the tests before have ended, a moment after their elements have left the page.
      await eventually(async () => (await drawsDuring(() => frames(10))) === 0);
      await avatar.start();
      const canvas = await canvasIn(avatar);
      expect(await drawsDuring(() => nextFrame(avatar).then(() => nextFrame(avatar)))).to.be.above(0);
      await avatar.end();
      await avatar.updateComplete;
      const ended = await drawsDuring(() => frames(10));
      expect([ended, canvas.isConnected]).to.deep.equal([0, false]);
      await avatar.start();
      const second = await canvasIn(avatar);
      avatar.remove();
      await eventually(() => canvasOf(avatar) === null);
      const removed = await drawsDuring(() => frames(10));
      expect([removed, second.isConnected, canvasOf(avatar)]).to.deep.equal([0, false, null]);
    });

    it('draws nothing while it is scrolled away, and goes on when it is back', async () => {
      const avatar = await started('#00ff00');
      await canvasIn(avatar);
      avatar.style.setProperty('margin-block-start', '500vh');
      await eventually(async () => (await drawsDuring(() => nextFrame(avatar).then(() => nextFrame(avatar)))) === 0);
      avatar.style.removeProperty('margin-block-start');
      await eventually(async () => (await drawsDuring(() => nextFrame(avatar))) > 0);
    });

    it('draws nothing while the page is hidden, and goes on when it is seen', async () => {
      const avatar = await started('#00ff00');
      await canvasIn(avatar);
      const set = (state: DocumentVisibilityState): void => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
        document.dispatchEvent(new Event('visibilitychange'));
      };
      try {
        set('hidden');
        expect(await drawsDuring(() => nextFrame(avatar).then(() => nextFrame(avatar)))).to.equal(0);
      } finally {
        set('visible');
        Reflect.deleteProperty(document, 'visibilityState');
      }
      await eventually(async () => (await drawsDuring(() => nextFrame(avatar))) > 0);
    });
  });

  it('is loaded and taken away again while the avatar is live, as often as the attribute comes and goes', async () => {
    const avatar = await started(null);
    for (let time = 0; time < 2; time += 1) {
      avatar.setAttribute('chroma-key', 'lime');
      const canvas = await canvasIn(avatar);
      await eventually(() => opacityOf(avatar) === '0');
      const lost = canvas.getContext('webgl2');
      avatar.removeAttribute('chroma-key');
      await avatar.updateComplete;
      expect([canvasOf(avatar), canvas.isConnected]).to.deep.equal([null, false]);
      await eventually(() => opacityOf(avatar) === '1');
      expect(lost?.isContextLost()).to.equal(true);
    }
  });

  it('shows the video while its graphics context is lost, and comes back with it', async () => {
    const avatar = await started('#00ff00');
    await keyedPictureOf(avatar);
    const canvas = await canvasIn(avatar);
    const driver = canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context');
    driver?.loseContext();
    await eventually(() => opacityOf(avatar) === '1');
    driver?.restoreContext();
    await eventually(() => opacityOf(avatar) === '0');
    const picture = await keyedPictureOf(avatar);
    expect(opacityAt(picture, 3, 3)).to.be.below(8);
    expect(canvasOf(avatar)).to.equal(canvas);
  });

  it('keeps the last frame while the connection is lost, and goes on with the next one', async () => {
    await addFault({ call: 'whep-post', kind: 'drop-media', afterMs: 300 });
    const avatar = await started('#00ff00');
    const canvas = await canvasIn(avatar);
    await eventually(() => avatar.state === 'reconnecting');
    await avatar.updateComplete;
    expect([canvasOf(avatar) === canvas, opacityOf(avatar)]).to.deep.equal([true, '0']);
    await eventually(() => avatar.state === 'live');
    expect(await drawsDuring(() => nextFrame(avatar).then(() => nextFrame(avatar)))).to.be.above(0);
    expect(opacityAt(await keyedPictureOf(avatar), 3, 3)).to.be.below(8);
    expect(canvasOf(avatar)).to.equal(canvas);
  });

  /** In a browser that has no context of a kind. */
  const without = async (kind: RegExp, work: () => Promise<void>): Promise<void> => {
    const { prototype } = HTMLCanvasElement;
    const getContext = Object.getOwnPropertyDescriptor(prototype, 'getContext');
    const original = getContext?.value as (asked: string, options?: unknown) => unknown;
    Object.defineProperty(prototype, 'getContext', {
      ...getContext,
      value(this: HTMLCanvasElement, asked: string, options?: unknown): unknown {
        return kind.test(asked) ? null : original.call(this, asked, options);
      },
    });
    try {
      await work();
    } finally {
      Object.defineProperty(prototype, 'getContext', getContext ?? {});
    }
  };

  it('needs no WebGL 2', () =>
    without(/^webgl2$/, async () => {
      const avatar = await started('#00ff00');
      expect(opacityAt(await keyedPictureOf(avatar), 3, 3)).to.be.below(8);
    }));

  it('shows the video and names the attribute where the browser has no WebGL', () =>
    without(/^webgl/, async () => {
      const avatar = await started('#00ff00');
      await eventually(() => console.messages.some((line) => line.includes('chroma-key needs WebGL')));
      await eventually(() => opacityOf(avatar) === '1');
      expect(canvasOf(avatar)).to.equal(null);
    }));
});

import type { Page } from 'playwright/test';

type AvatarElement = HTMLElementTagNameMap['kaltura-avatar'];

export interface Look {
  paused: boolean;
  muted: boolean;
  volume: number;
  time: number;
  hasStream: boolean;
  /** What the element says of it. */
  shown: { muted: boolean; volume: number; isBlocked: boolean; text: string };
  /** The names of the buttons that can be seen. */
  buttons: string[];
  /** The parts that can be seen behind or over the picture. */
  parts: string[];
}

/** How the avatar is played, and what its visitor sees of that. */
export function look(page: Page): Promise<Look> {
  return page.evaluate(() => {
    const element = document.querySelector<AvatarElement>('kaltura-avatar');
    const video = element?.video;
    const shadow = element?.shadowRoot;
    if (!video || !shadow) throw new Error('There is no avatar.');
    const seen = [...shadow.querySelectorAll<HTMLElement>('[part]')].filter((part) => part.checkVisibility());
    const isButton = (part: HTMLElement): boolean => part.localName === 'button';
    return {
      paused: video.paused,
      muted: video.muted,
      volume: video.volume,
      time: video.currentTime,
      hasStream: video.srcObject !== null,
      shown: {
        muted: element.muted,
        volume: element.volume,
        isBlocked: element.matches(':state(blocked)'),
        text: shadow.textContent.replace(/\s+/g, ' ').trim(),
      },
      buttons: seen.filter(isButton).map((part) => (part.ariaLabel ?? part.textContent).trim()),
      parts: seen.flatMap((part) => [...part.part]),
    };
  });
}

/** Before any script of the page: `play()` is refused, as by a policy, until the visitor has clicked or pressed a key. */
export function refusePlay(page: Page, { alsoMuted }: { alsoMuted: boolean }): Promise<unknown> {
  return page.addInitScript((refusesMuted) => {
    const play = Reflect.get<HTMLMediaElement, 'play'>(HTMLMediaElement.prototype, 'play');
    Object.defineProperty(HTMLMediaElement.prototype, 'autoplay', { get: () => false, set: () => undefined });
    let isAllowed = false;
    for (const gesture of ['pointerup', 'keydown'])
      addEventListener(gesture, ({ isTrusted }) => (isAllowed ||= isTrusted), { capture: true });
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement): Promise<void> {
      if (isAllowed || (this.muted && !refusesMuted)) return Reflect.apply(play, this, []);
      return Promise.reject(new DOMException('The play method is not allowed.', 'NotAllowedError'));
    };
  }, alsoMuted);
}

/** Before any script of the page: changes what the server answers to the offer. */
export function rewriteAnswers(page: Page, rewrite: (sdp: string) => string): Promise<unknown> {
  return page.addInitScript(`{
    const rewrite = ${rewrite.toString()};
    const set = RTCPeerConnection.prototype.setRemoteDescription;
    RTCPeerConnection.prototype.setRemoteDescription = function (description) {
      return set.call(this, { type: description.type, sdp: description.sdp });
    };
    const { fetch } = window;
    window.fetch = async (input, init) => {
      const answer = await fetch(input, init);
      if (typeof init?.body !== 'string' || !init.body.includes('v=0') || init.method !== 'POST') return answer;
      const text = await answer.text();
      const grant = text.startsWith('{') ? JSON.parse(text) : undefined;
      if (grant?.answer) grant.answer.sdp = rewrite(grant.answer.sdp);
      const body = grant ? JSON.stringify(grant) : rewrite(text);
      const changed = new Response(body, { status: answer.status, headers: answer.headers });
      Object.defineProperty(changed, 'url', { value: answer.url });
      return changed;
    };
  }`);
}

import type { KalturaAvatarElement } from 'kaltura-avatar';

import { firstFrameOf, painted } from './first-frame.js';
import { AVATAR_ID, ENDPOINT, type Started } from './ways.js';

/** An avatar in the page that nobody has started; the element has to be defined by then, or is later. */
export function addElement(): KalturaAvatarElement {
  const element = document.createElement('kaltura-avatar');
  element.setAttribute('session-endpoint', ENDPOINT);
  element.setAttribute('avatar-id', AVATAR_ID);
  element.setAttribute('muted', '');
  document.body.replaceChildren(element);
  return element;
}

/** From the call of `start()`. */
export async function startElement(element: KalturaAvatarElement): Promise<Started & { startedAt: number }> {
  const startedAt = performance.now();
  const starting = element.start();
  starting.catch(() => undefined); // Told below.
  const firstFrame = videoOf(element).then(firstFrameOf);
  const frameAt = await Promise.race([firstFrame, starting.then(() => firstFrame)]);
  return {
    ...{ startedAt, frameAt },
    end: async () => {
      await starting;
      await element.end();
      element.remove();
    },
  };
}

async function videoOf(element: KalturaAvatarElement): Promise<HTMLVideoElement> {
  for (;;) {
    const video = element.shadowRoot?.querySelector<HTMLVideoElement>('video:not([part="poster"])');
    if (video) return video;
    await painted();
  }
}

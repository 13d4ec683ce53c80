import type { KalturaAvatarElement } from 'kaltura-avatar';

import { untilHeard, watch, type ElementViewer, type Picture } from './viewer.js';

/** A browser may look after its captions as seldom as every 250 ms. */
const GONE_WITHIN_MS = 5_000;

export function viewElement(avatar: KalturaAvatarElement): ElementViewer {
  let look: () => Picture;
  const shownNow = (): string =>
    [...(avatar.video?.textTracks[0]?.activeCues ?? [])].map((cue) => (cue as VTTCue).text).join(' | ');
  const viewer: ElementViewer = {
    start: async () => {
      await avatar.start();
      look = await watch(avatar.video);
      return look();
    },
    say: async (text) => {
      const heard = untilHeard((onOver, onError) => {
        const once = { once: true };
        const onStart = (): void => avatar.addEventListener('avatar-speaking-end', onOver, once);
        avatar.addEventListener('avatar-speaking-start', onStart, once);
        avatar.addEventListener('avatar-error', ({ error }) => onError(error), once);
      });
      await Promise.all([heard, avatar.speak(text)]);
      return look();
    },
    read: async (text) => {
      const shown: string[] = [];
      let leftUntil = Infinity;
      const said = viewer.say(text).finally(() => (leftUntil = performance.now() + GONE_WITHIN_MS));
      while (leftUntil === Infinity || (shown.at(-1) !== '' && performance.now() < leftUntil)) {
        if (shown.at(-1) !== shownNow()) shown.push(shownNow());
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      await said;
      return shown;
    },
    end: () => avatar.end(),
  };
  return viewer;
}

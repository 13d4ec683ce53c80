import type { KalturaAvatarElement } from 'kaltura-avatar';

import { untilHeard, watch, type Picture, type Viewer } from './viewer.js';

export function viewElement(avatar: KalturaAvatarElement): Viewer<Picture> {
  let look: () => Picture;
  return {
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
    end: () => avatar.end(),
  };
}

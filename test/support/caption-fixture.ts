import type { KalturaAvatarElement } from 'kaltura-avatar';

import { mountAvatar } from './avatar-fixture.js';
import { eventually } from './in-browser.js';

export const FIRST = 'This is the first of two sentences.';
export const SECOND = 'And here comes the second one.';
export const STORY =
  'This is a long story, which begins here. It goes on with another sentence. This third one nobody will ever hear. ' +
  'Nor will anybody hear this last one, with which it ends.';

/** A live avatar whose captions are there. */
export async function startCaptioned({ captions = true } = {}): Promise<KalturaAvatarElement> {
  const avatar = await mountAvatar(captions ? { captions: '' } : {});
  await avatar.start();
  await eventually(() => avatar.video?.textTracks.length === 1);
  return avatar;
}

export function trackOf({ video }: KalturaAvatarElement): TextTrack {
  const track = video?.textTracks[0];
  if (!track) throw new Error('There is no track');
  return track;
}

export const cuesOf = (avatar: KalturaAvatarElement): VTTCue[] => [...(trackOf(avatar).cues ?? [])] as VTTCue[];

/** What the browser draws, or would. */
export const activeOf = (avatar: KalturaAvatarElement): string =>
  ([...(trackOf(avatar).activeCues ?? [])] as VTTCue[]).map(({ text }) => text).join('|');

/** What screen readers are told. */
export const liveOf = ({ shadowRoot }: KalturaAvatarElement): string =>
  shadowRoot?.querySelector('[aria-live="polite"]')?.textContent ?? 'there is none';

import { expect, fixture, html } from '@open-wc/testing';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { eventually } from '../support/in-browser.js';

const SIZES = [
  [360, 360],
  [512, 512],
  [800, 450],
  [390, 844],
  [844, 390],
] as const;

describe('the composition of picture and conversation', () => {
  afterEach(() => document.querySelector('kaltura-avatar')?.end());

  const find = (avatar: KalturaAvatarElement, selector: string): HTMLElement | undefined =>
    avatar.shadowRoot?.querySelector<HTMLElement>(selector) ?? undefined;
  const overlap = (a: Element, b: Element): boolean => {
    const [one, two] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
    return one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom;
  };

  for (const [width, height] of SIZES)
    it(`covers nothing of the picture in ${width} by ${height} pixels, whatever is used`, async () => {
      const avatar = await fixture<KalturaAvatarElement>(
        html`<kaltura-avatar
          composer
          show-transcript
          controls
          session-endpoint="/api/avatar/session"
          style="inline-size: ${width}px; block-size: ${height}px; aspect-ratio: auto"
        ></kaltura-avatar>`,
      );
      await avatar.start();
      avatar.transcriptLog.add({ role: 'avatar', text: 'We open at nine. '.repeat(20), at: new Date() });
      const parts = ['[part="transcript"]', '[part="composer"]', '[part="control-bar"]'];
      const video = await eventually(() => find(avatar, 'video'));
      await eventually(() => parts.every((part) => find(avatar, part)));
      for (const part of parts)
        await eventually(() => {
          const found = find(avatar, part);
          return found && !overlap(video, found);
        });
      const box = video.getBoundingClientRect();
      expect(Math.min(box.width, box.height), 'what is left of the picture').to.be.above(height * 0.38);
      avatar.showTranscript = false;
      avatar.shadowRoot?.querySelector('textarea')?.focus();
      await eventually(() => find(avatar, '[data-desk="field"]'));
      await eventually(() => parts.slice(1).every((part) => !overlap(video, find(avatar, part) ?? video)));
    });

  it('moves nothing of the page’s, and raises no errors of layout, as the composer grows', async () => {
    const avatar = await fixture<KalturaAvatarElement>(
      html`<kaltura-avatar composer show-transcript session-endpoint="/api/avatar/session"></kaltura-avatar>`,
    );
    const errors: string[] = [];
    const onError = ({ message }: ErrorEvent): void => void errors.push(message);
    window.addEventListener('error', onError);
    const field = await eventually(() => find(avatar, 'textarea') as HTMLTextAreaElement | undefined);
    const heights = new Set<number>();
    for (const lines of [1, 2, 3, 4, 2]) {
      field.value = 'A line of what is asked.\n'.repeat(lines);
      field.dispatchEvent(new Event('input'));
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      heights.add(field.offsetHeight);
    }
    window.removeEventListener('error', onError);
    expect(heights.size).to.be.above(2);
    expect(errors).to.deep.equal([]);
  });
});

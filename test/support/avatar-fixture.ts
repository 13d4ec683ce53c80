import { fixture, html } from '@open-wc/testing';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

/** An element on the page of the test, with the session endpoint of the test's service; goes after the test. */
export async function mountAvatar(attributes: Record<string, string> = {}): Promise<KalturaAvatarElement> {
  const avatar = document.createElement('kaltura-avatar');
  const all = { 'session-endpoint': '/api/avatar/session', ...attributes };
  for (const [name, value] of Object.entries(all)) avatar.setAttribute(name, value);
  await fixture(html`<div>${avatar}</div>`);
  await avatar.updateComplete;
  return avatar;
}

export function partOf(avatar: KalturaAvatarElement, part: string): HTMLElement | null {
  return avatar.shadowRoot?.querySelector<HTMLElement>(`[part~="${part}"]`) ?? null;
}

import { html, nothing, type TemplateResult } from 'lit';

import type { AvatarHost } from '../extension.js';
import { langOf, nameOf, type TextKey } from '../text-of.js';
import type { Invitation } from './invitation.js';
import { closeIcon, minimiseIcon } from './launcher-icons.js';

/** @param unread How much the avatar has said since the panel was minimised. */
export const bubbleView = (host: AvatarHost, unread: number, invitation: Invitation): TemplateResult => {
  const { localizer } = host;
  const name = nameOf(host);
  const open = name === undefined ? localizer.term('open') : localizer.term('talkTo', name);
  return html`<button
      type="button"
      class="launcher launcher-button"
      part="launcher-button"
      aria-expanded="false"
      lang=${langOf(localizer, 'open')}
      aria-label=${unread === 0 ? open : `${open}. ${localizer.term('unread', unread)}`}
      @click=${() => (host.expanded = true)}
    ></button>
    ${
      unread === 0
        ? nothing
        : html`<span class="launcher unread" part="unread" aria-hidden="true">${unread > 9 ? '9+' : unread}</span>`
    }
    ${invitation.isShown ? teaserView(host, invitation) : nothing}`;
};

const teaserView = (host: AvatarHost, invitation: Invitation): TemplateResult => {
  const onOpen = (): void => {
    invitation.dismiss();
    host.expanded = true;
  };
  return html`<div class="launcher teaser" part="teaser" role="status">
    <button type="button" class="teaser-text" part="teaser-button" dir="auto" @click=${onOpen}>${host.teaser}</button>
    ${iconButton(host, { part: 'teaser-close', term: 'dismiss', icon: closeIcon, act: () => invitation.dismiss() })}
  </div>`;
};

export const barView = (host: AvatarHost): TemplateResult =>
  html`<div class="launcher launcher-bar" part="launcher-bar">
    ${iconButton(host, { part: 'button minimise-button', term: 'minimise', icon: minimiseIcon, act: () => (host.expanded = false) })}
    ${iconButton(host, { part: 'button dismiss-button', term: 'dismiss', icon: closeIcon, act: () => dismiss(host) })}
  </div>`;

const dismiss = (host: AvatarHost): Promise<void> => {
  host.remarks.endReason = 'visitor';
  return host.dismiss();
};

interface IconButton {
  part: string;
  /** Its name. */
  term: TextKey;
  icon: unknown;
  act: () => unknown;
}

const iconButton = ({ localizer }: AvatarHost, { part, term, icon, act }: IconButton): TemplateResult => {
  const name = localizer.term(term);
  return html`<button
    type="button"
    part=${part}
    lang=${langOf(localizer, term)}
    aria-label=${name}
    title=${name}
    @click=${() => void act()}
  >
    ${icon}
  </button>`;
};

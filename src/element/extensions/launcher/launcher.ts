import { html, type TemplateResult } from 'lit';

import type { AvatarHost, Extension } from '../extension.js';
import { langOf } from '../text-of.js';
import { keepAbove } from './keep-above.js';
import { guideFocus } from './launcher-focus.js';
import { closeIcon, minimiseIcon } from './launcher-icons.js';

export { styles } from './launcher.styles.js';
export { texts } from '../text-of.js';

export const isOfDocument = true;

/** The bubble that expands a floating avatar, and the bar that minimises and dismisses it. */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  guideFocus(host, signal);
  keepAbove(host, signal);
  host.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || !host.expanded) return;
      // A dialog or menu of the page around it stays open.
      event.preventDefault();
      host.expanded = false;
    },
    { signal },
  );
  return { render: () => (host.expanded ? barView(host) : bubbleView(host)) };
}

const bubbleView = (host: AvatarHost): TemplateResult =>
  html`<button
    type="button"
    class="launcher launcher-button"
    part="launcher-button"
    aria-expanded="false"
    lang=${langOf(host.localizer, 'open')}
    aria-label=${host.localizer.term('open')}
    @click=${() => (host.expanded = true)}
  ></button>`;

const barView = (host: AvatarHost): TemplateResult => {
  const [minimise, dismiss] = [host.localizer.term('minimise'), host.localizer.term('dismiss')];
  return html`<div class="launcher launcher-bar" part="launcher-bar">
    <button
      type="button"
      part="button minimise-button"
      lang=${langOf(host.localizer, 'minimise')}
      aria-label=${minimise}
      title=${minimise}
      @click=${() => (host.expanded = false)}
    >
      ${minimiseIcon}
    </button>
    <button
      type="button"
      part="button dismiss-button"
      lang=${langOf(host.localizer, 'dismiss')}
      aria-label=${dismiss}
      title=${dismiss}
      @click=${() => void host.dismiss()}
    >
      ${closeIcon}
    </button>
  </div>`;
};

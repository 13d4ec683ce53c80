import { html, nothing, type TemplateResult } from 'lit';

import { progressView } from '../../views/progress-view.js';
import { button } from '../../views/button.js';
import { alertIcon } from '../../views/icons.js';
import type { AvatarHost, Extension } from '../extension.js';
import { soundIcon } from './overlay-icons.js';

export { styles } from './overlay.styles.js';
export { enOfExtensions as texts } from '../../i18n/en-extensions.js';

/** What lies on the picture of an open session: what failed while the avatar goes on, and what the visitor can do about it. */
export function create(host: AvatarHost): Extension {
  return {
    render: () => {
      if (host.state === 'live') return liveView(host);
      return host.state === 'reconnecting' ? reconnectingView(host) : nothing;
    },
  };
}

/** Over the last frame, which stays. */
const reconnectingView = ({ localizer }: AvatarHost): TemplateResult =>
  html`<div class="overlay veil" part="overlay reconnecting">${progressView(localizer.term('reconnecting'))}</div>`;

const liveView = ({ localizer, error, playback }: AvatarHost): TemplateResult =>
  html`<div class="overlay" part="overlay">
    ${
      error
        ? html`<p class="notice" part="notice" role="alert">
            ${alertIcon}<span>${localizer.term(`error${error.code}`)}</span>
          </p>`
        : nothing
    }
    ${
      playback.isSoundBlocked
        ? button({
            part: 'sound-button',
            icon: soundIcon,
            label: localizer.term('turnOnSound'),
            onClick: () => playback.unblock(),
          })
        : nothing
    }
  </div>`;

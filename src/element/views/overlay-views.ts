import { html, nothing, type TemplateResult } from 'lit';

import type { AvatarError } from '../../core/errors.js';
import type { Localizer } from '../i18n/localizer.js';
import { alertIcon, soundIcon } from './icons.js';
import { button } from './button.js';
import { progressView } from './cover-views.js';

/** Over the last frame, which stays. */
export const reconnectingView = (localizer: Localizer): TemplateResult =>
  html`<div class="overlay veil" part="overlay reconnecting">${progressView(localizer.term('reconnecting'))}</div>`;

export interface LiveView {
  localizer: Localizer;
  /** What failed last, while the avatar goes on. */
  error: AvatarError | null;
  isSoundBlocked: boolean;
  onUnblock: () => void;
}

export const liveView = ({ localizer, error, isSoundBlocked, onUnblock }: LiveView): TemplateResult =>
  html`<div class="overlay" part="overlay">
    ${
      error
        ? html`<p class="notice" part="notice" role="alert">
            ${alertIcon}<span>${localizer.term(`error${error.code}`)}</span>
          </p>`
        : nothing
    }
    ${
      isSoundBlocked
        ? button({
            part: 'sound-button',
            icon: soundIcon,
            label: localizer.term('turnOnSound'),
            onClick: onUnblock,
          })
        : nothing
    }
  </div>`;

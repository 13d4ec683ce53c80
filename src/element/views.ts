import { html, nothing, type TemplateResult } from 'lit';

import type { AvatarError } from '../core/errors.js';
import type { Messages } from './i18n/en.js';
import { alertIcon, playIcon, retryIcon, silhouette, soundIcon } from './icons.js';

interface ButtonView {
  part: string;
  icon: unknown;
  label: string;
  onClick: () => void;
  /** The visitor is likely to click. */
  onAim?: (() => void) | undefined;
}

const button = ({ part, icon, label, onClick, onAim }: ButtonView): TemplateResult =>
  html`<button type="button" part="button ${part}" @click=${onClick} @pointerenter=${onAim} @focus=${onAim}>
    ${icon}<span>${label}</span>
  </button>`;

/** What the visitor can do about an avatar that is not there. */
export interface StartActions {
  onStart: () => void;
  onAim: () => void;
}

const progress = (label: string): TemplateResult =>
  html`<p class="progress" role="status">
    <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span>${label}</span>
  </p>`;

export const idleView = (messages: Messages, { onStart: onClick, onAim }: StartActions): TemplateResult =>
  html`<div class="cover" part="cover idle">
    ${silhouette}
    <div class="foot">${button({ part: 'start-button', icon: playIcon, label: messages.start, onClick, onAim })}</div>
  </div>`;

export const connectingView = (messages: Messages): TemplateResult =>
  html`<div class="cover" part="cover connecting">
    ${silhouette}
    <div class="foot">${progress(messages.connecting)}</div>
  </div>`;

/** Over the last frame, which stays. */
export const reconnectingView = (messages: Messages): TemplateResult =>
  html`<div class="overlay veil" part="overlay reconnecting">
    <div class="foot">${progress(messages.reconnecting)}</div>
  </div>`;

export const endedView = (messages: Messages, { onStart: onClick, onAim }: StartActions): TemplateResult =>
  html`<div class="cover" part="cover ended">
    ${silhouette}
    <div class="foot">
      <p role="status">${messages.ended}</p>
      ${button({ part: 'restart-button', icon: retryIcon, label: messages.startAgain, onClick, onAim })}
    </div>
  </div>`;

export const errorView = (
  messages: Messages,
  error: AvatarError | null,
  { onStart: onClick, onAim }: StartActions,
): TemplateResult =>
  html`<div class="cover" part="cover error">
    <div class="message" role="alert">
      ${alertIcon}
      <h2>${messages.failed}</h2>
      ${
        error
          ? html`<p>${messages.errors[error.code]}</p>
              <p class="code">${error.code}</p>`
          : nothing
      }
    </div>
    ${button({ part: 'retry-button', icon: retryIcon, label: messages.tryAgain, onClick, onAim })}
  </div>`;

export interface LiveView {
  messages: Messages;
  /** What failed last, while the avatar goes on. */
  error: AvatarError | null;
  isSoundBlocked: boolean;
  onUnblock: () => void;
}

export const liveView = ({ messages, error, isSoundBlocked, onUnblock }: LiveView): TemplateResult =>
  html`<div class="overlay" part="overlay">
    ${
      error
        ? html`<p class="notice" part="notice" role="alert">${alertIcon}<span>${messages.errors[error.code]}</span></p>`
        : nothing
    }
    ${
      isSoundBlocked
        ? button({ part: 'sound-button', icon: soundIcon, label: messages.turnOnSound, onClick: onUnblock })
        : nothing
    }
  </div>`;

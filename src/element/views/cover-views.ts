import { html, nothing, type TemplateResult } from 'lit';

import type { AvatarError } from '../../core/errors.js';
import type { ConnectStep } from '../../session/timings.js';
import type { Localizer } from '../i18n/localizer.js';
import type { Messages } from '../i18n/messages.js';
import { alertIcon, playIcon, retryIcon, silhouette } from './icons.js';
import { progressView } from './progress-view.js';
import { button } from './button.js';

/** What the visitor can do about an avatar that is not there. */
export interface StartActions {
  onStart: () => void;
  /** The visitor is likely to start. */
  onLikelyStart: () => void;
}

interface CoverView {
  localizer: Localizer;
  poster: string | null;
}

type Step = keyof Pick<Messages, 'openingSession' | 'connecting' | 'waitingForPicture'>;

const NEXT_STEP: Record<ConnectStep, Step> = {
  grant: 'connecting',
  initClient: 'connecting',
  whep: 'connecting',
  ice: 'waitingForPicture',
  dtls: 'waitingForPicture',
  firstFrame: 'waitingForPicture',
};

/** A button of the page's own in one of the slots starts the avatar as ours does. */
const onButton = (act: () => void) => (event: Event) => {
  const isButton = (target: EventTarget): boolean =>
    target instanceof Element && target.matches('button:not([command]), [role="button"]');
  const inSlot = event.composedPath();
  const slot = event.currentTarget;
  if (slot && inSlot.slice(0, inSlot.indexOf(slot)).some(isButton)) act();
};

const posterView = (poster: string | null): TemplateResult =>
  html`<slot name="poster">${poster ? html`<img part="poster" src=${poster} alt="" />` : silhouette}</slot>`;

/** Behind a picture that has not come yet, or does not come. */
export const faceView = (poster: string | null): TemplateResult =>
  html`<div class="face" part="face">${posterView(poster)}</div>`;

export const idleView = ({ localizer, poster }: CoverView, { onStart, onLikelyStart }: StartActions): TemplateResult =>
  html`<div class="cover" part="cover idle">
    ${posterView(poster)}
    <div class="foot">
      <slot name="start" @click=${onStart} @pointerover=${onLikelyStart} @focusin=${onLikelyStart}
        >${button({ part: 'start-button', icon: playIcon, label: localizer.term('start') })}</slot
      >
    </div>
  </div>`;

export interface ConnectingView extends CoverView {
  progress: ConnectStep | undefined;
  isSlow?: boolean;
}

export const stepOf = ({ progress }: Pick<ConnectingView, 'progress'>): Step =>
  progress ? NEXT_STEP[progress] : 'openingSession';

export const connectingView = (view: ConnectingView): TemplateResult => {
  const { localizer, poster, isSlow } = view;
  const step = stepOf(view);
  return html`<div class="cover" part="cover connecting" data-step=${step}>
    ${posterView(poster)}
    <div class="foot">
      <slot name="loading"
        >${progressView(localizer.term(step), isSlow ? localizer.term('takesLonger') : undefined)}
        <span class="bar-track" part="progress" aria-hidden="true"></span
      ></slot>
    </div>
  </div>`;
};

interface HintedView extends CoverView {
  hint?: string | undefined;
}

/** That it has ended, and why where there is more to say. */
export const endOf = ({ localizer, hint }: HintedView): string => hint ?? localizer.term('ended');

export const endedView = (view: HintedView, { onStart, onLikelyStart }: StartActions): TemplateResult =>
  html`<div class="cover" part="cover ended">
    ${posterView(view.poster)}
    <div class="foot">
      <slot name="ended" @click=${onButton(onStart)} @pointerover=${onLikelyStart} @focusin=${onLikelyStart}>
        <p aria-hidden="true">${endOf(view)}</p>
        ${button({ part: 'restart-button', icon: retryIcon, label: view.localizer.term('startAgain') })}
      </slot>
    </div>
  </div>`;

export const errorView = (
  { localizer, error, hint }: HintedView & { error: AvatarError | null },
  { onStart, onLikelyStart }: StartActions,
): TemplateResult =>
  html`<div class="cover" part="cover error">
    <slot name="error" @click=${onButton(onStart)} @pointerover=${onLikelyStart} @focusin=${onLikelyStart}>
      <div class="message" role="alert">
        ${alertIcon}
        <p class="title">${localizer.term('failed')}</p>
        ${
          error
            ? html`<p>${localizer.term(`error${error.code}`)}</p>
                <p class="code" part="error-code">${localizer.term('supportCode', error.code)}</p>`
            : nothing
        }
      </div>
      ${hint ? html`<p>${hint}</p>` : nothing}
      ${button({ part: 'retry-button', icon: retryIcon, label: localizer.term('tryAgain') })}
    </slot>
  </div>`;

export const unsupportedView = (localizer: Localizer): TemplateResult =>
  html`<div class="cover" part="cover unsupported">
    <slot name="error">
      <div class="message" role="note">
        ${alertIcon}
        <p class="title">${localizer.term('unsupported')}</p>
        <p>${localizer.term('errorUNSUPPORTED_BROWSER')}</p>
      </div>
    </slot>
  </div>`;

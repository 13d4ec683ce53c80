import { html, nothing, svg, type TemplateResult } from 'lit';

import type { Consent } from '../../../core/protocol.js';
import type { Localizer } from '../../i18n/localizer.js';
import { icon } from '../../views/icons.js';
import { langOf, textOf } from '../text-of.js';

const checkIcon = icon(svg`<path d="m5 12.5 4.5 4.5L19 7.5" />`);

export interface ConsentView {
  localizer: Localizer;
  /** What is done with what the visitor says or writes. */
  textKey: 'consentText' | 'consentTextWritten';
  /** Where the terms are, unless the page shows its own. */
  terms: string | undefined;
  /** Whether there is a microphone to agree to. */
  hasMicrophone: boolean;
  given: Consent | undefined;
  onAccept: (microphone: boolean) => void;
  onDecline: () => void;
  onWithdraw: () => void;
}

const shieldIcon = icon(
  svg`<path d="M12 3.5 5 6v5.5c0 4.2 2.9 7.4 7 9 4.1-1.6 7-4.8 7-9V6Z" /><path d="m9 12 2.2 2.2L15.2 10" />`,
);

/** Its region is there before it has something to say: one that comes together with its text is not read. */
export const statusView = ({ localizer, textKey }: ConsentView, isAsking: boolean): TemplateResult =>
  html`<p class="unseen consent-status" role="status" lang=${langOf(localizer, 'consentTitle')}>
    ${isAsking ? `${localizer.term('consentTitle')}. ${localizer.term(textKey)}` : ''}
  </p>`;

/** In place of the picture, until the visitor answers. */
export const askView = (view: ConsentView): TemplateResult => {
  const { localizer, textKey, hasMicrophone, given, onAccept, onDecline } = view;
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return;
    // A panel, or a dialog of the page around it, stays open.
    event.preventDefault();
    event.stopPropagation();
    onDecline();
  };
  const onClick = (event: Event): void => {
    const card = (event.currentTarget as Element).closest('.consent-card');
    onAccept(card?.querySelector('input')?.checked ?? false);
  };
  return html`<div class="cover consent" part="consent">
    <div
      class="consent-card"
      part="consent-card"
      role="dialog"
      aria-labelledby="consent-title"
      aria-describedby="disclosure-note consent-terms"
      tabindex="-1"
      @keydown=${onKey}
    >
      <div class="consent-body">
        <p class="consent-title" id="consent-title">${textOf(localizer, 'consentTitle')}</p>
        <div id="consent-terms">
          <slot name="consent"
            ><p>${textOf(localizer, textKey)}</p>
            ${termsLink(view)}</slot
          >
        </div>
        ${
          hasMicrophone
            ? html`<label class="consent-line"
                ><input type="checkbox" part="consent-microphone" .checked=${given?.microphone === true} />${textOf(
                  localizer,
                  'consentMicrophone',
                )}</label
              >`
            : nothing
        }
      </div>
      <div class="consent-answers">
        <button type="button" part="button consent-accept-button" @click=${onClick}>
          ${textOf(localizer, 'consentAccept')}
        </button>
        <button type="button" class="quiet" part="button consent-decline-button" @click=${onDecline}>
          ${textOf(localizer, 'consentDecline')}
        </button>
      </div>
    </div>
  </div>`;
};

/** What was agreed to, a click away at all times, and the way to take it back. */
export const noteView = (view: ConsentView): TemplateResult | typeof nothing => {
  const { localizer, given, onWithdraw } = view;
  if (!given) return nothing;
  const name = localizer.term('consentTermsLink');
  const onKey = (event: KeyboardEvent): void => {
    const note = event.currentTarget as HTMLDetailsElement;
    if (event.key !== 'Escape' || !note.open) return;
    event.preventDefault();
    event.stopPropagation();
    note.open = false;
    note.querySelector('summary')?.focus();
  };
  return html`<details class="consent-note" @keydown=${onKey}>
    <summary part="consent-note-button" lang=${langOf(localizer, 'consentTermsLink')} aria-label=${name} title=${name}>
      ${shieldIcon}
    </summary>
    <div class="cover consent">
      <div class="consent-card" part="consent-card">
        <div class="consent-body">
          <p class="consent-line">${checkIcon}${textOf(localizer, 'consentTerms')}</p>
          ${given.microphone ? html`<p class="consent-line">${checkIcon}${textOf(localizer, 'consentMicrophone')}</p>` : nothing}
          ${termsLink(view)}
        </div>
        <div class="consent-answers">
          <button type="button" class="quiet" part="button consent-withdraw-button" @click=${onWithdraw}>
            ${textOf(localizer, 'consentWithdraw')}
          </button>
        </div>
      </div>
    </div>
  </details>`;
};

const termsLink = ({ terms, localizer }: ConsentView): TemplateResult | typeof nothing =>
  terms === undefined
    ? nothing
    : html`<p>
        <a part="consent-terms" href=${terms} target="_blank" rel="noopener"
          >${textOf(localizer, 'consentTermsLink')}</a
        >
      </p>`;

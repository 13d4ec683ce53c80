import { html, nothing, type TemplateResult } from 'lit';

import { watchConsents } from '../../consent/consent-memory.js';
import { withdrawConsent } from '../../consent/consent-calls.js';
import { consentOf } from '../../consent/visitor-consent.js';
import { isOpen } from '../../avatar-state.js';
import { isFloating } from '../../launcher/floating.js';
import { loadSession } from '../../session/load-session.js';
import { savesData } from '../../session/save-data.js';
import { compose, composition } from '../composition.js';
import type { AvatarHost, Extension } from '../extension.js';
import { consentStyles } from './consent-card.styles.js';
import { consentNoteStyles } from './consent-note.styles.js';
import { askView, noteView, statusView, type ConsentView } from './consent-views.js';
import { termsUrl } from './terms-url.js';

export { texts } from '../text-of.js';

export const styles = [composition, consentStyles, consentNoteStyles];

/**
 * Asks the visitor before anything is opened or recorded, and lets them take it back.
 *
 * @csspart consent - What asks for the visitor's consent, in the picture's place.
 * @csspart consent-card - The card in it, and the one that shows what was agreed to.
 * @csspart consent-terms - The link to the terms.
 * @csspart consent-microphone - The box to tick for the microphone.
 * @csspart consent-accept-button - Agrees.
 * @csspart consent-decline-button - Declines.
 * @csspart consent-note-button - Shows what was agreed to.
 * @csspart consent-withdraw-button - Takes it back.
 */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  const consent = consentOf(host);
  let wasAsking = false;
  let isReady = false;
  let hadAgreed = consent.given !== undefined;

  watchConsents(() => {
    consent.refresh();
    const isLost = hadAgreed && !consent.given && (isOpen(host.state) || host.state === 'connecting');
    if (isLost) void withdrawConsent(host, true);
    host.requestUpdate();
  }, signal);

  // Asked anew while it connects or reconnects, a visitor who declines has ended nothing that failed.
  host.addEventListener(
    'avatar-error',
    ({ error }) => {
      if (error.code === 'CONSENT_REQUIRED' && error.status === undefined && host.state === 'error')
        host.session = null;
    },
    { signal },
  );

  /** Those who do not see it are told, where the focus does not go there. */
  let isAnnounced = false;
  /** What the visitor was at when they were asked: the field that they have written in, or a button. */
  let asked: HTMLElement | undefined;

  /** What a start needs is there by then: only its loading would show nothing. */
  const getReady = (): void => {
    if (isReady || !hadAgreed || !host.wasSeen || savesData()) return;
    isReady = true;
    loadSession().catch(() => (isReady = false)); // Told by a start.
  };

  const showCard = (stage: HTMLElement): void => {
    const hasFocus = host.matches(':focus-within');
    const isVisitors = !host.autostart && hasPressedButton(host.ownerDocument);
    const { activeElement } = host.shadowRoot ?? {};
    asked = activeElement instanceof HTMLElement ? activeElement : undefined;
    if (isFloating(host.placement)) host.expanded = true;
    // A start that nobody has asked for takes nobody’s focus.
    if (hasFocus || isVisitors) stage.querySelector<HTMLElement>('.consent-card')?.focus();
    else isAnnounced = true;
    host.requestUpdate();
  };

  /** Where it is still there, they go on with it; the focus has not left the element meanwhile. */
  const giveBackFocus = async (): Promise<void> => {
    const field = asked;
    asked = undefined;
    await host.updateComplete;
    if (field && field.getClientRects().length > 0 && host.matches(':focus-within')) field.focus();
  };

  return {
    updated: () => {
      compose(host);
      hadAgreed = consent.given !== undefined;
      getReady();
      const stage = host.shadowRoot?.querySelector<HTMLElement>('.stage');
      if (!stage || wasAsking === consent.isAsking) return;
      wasAsking = consent.isAsking;
      stage.toggleAttribute('data-asking', wasAsking);
      isAnnounced = false;
      if (wasAsking) showCard(stage);
      else void giveBackFocus();
    },
    render: (): TemplateResult | typeof nothing => {
      if (host.state === 'unsupported') return nothing;
      const view: ConsentView = {
        localizer: host.localizer,
        textKey: host.mode === 'text' ? 'consentTextWritten' : 'consentText',
        terms: termsUrl(host),
        hasMicrophone: host.shadowRoot?.querySelector('[part~="microphone-button"]') != null,
        given: consent.given,
        onAccept: (microphone) => consent.accept({ microphone }),
        onDecline: () => consent.decline(),
        onWithdraw: () => void withdrawConsent(host),
      };
      return html`${statusView(view, isAnnounced)}${consent.isAsking ? askView(view) : noteView(view)}`;
    },
  };
}

/** Whether the visitor has just pressed something that starts the avatar, and is not in a field of the page. */
function hasPressedButton({ activeElement }: Document): boolean {
  // Firefox can tell since 120, Safari since 16.4. Not every browser gives the focus to a button that is clicked.
  const { userActivation } = navigator as Partial<Navigator>;
  return userActivation?.isActive === true && activeElement?.matches('body, button, a, [role="button"]') !== false;
}

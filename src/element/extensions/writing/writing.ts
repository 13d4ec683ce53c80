import { html, nothing, type TemplateResult } from 'lit';

import { factsOf, factsUrl } from '../../backend/avatar-facts.js';
import { isOpen } from '../../avatar-state.js';
import { greetingOf, isLanguageKnown } from '../../conversation/greeting.js';
import { button } from '../../views/button.js';
import { silhouette } from '../../views/icons.js';
import type { AvatarHost, Extension } from '../extension.js';
import { aiIcon } from '../intro/intro-icons.js';
import { disclosureOf, langOf, nameOf, textOf } from '../text-of.js';
import { cameraIcon, writeIcon } from './writing-icons.js';
import { writingStyles } from './writing.styles.js';

export { texts } from '../text-of.js';

export const styles = writingStyles;

/**
 * The conversation in writing, in place of the picture; and where there can be no avatar, the offer to go on like that.
 *
 * @csspart writing-head - In text mode, who the visitor writes to, above the conversation.
 * @csspart talk-button - Brings the avatar in.
 * @csspart write-button - Goes on in writing, where the avatar could not start.
 */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  let isGreeted = false;
  /** The focus goes to the field, which may have to be loaded first. */
  let isAwaited = false;
  let asked: string | undefined;
  let answers = false;

  /** What the page says is known to be answered; else the backend is asked whether it does. */
  const learn = async (): Promise<void> => {
    // It may have left its page, and the page its window, while this code was loaded.
    if (!host.isConnected) return;
    const url = factsUrl(host);
    if (url === asked) return;
    asked = url;
    answers = false;
    const facts = url === undefined ? undefined : await factsOf(url, host);
    if (signal.aborted || url !== asked || !facts?.answers) return;
    answers = true;
    host.requestUpdate();
  };
  const canWrite = (): boolean =>
    host.reply !== null || answers || (host.composer && host.sessionEndpoint !== null && factsUrl(host) !== undefined);

  const write = (): void => {
    host.mode = 'text';
    isAwaited = true;
  };
  const talk = (): void => {
    focus(host, '.stage');
    void host.start().catch(() => undefined); // Told by avatar-error, and shown.
  };

  let keeping: { as: AvatarHost['keepConversation']; lifetime: AbortController } | undefined;
  signal.addEventListener('abort', () => keeping?.lifetime.abort(), { once: true });
  const keep = (): void => {
    const { keepConversation: as } = host;
    if (keeping?.as === as) return;
    keeping?.lifetime.abort();
    keeping = { as, lifetime: new AbortController() };
    const { signal: until } = keeping.lifetime;
    if (as === 'page') return;
    import('../memory/memory.js').then(
      (code) => until.aborted || code.keepConversation(host, until),
      (error: unknown) => host.createLogger().warn('What was said earlier could not be loaded', error),
    );
  };

  const updated = (): void => {
    keep();
    isAwaited &&= host.mode === 'text' && !focus(host, '[part~="composer-field"]');
    if (host.mode !== 'text') {
      if (needsOffer(host)) void learn();
      return;
    }
    // Nobody sees it any more, and it costs.
    if ((isOpen(host.state) || host.state === 'connecting') && host.ownsSession) {
      host.remarks.endReason = 'visitor';
      void host.end();
    }
    if (isGreeted || (host.keepConversation !== 'page' && !host.remarks.isRecalled)) return;
    if (!isLanguageKnown(host)) return;
    isGreeted = true;
    greet(host);
  };

  return {
    updated,
    render: () => {
      if (host.mode === 'text') return headView(host, talk);
      return needsOffer(host) && canWrite() ? offerView(host, write) : nothing;
    },
  };
}

/** The greeting is the first that is said, in writing as well. */
function greet(host: AvatarHost): void {
  const { transcriptLog } = host;
  const text = greetingOf(host);
  if (text !== '' && transcriptLog.entries.length === 0) transcriptLog.add({ role: 'avatar', text, at: new Date() });
}

function needsOffer({ state, error }: AvatarHost): boolean {
  return state === 'unsupported' || state === 'error' || (state === 'idle' && error !== null);
}

/** Whether it is there. */
function focus({ shadowRoot }: AvatarHost, selector: string): boolean {
  const element = shadowRoot?.querySelector<HTMLElement>(selector);
  element?.focus();
  return !!element;
}

const offerView = ({ localizer }: AvatarHost, onClick: () => void): TemplateResult =>
  html`<div class="write-offer">
    ${button({ part: 'write-button', icon: writeIcon, label: textOf(localizer, 'writeInstead'), onClick })}
  </div>`;

const headView = (host: AvatarHost, onClick: () => void): TemplateResult => {
  const { localizer, poster, state } = host;
  const name = nameOf(host) ?? localizer.term('avatar');
  const term = localizer.term('talkInstead');
  const note = disclosureOf(host) === undefined ? nothing : html`${aiIcon}${textOf(localizer, 'disclosure')}`;
  const languages = host.remarks.languageMenu?.() ?? nothing;
  return html`<div class="writing-head" part="writing-head">
    <span class="writing-face" aria-hidden="true">${poster ? html`<img src=${poster} alt="" />` : silhouette}</span>
    <div class="writing-who">
      <p class="writing-name" part="name"><bdi>${name}</bdi></p>
      ${note !== nothing || languages !== nothing ? html`<p class="writing-note">${note}${languages}</p>` : nothing}
    </div>
    ${
      state === 'unsupported'
        ? nothing
        : html`<button
            type="button"
            part="button talk-button"
            title=${term}
            lang=${langOf(localizer, 'talkInstead')}
            @click=${onClick}
          >
            ${cameraIcon}<span>${term}</span>
          </button>`
    }
  </div>`;
};

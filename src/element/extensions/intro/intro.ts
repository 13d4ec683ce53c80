import { html, nothing, type TemplateResult } from 'lit';

import type { AvatarState } from '../../avatar-state.js';
import { compose, composition } from '../composition.js';
import type { AvatarHost, Extension } from '../extension.js';
import { disclosureOf, langOf, nameOf } from '../text-of.js';
import { aiIcon } from './intro-icons.js';
import { introStyles } from './intro.styles.js';

export { texts } from '../text-of.js';

export const styles = [composition, introStyles];

const SAYS_NOTHING: ReadonlySet<AvatarState> = new Set(['unsupported', 'error', 'ended']);

/** Of the sentence that tells of the AI, for the start button to be described by. */
const NOTE = 'disclosure-note';

/**
 * Who the avatar is: before the start its name, a line about it, and that it is an AI; from then on a badge. The EU's AI Act
 * (Article 50) asks that people are told that they interact with an AI, at the latest when they begin to.
 *
 * @csspart disclosure - The badge that says that it is an AI.
 * @csspart intro - The name, the line about it and the disclosure, before the start.
 * @csspart name - The avatar's name in it.
 * @csspart tagline - The line about it.
 */
export function create(host: AvatarHost): Extension {
  return {
    render: () => introView(host),
    updated: () => {
      compose(host);
      describeStart(host);
    },
  };
}

const introView = (host: AvatarHost): TemplateResult | typeof nothing => {
  const { state, localizer, error, tagline } = host;
  if (SAYS_NOTHING.has(state) || (state === 'idle' && error)) return nothing;
  const note = disclosureOf(host);
  const name = nameOf(host);
  return html`${
    note === undefined
      ? nothing
      : html`<p class="ai-badge" part="disclosure" aria-hidden="true">
            ${aiIcon}<span class="label" lang=${langOf(localizer, 'disclosure')}>${localizer.term('disclosure')}</span>
          </p>
          <p class="unseen" role="status">${state === 'connecting' ? note : nothing}</p>
          <p class="unseen" id=${NOTE} role="note">${note}</p>`
  }
  ${
    state === 'idle' && [name, tagline, note].some(Boolean)
      ? html`<div class="intro" part="intro">
          ${name ? html`<p class="name" part="name"><bdi>${name}</bdi></p>` : nothing}
          ${tagline ? html`<p class="tagline" part="tagline"><bdi>${tagline}</bdi></p>` : nothing}
          ${note === undefined ? nothing : html`<p class="note" aria-hidden="true">${note}</p>`}
        </div>`
      : nothing
  }`;
};

/** Those who hear the page are told with the button, before they press it. */
function describeStart(host: AvatarHost): void {
  const foot = host.shadowRoot?.querySelector<HTMLElement>('[part~="idle"] .foot');
  if (!foot) return;
  const button = foot.querySelector('[part~="start-button"]');
  if (disclosureOf(host) === undefined) button?.removeAttribute('aria-describedby');
  else button?.setAttribute('aria-describedby', NOTE);
  host.shadowRoot?.querySelector<HTMLElement>('.stage')?.style.setProperty('--_foot', `${foot.offsetHeight}px`);
}

import { html, nothing, type TemplateResult } from 'lit';

import type { AvatarState, LauncherState } from '../avatar-state.js';
import type { Localizer } from '../i18n/localizer.js';

export interface Stage {
  readonly state: AvatarState;
  readonly speaking: boolean;
  readonly label: string | null;
  readonly localizer: Localizer;
}

/**
 * What holds the picture and all that lies over it.
 *
 * @param status What goes on, for those who do not see it. Its region is there before it has something to say: one that comes
 * together with its text is not read.
 */
export const stageView = (
  { state, speaking, label, localizer }: Stage,
  launcher: LauncherState | null,
  status: string,
  view: unknown,
  extensions: unknown,
): TemplateResult => {
  const english = (value: string): unknown => (localizer.isEnglish ? value : nothing);
  return html`<div
    class="stage"
    part="stage"
    data-state=${state}
    lang=${localizer.spokenLang}
    dir=${localizer.shownDir ?? nothing}
    data-launcher=${launcher ?? nothing}
    ?data-speaking=${speaking}
    tabindex="-1"
    role=${launcher ? 'region' : 'group'}
    aria-label=${label ?? localizer.term('avatar')}
  >
    <video part="video" playsinline aria-hidden="true"></video>
    <div class="own" lang=${english('en')} dir=${english('ltr')}>
      <p class="unseen" role="status">${status}</p>
      ${view}
    </div>
    ${extensions}
  </div>`;
};

import { html, nothing, type TemplateResult } from 'lit';

import type { AvatarState } from '../avatar-state.js';
import type { Localizer } from '../i18n/localizer.js';
import type { LauncherState } from '../launcher-state.js';

export interface Stage {
  readonly state: AvatarState;
  readonly speaking: boolean;
  readonly label: string | null;
  readonly localizer: Localizer;
}

/** What holds the picture and all that lies over it. */
export const stageView = (
  { state, speaking, label, localizer }: Stage,
  launcher: LauncherState | null,
  content: TemplateResult,
): TemplateResult =>
  html`<div
    class="stage"
    part="stage"
    data-state=${state}
    lang=${localizer.lang()}
    dir=${localizer.shownDir ?? nothing}
    data-launcher=${launcher ?? nothing}
    ?data-speaking=${speaking}
    tabindex="-1"
    role=${launcher ? 'region' : 'group'}
    aria-label=${label ?? localizer.term('avatar')}
  >
    <video part="video" playsinline aria-hidden="true"></video>
    ${content}
  </div>`;

import { html, nothing, svg, type TemplateResult } from 'lit';

import type { QueueState } from '../../events/queue-change-event.js';
import type { Localizer } from '../../i18n/localizer.js';
import { button } from '../../views/button.js';
import { icon, playIcon } from '../../views/icons.js';
import { langOf, textOf } from '../text-of.js';

export interface QueueView {
  localizer: Localizer;
  state: QueueState;
  place: number | undefined;
  /** In text mode, where the visitor writes meanwhile. */
  isWriting: boolean;
  onJoin: () => void;
  onLeave: () => void;
  onStart: () => void;
}

const leaveIcon = icon(svg`<path d="m6.5 6.5 11 11" /><path d="m17.5 6.5-11 11" />`);

const waitIcon = icon(svg`<circle cx="12" cy="12" r="8.5" /><path d="M12 7.5V12l3 2" />`);

/** Where the visitor stands, in a sentence. */
function sentenceOf({ localizer, state, place }: Pick<QueueView, 'localizer' | 'state' | 'place'>): string {
  switch (state) {
    case 'offered':
      return localizer.term('errorCAPACITY');
    case 'waiting':
      return place === undefined ? localizer.term('queueWaiting') : localizer.term('queuePlace', place);
    case 'turn':
      return localizer.term('queueTurn');
    case 'missed':
      return localizer.term('queueMissed');
    case 'over':
      return '';
  }
}

/** Its region is there before it has something to say: one that comes together with its text is not read. */
export const statusView = (view: QueueView): TemplateResult =>
  html`<p class="unseen queue-status" role="status" lang=${langOf(view.localizer, 'queueWaiting')}>
    ${sentenceOf(view)}
  </p>`;

/** In place of the picture, until it is the visitor's turn. */
export const queueView = (view: QueueView): TemplateResult => {
  const { localizer, state, isWriting, onJoin, onLeave, onStart } = view;
  const label = (key: 'queueJoin' | 'queueLeave' | 'talkInstead'): TemplateResult => textOf(localizer, key);
  const isWaiting = state === 'waiting' || state === 'turn';
  const { place } = view;
  return html`<div class="cover queue" part="queue">
    <div class="queue-card" part="queue-card" data-queue=${state}>
      <p class="queue-place" part="queue-place" aria-hidden="true" lang=${langOf(localizer, 'queueWaiting')}>
        ${state === 'waiting' && place !== undefined ? html`<span class="queue-number">${place}</span>` : nothing}
        <span class="queue-sentence">${sentenceOf(view)}</span>
      </p>
      ${state === 'waiting' && !isWriting ? html`<p class="queue-note">${textOf(localizer, 'queueNote')}</p>` : nothing}
      <div class="queue-answers">
        ${
          state === 'turn' && isWriting
            ? button({ part: 'queue-start-button', icon: playIcon, label: label('talkInstead'), onClick: onStart })
            : nothing
        }
        ${
          isWaiting
            ? button({ part: 'queue-leave-button', icon: leaveIcon, label: label('queueLeave'), onClick: onLeave })
            : button({ part: 'queue-join-button', icon: waitIcon, label: label('queueJoin'), onClick: onJoin })
        }
      </div>
    </div>
  </div>`;
};

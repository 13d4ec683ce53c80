import { html, nothing, type TemplateResult } from 'lit';

import type { Localizer } from '../../../i18n/localizer.js';
import { langOf, type TextKey } from '../../text-of.js';
import { chooseIcon, microphoneIcon } from './composer-icons.js';
import type { MicrophoneView } from './composer-voice.js';

/** The button that listens, and the menu of microphones. */
export const microphoneView = (
  localizer: Localizer,
  microphone: MicrophoneView,
  onCancel: () => void,
): TemplateResult =>
  html`${
    microphone.mode === 'hands-free'
      ? handsFreeButton(localizer, microphone, onCancel)
      : pushButton(localizer, microphone, onCancel)
  }${microphone.devices.length > 0 ? deviceMenu(localizer, microphone) : nothing}`;

const handsFreeButton = (localizer: Localizer, microphone: MicrophoneView, onCancel: () => void): TemplateResult =>
  html`<button
    type="button"
    part="button microphone-button"
    lang=${langOf(localizer, 'talkHandsFree')}
    title=${localizer.term('talkHandsFree')}
    aria-pressed=${microphone.isListening ? 'true' : 'false'}
    @keydown=${({ key }: KeyboardEvent) => key === 'Escape' && onCancel()}
    @click=${() => microphone.pushToTalk.toggle()}
  >
    ${microphoneIcon}<span class="unseen">${localizer.term('talkHandsFree')}</span>
  </button>`;

const pushButton = (
  localizer: Localizer,
  { isListening, ears, pushToTalk: talk }: MicrophoneView,
  onCancel: () => void,
): TemplateResult => {
  const onPointerDown = ({ button, target, pointerId }: PointerEvent): void => {
    if (button !== 0) return;
    // The release counts wherever it comes.
    if (target instanceof Element) target.setPointerCapture(pointerId);
    talk.press();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onCancel();
    if (!isPressKey(event)) return;
    event.preventDefault();
    if (!event.repeat) talk.press();
  };
  const onKeyUp = (event: KeyboardEvent): void => {
    if (!isPressKey(event)) return;
    event.preventDefault();
    talk.release();
  };
  const onClick = ({ detail }: MouseEvent): void => {
    if (detail === 0) talk.toggle();
  };
  const onRelease = (): void => talk.release();
  const hint: TextKey = ears === 'browser' ? 'browserListens' : 'holdToTalk';
  return html`<button
    type="button"
    part="button microphone-button"
    lang=${langOf(localizer, 'holdToTalk')}
    title=${hint === 'holdToTalk' ? localizer.term(hint) : `${localizer.term('holdToTalk')} · ${localizer.term(hint)}`}
    aria-pressed=${isListening ? 'true' : 'false'}
    @pointerdown=${onPointerDown}
    @pointerup=${onRelease}
    @pointercancel=${onRelease}
    @blur=${onRelease}
    @keydown=${onKeyDown}
    @keyup=${onKeyUp}
    @click=${onClick}
    @contextmenu=${(event: Event) => event.preventDefault()}
  >
    ${microphoneIcon}<span class="unseen">${localizer.term('holdToTalk')}</span>
  </button>`;
};

/** The browser's own menu, under an icon that is as small as the composer is low. */
const deviceMenu = (localizer: Localizer, { devices, deviceId, onChoose }: MicrophoneView): TemplateResult =>
  html`<span class="microphone-choice"
    >${chooseIcon}<select
      part="microphone-choice"
      lang=${langOf(localizer, 'microphone')}
      aria-label=${localizer.term('microphone')}
      title=${localizer.term('microphone')}
      @change=${({ target }: Event) => onChoose((target as HTMLSelectElement).value)}
    >
      ${devices.map(
        ({ deviceId: id, label }) => html`<option value=${id} .selected=${id === deviceId}>${label || id}</option>`,
      )}
    </select></span
  >`;

function isPressKey({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return (key === ' ' || key === 'Enter') && !altKey && !ctrlKey && !metaKey;
}

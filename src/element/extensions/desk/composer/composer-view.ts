import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

import type { Localizer } from '../../../i18n/localizer.js';
import { langOf, type TextKey } from '../../text-of.js';
import type { PushToTalk } from './push-to-talk.js';
import { microphoneIcon, sendIcon } from './composer-icons.js';

export interface ComposerView {
  localizer: Localizer;
  /** What is in the field. */
  text: string;
  /** What there is to say to the visitor. */
  status: TextKey | undefined;
  /** There is no room for a long invitation. */
  isNarrow: boolean;
  isListening: boolean;
  /** A message was sent, and its answer has not begun. */
  isWaiting: boolean;
  /** Undefined where the browser cannot listen. */
  pushToTalk: PushToTalk | undefined;
  onInput: (text: string) => void;
  onSend: () => void;
  /** The visitor has changed their mind about talking. */
  onCancel: () => void;
}

export const composerView = (view: ComposerView): TemplateResult => {
  const { localizer, text, status, isNarrow, isListening, isWaiting, pushToTalk } = view;
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    view.onSend();
  };
  // It stays there, for what comes into it to be announced; the field shows by itself that it listens.
  const name = status && !isListening ? 'composer-status' : 'unseen';
  const [said, lang] = status ? [localizer.term(status), langOf(localizer, status)] : ['', nothing];
  return html`<div class="composer-dock" data-listening=${isListening ? 'true' : nothing}>
    <p class=${name} part="composer-status" role="status" lang=${lang}>${said}</p>
    <form class="composer" part="composer" @submit=${onSubmit}>
      ${pushToTalk ? microphoneButton(view, pushToTalk) : nothing}
      <div class="field" data-text=${text}>
        <textarea
          part="composer-field"
          rows="1"
          dir=${text === '' ? nothing : 'auto'}
          enterkeyhint="send"
          autocomplete="off"
          aria-label=${localizer.term('message')}
          placeholder=${localizer.term(isListening ? 'listening' : isNarrow ? 'message' : 'writeMessage')}
          ?readonly=${isListening}
          .value=${live(text)}
          @input=${({ target }: Event) => view.onInput((target as HTMLTextAreaElement).value)}
          @keydown=${(event: KeyboardEvent) => onFieldKey(event, view)}
        ></textarea>
      </div>
      <button
        type="submit"
        part="button send-button"
        lang=${langOf(localizer, 'send')}
        title=${localizer.term('send')}
        ?data-waiting=${isWaiting}
      >
        ${sendIcon}<span class="unseen">${localizer.term('send')}</span>
      </button>
    </form>
  </div>`;
};

const microphoneButton = ({ localizer, isListening, onCancel }: ComposerView, talk: PushToTalk): TemplateResult => {
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
  return html`<button
    type="button"
    part="button microphone-button"
    lang=${langOf(localizer, 'holdToTalk')}
    title=${localizer.term('holdToTalk')}
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

function onFieldKey(event: KeyboardEvent, { onSend, onCancel }: ComposerView): void {
  if (event.key === 'Escape') onCancel();
  if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
  event.preventDefault();
  onSend();
}

/** Enter also ends the composition of a word; Safari tells of that key only by its old code. */
function isComposing(event: KeyboardEvent): boolean {
  const { isComposing, keyCode } = event as { isComposing: boolean; keyCode: number };
  return isComposing || keyCode === 229;
}

function isPressKey({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return (key === ' ' || key === 'Enter') && !altKey && !ctrlKey && !metaKey;
}

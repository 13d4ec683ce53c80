import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

import type { InLanguage } from '../../../conversation/by-language.js';
import type { Localizer } from '../../../i18n/localizer.js';
import { langOf, textOf, type TextKey } from '../../text-of.js';
import { sendIcon } from './composer-icons.js';
import type { MicrophoneView } from './composer-voice.js';
import { microphoneView } from './microphone-view.js';
import { suggestionsView } from './suggestions-view.js';

export interface ComposerView {
  localizer: Localizer;
  /** Whether there is a field to write in, and not a microphone alone. */
  hasField: boolean;
  /** What is in the field. */
  text: string;
  /** What has come in the way. */
  problem: TextKey | undefined;
  /** There is no room for a long invitation. */
  isNarrow: boolean;
  /** What is said is written into the field. */
  isWriting: boolean;
  /** The answer is not heard yet. */
  isThinking: boolean;
  /** A message was sent, and its answer has not begun. */
  isWaiting: boolean;
  /** Undefined where nobody can listen. */
  microphone: MicrophoneView | undefined;
  /** What the visitor may say next; undefined while they say something else. */
  suggestions: InLanguage<readonly string[]> | undefined;
  /** Whether the page shows its own. */
  hasOwnSuggestions: boolean;
  onSuggestion: (text: string) => void;
  onInput: (text: string) => void;
  onSend: () => void;
  /** The visitor has changed their mind about talking. */
  onCancel: () => void;
}

export const composerView = (view: ComposerView): TemplateResult | typeof nothing => {
  const { localizer, hasField, problem, isThinking, microphone } = view;
  if (!hasField && !microphone && !problem) return nothing;
  const activity = activityOf(view);
  const said = problem ?? activity;
  // It stays there, for what comes into it to be announced; what it does shows by itself.
  return html`<div
    class="composer-dock"
    data-listening=${microphone?.isListening ? 'true' : nothing}
    data-thinking=${isThinking ? 'true' : nothing}
  >
    <p
      class=${problem ? 'composer-status' : 'unseen'}
      part="composer-status"
      role="status"
      lang=${said ? langOf(localizer, said) : nothing}
    >
      ${said ? localizer.term(said) : ''}
    </p>
    ${suggestionsOf(view)}
    ${hasField ? fieldView(view, activity) : microphone ? microphoneAlone(view, microphone, activity) : nothing}
  </div>`;
};

const suggestionsOf = (view: ComposerView): TemplateResult | typeof nothing => {
  const { localizer, suggestions, hasOwnSuggestions: isSlotted, onSuggestion: onChoose } = view;
  return suggestions ? suggestionsView({ localizer, suggestions, isSlotted, onChoose }) : nothing;
};

/** What goes on, in words. */
function activityOf({ microphone, isThinking }: ComposerView): TextKey | undefined {
  if (isThinking) return 'thinking';
  if (!microphone?.isListening) return undefined;
  return microphone.ears === 'browser' ? 'browserListens' : 'listening';
}

const fieldView = (view: ComposerView, activity: TextKey | undefined): TemplateResult => {
  const { localizer, text, isNarrow, isWriting, isWaiting, microphone, onCancel } = view;
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    view.onSend();
  };
  return html`<form class="composer" part="composer" @submit=${onSubmit}>
    ${microphone ? microphoneView(localizer, microphone, onCancel) : nothing}
    <div class="field" data-text=${text}>
      <textarea
        part="composer-field"
        rows="1"
        dir=${text === '' ? nothing : 'auto'}
        enterkeyhint="send"
        autocomplete="off"
        aria-label=${localizer.term('message')}
        placeholder=${localizer.term(activity ?? (isNarrow ? 'message' : 'writeMessage'))}
        ?readonly=${isWriting}
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
  </form>`;
};

const microphoneAlone = (
  { localizer, onCancel }: ComposerView,
  microphone: MicrophoneView,
  activity: TextKey | undefined,
): TemplateResult => {
  const invitation = microphone.mode === 'hands-free' ? 'talkHandsFree' : 'holdToTalk';
  return html`<div class="composer microphone-alone" part="composer">
    ${microphoneView(localizer, microphone, onCancel)}
    <span class="activity" aria-hidden="true">${textOf(localizer, activity ?? invitation)}</span>
  </div>`;
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

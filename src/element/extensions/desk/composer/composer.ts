import { nothing, type TemplateResult } from 'lit';

import { isAvatarError, type AvatarError, type AvatarErrorCode } from '../../../../core/errors.js';
import type { AvatarState } from '../../../avatar-state.js';
import type { MessageVia } from '../../../events/message-event.js';
import type { Messages } from '../../../i18n/messages.js';
import type { AvatarHost, Extension } from '../../extension.js';
import type { InLanguage } from '../../../conversation/by-language.js';
import { composerView } from './composer-view.js';
import { suggestionsOf } from '../../../conversation/suggestions.js';
import { conversationOf, type SendSpokenOptions } from '../../../conversation/conversation.js';
import { keepTyping } from './keep-typing.js';
import { ComposerVoice } from './composer-voice.js';

type Status = 'noAnswer' | keyof Pick<Messages, `error${AvatarErrorCode}`>;

/** What says nothing useful to a visitor who has sent a message. */
const UNSPECIFIC: ReadonlySet<AvatarErrorCode> = new Set(['API_REQUEST_FAILED', 'INVALID_INPUT', 'PROTOCOL']);

const IS_OVER: ReadonlySet<AvatarState> = new Set(['ended', 'error']);

/** Where the invitation to write takes more than its line in most languages, in CSS pixels. */
const NARROW_PX = 260;

/** How much of the stage is the composer's, for styles. */
const SPACE = '--_composer-space';

/**
 * A field to write to the avatar in, and a button to talk to it.
 *
 * @csspart composer - The text field with its buttons.
 * @csspart composer-field - The field itself.
 * @csspart send-button - Sends what was written.
 * @csspart microphone-button - Listens while it is held, or until it is pressed again.
 * @csspart microphone-choice - Chooses among several microphones.
 * @csspart composer-status - The composer's status: that it listens, or why a message was not answered.
 */
export class Composer implements Extension {
  readonly #host: AvatarHost;
  readonly #voice: ComposerVoice;
  #draft = '';
  #status: Status | undefined;
  /** The message whose answer has not begun. */
  #waiting: symbol | undefined;
  #latest: symbol | undefined;
  /** In the next frame, for the picture and the transcript are resized by it. Missing in the pages that test runners make. */
  readonly #size =
    typeof ResizeObserver === 'undefined'
      ? undefined
      : new ResizeObserver(() => requestAnimationFrame(() => this.#fit()));
  #dock: HTMLElement | undefined;
  #isNarrow = false;

  constructor(host: AvatarHost, signal: AbortSignal) {
    this.#host = host;
    this.#voice = new ComposerVoice(host, signal, {
      onChange: () => host.requestUpdate(),
      onStart: () => this.#onStart(),
      onHeard: (text, isWhole) => this.#onHeard(text, isWhole),
      send: (send) => this.#exchange('', send),
      takeDraft: () => this.#takeDraft(),
    });
    const stop = (): void => this.#stopListening({ keep: true });
    const leave = (): void => {
      stop();
      this.#size?.disconnect();
      this.#stage?.style.removeProperty(SPACE);
    };
    signal.addEventListener('abort', leave, { once: true });
    const { ownerDocument } = host;
    ownerDocument.defaultView?.addEventListener('pagehide', stop, { signal });
    ownerDocument.addEventListener('visibilitychange', () => ownerDocument.hidden && stop(), { signal });
    keepTyping(host, signal);
    host.addEventListener('avatar-state-change', ({ state }) => IS_OVER.has(state) && stop(), { signal });
  }

  render(): TemplateResult | typeof nothing {
    const { state, localizer, mode } = this.#host;
    if (state === 'unsupported' && mode !== 'text') return nothing;
    const microphone = this.#voice.view;
    return composerView({
      localizer,
      hasField: this.#host.composer || mode === 'text',
      text: joined(this.#draft, this.#voice.heard),
      problem: this.#voice.status ?? this.#status,
      isNarrow: this.#isNarrow,
      isWriting: this.#voice.isWriting,
      isThinking: this.#host.remarks.thinking === true,
      isWaiting: this.#waiting !== undefined,
      microphone,
      suggestions: this.#suggestions,
      hasOwnSuggestions: this.#host.querySelector(':scope > [slot="suggestions"]') !== null,
      onSuggestion: (text) => this.#onSuggestion(text),
      onInput: (text) => this.#update(() => this.#write(text)),
      onSend: () => this.#onSend(),
      onCancel: () => this.#stopListening({ keep: false }),
    });
  }

  updated(): void {
    this.#voice.update();
    const dock = this.#host.shadowRoot?.querySelector<HTMLElement>('.composer-dock') ?? undefined;
    if (dock === this.#dock) return;
    this.#size?.disconnect();
    this.#dock = dock;
    if (!dock) return;
    this.#size?.observe(dock);
    this.#fit();
  }

  /** Out of the way of a visitor who says something else, and of an answer that is on its way. */
  get #suggestions(): InLanguage<readonly string[]> | undefined {
    const isBusy = this.#waiting !== undefined || this.#voice.isWriting || this.#host.remarks.thinking === true;
    return isBusy || this.#draft !== '' ? undefined : suggestionsOf(this.#host);
  }

  get #field(): HTMLElement | null | undefined {
    return this.#host.shadowRoot?.querySelector<HTMLElement>('[part~="composer-field"]');
  }

  get #stage(): HTMLElement | null | undefined {
    return this.#host.shadowRoot?.querySelector<HTMLElement>('.stage');
  }

  /** What stands above it moves up as it grows with what is written; and it says less where there is little room. */
  #fit(): void {
    const { offsetHeight: height = 0, offsetWidth: width = 0 } = this.#dock ?? {};
    this.#stage?.style.setProperty(SPACE, `${height}px`);
    const isNarrow = width < NARROW_PX;
    if (isNarrow !== this.#isNarrow) this.#update(() => (this.#isNarrow = isNarrow));
  }

  #write(text: string): void {
    this.#draft = text;
    this.#status = undefined;
    this.#voice.clearStatus();
  }

  #onSuggestion(text: string): void {
    // The suggestions go; a visitor with a keyboard goes on here, and one who touches has none that comes up.
    if (this.#host.shadowRoot?.activeElement?.matches(':focus-visible')) this.#field?.focus();
    void this.#send(text, 'text');
  }

  #onSend(): void {
    // What is still being said comes with the end of listening.
    if (this.#voice.isWriting) this.#voice.stop();
    else void this.#send(this.#draft, 'text');
  }

  /** Never rejects: what fails is shown, and gives the message back. */
  async #send(message: string, via: MessageVia): Promise<void> {
    if (message.trim() === '') {
      this.#field?.focus();
      return;
    }
    this.#write('');
    await this.#exchange(message, (options) => conversationOf(this.#host).send(message, { ...options, via }));
  }

  /** Never rejects. @param message What is given back where it fails; of what is spoken it is known later. */
  async #exchange(message: string, send: (options: SendSpokenOptions) => Promise<void>): Promise<void> {
    let text = message;
    const attempt = Symbol();
    const progress = { isTaken: false, isAnswered: false };
    this.#update(() => {
      this.#status = undefined;
      this.#latest = this.#waiting = attempt;
    });
    try {
      await send({
        onHeard: (heard) => (text = heard),
        onTaken: () => (progress.isTaken = true),
        onAnswer: () => {
          progress.isAnswered = true;
          this.#stopWaiting(attempt);
        },
        onFailure: (error) => this.#update(() => (this.#status = statusOf(error))),
      });
    } catch (error) {
      const wasStopped = isAvatarError(error) && error.code === 'ABORTED';
      const isUnsent = !(wasStopped ? progress.isTaken : progress.isAnswered);
      if (isUnsent && this.#latest === attempt) this.#draft = joined(text, this.#draft);
    }
    this.#stopWaiting(attempt);
  }

  #stopWaiting(attempt: symbol): void {
    this.#update(() => {
      if (this.#waiting === attempt) this.#waiting = undefined;
    });
  }

  #onStart(): void {
    if (this.#voice.view?.ears === 'browser') void conversationOf(this.#host).interrupt();
    this.#status = undefined;
  }

  #onHeard(text: string, isWhole: boolean): void {
    const message = joined(this.#draft, text);
    // What was heard before it failed may not be all.
    if (isWhole) void this.#send(message, 'voice');
    else this.#draft = message;
  }

  #takeDraft(): string {
    const draft = this.#draft;
    this.#draft = '';
    return draft;
  }

  #stopListening({ keep }: { keep: boolean }): void {
    if (!this.#voice.isListening) return;
    const heard = this.#voice.cancel();
    this.#update(() => {
      if (keep) this.#draft = joined(this.#draft, heard);
    });
  }

  #update(change: () => void): void {
    change();
    this.#host.requestUpdate();
  }
}

function statusOf({ code }: AvatarError): Status {
  return UNSPECIFIC.has(code) ? 'noAnswer' : `error${code}`;
}

function joined(...texts: string[]): string {
  return texts.filter(Boolean).join(' ');
}

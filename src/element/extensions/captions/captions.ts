import type { TemplateResult } from 'lit';

import type { KalturaAvatarSession } from '../../../session/kaltura-avatar-session.js';
import { expectedOf } from '../../conversation/expected-speech.js';
import { AvatarCaptionEvent } from '../../events/caption-event.js';
import { tellMetrics } from '../../session/tell-metrics.js';
import type { AvatarHost, Extension } from '../extension.js';
import { captionsView } from './captions-view.js';
import type { TimedCaption } from './recut-captions.js';
import { NativeCaptions } from './native-captions.js';
import { PageCaptions } from './page-captions.js';
import { SpeechFollower } from './speech-follower.js';
import { VoicePace } from '../../../core/speech/voice-pace.js';

export { styles } from './captions.styles.js';
export { texts } from '../text-of.js';

/**
 * What is said, as captions of the video or, where the picture is drawn by the element, over it.
 *
 * @csspart captions - What is said, where the element draws it and not the browser: with `chroma-key`.
 */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  return new Captions(host, signal);
}

class Captions implements Extension {
  readonly shortcuts = { c: () => void (this.#host.captions = !this.#host.captions) };
  readonly #host: AvatarHost;
  readonly #signal: AbortSignal;
  #native: NativeCaptions | undefined;
  #follower: SpeechFollower | undefined;
  readonly #page = new PageCaptions();
  /** What is heard now. */
  #text: string | undefined;
  /** What the page has put in the place of the captions. */
  #slotted: readonly Element[] = [];

  constructor(host: AvatarHost, signal: AbortSignal) {
    this.#host = host;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#end(), { once: true });
  }

  follow(session: KalturaAvatarSession, signal: AbortSignal): void {
    const { transcriptLog: transcript, voiceSpeed } = this.#host;
    this.#clear();
    const follower = new SpeechFollower({
      session,
      signal,
      transcript,
      pace: new VoicePace(voiceSpeed ?? 1),
      isSeen: () => this.#host.captions || this.#host.showTranscript,
      onChange: () => this.#onChange(follower),
      onFinish: () => this.#native?.settle(),
      // As the captions, they are for every session, whoever has opened it.
      onReply: tellMetrics(this.#host, session, signal),
    });
    this.#follower = follower;
    signal.addEventListener('abort', () => expectedOf(transcript).forget(), { once: true });
  }

  render(): TemplateResult {
    return captionsView({
      text: this.#shownText,
      // A transcript that is shown tells what was said itself.
      isAnnounced: !this.#host.showTranscript,
      isOverlay: this.#drawnBy === 'element',
      onSlotChange: ({ currentTarget }) => {
        this.#slotted = (currentTarget as HTMLSlotElement).assignedElements({ flatten: true });
        this.#host.requestUpdate();
      },
    });
  }

  updated(): void {
    this.#nativeCaptions()?.show(this.#host.captions && this.#drawnBy === 'browser');
    this.#page.show(this.#slotted, this.#shownText ?? '');
  }

  get #shownText(): string | undefined {
    return this.#host.captions ? this.#host.transcriptLog.caption?.text : undefined;
  }

  /**
   * The browser draws captions as the visitor has set them there. It draws them on the video itself, which is not what is seen
   * where its background is taken out.
   */
  get #drawnBy(): 'browser' | 'element' | 'page' {
    if (this.#slotted.length > 0) return 'page';
    return this.#host.chromaKey === null ? 'browser' : 'element';
  }

  #onChange(follower: SpeechFollower): void {
    if (follower !== this.#follower) return;
    const { captions, current, turnId } = follower;
    this.#nativeCaptions()?.place(captions);
    const isNext = current !== this.#host.transcriptLog.caption;
    if (isNext) this.#setCurrent(current, turnId);
    if (this.#text === current?.text) return;
    // The text of one that is heard may grow.
    this.#text = current?.text;
    if (this.#host.captions) this.#host.requestUpdate();
  }

  #setCurrent(current: TimedCaption | undefined, turnId: string | undefined): void {
    this.#host.transcriptLog.caption = current;
    const native = this.#native;
    if (!current || !native) return;
    const { text, startMs, endMs } = current;
    this.#host.dispatchEvent(
      new AvatarCaptionEvent({
        text,
        turnId: turnId ?? null,
        startTime: native.timeOf(startMs),
        endTime: native.timeOf(endMs),
      }),
    );
  }

  /** There is no video before the element’s first update. */
  #nativeCaptions(): NativeCaptions | undefined {
    const { video, localizer } = this.#host;
    if (this.#native || !video || this.#signal.aborted) return this.#native;
    this.#native = new NativeCaptions(video, { label: localizer.term('captions'), language: localizer.spokenLang });
    this.#native.onToggle((isShown) => (this.#host.captions = isShown), { signal: this.#signal });
    return this.#native;
  }

  #clear(): void {
    this.#native?.clear();
    this.#host.transcriptLog.caption = this.#text = undefined;
  }

  #end(): void {
    this.#clear();
    this.#page.show([], '');
  }
}

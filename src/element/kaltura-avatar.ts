import { html, nothing, type TemplateResult } from 'lit';

import { AvatarError } from '../core/errors.js';
import type { SpeechInput } from '../core/speech/speech-input.js';
import type { KalturaAvatarSession } from '../session/kaltura-avatar-session.js';
import type { AvatarState } from './avatar-state.js';
import { AutostartController } from './controllers/autostart-controller.js';
import { CommandController } from './controllers/command-controller.js';
import { ExtensionsController } from './controllers/extensions-controller.js';
import { FocusController } from './controllers/focus-controller.js';
import { GreetingController } from './controllers/greeting-controller.js';
import { LauncherController } from './controllers/launcher-controller.js';
import { PatienceController } from './controllers/patience-controller.js';
import { PlaybackController } from './controllers/playback-controller.js';
import { SessionController } from './controllers/session-controller.js';
import { SoloController } from './controllers/solo-controller.js';
import { StatesController } from './controllers/states-controller.js';
import { VisibilityController } from './controllers/visibility-controller.js';
import type { conversationOf } from './extensions/composer/conversation.js';
import { EXTENSION_RULES } from './extensions/extension-rules.js';
import { Localizer } from './i18n/localizer.js';
import { styles } from './kaltura-avatar.styles.js';
import { placementStyles } from './placement.styles.js';
import { AvatarSettings } from './settings/avatar-settings.js';
import { Transcript, type TranscriptEntry } from './transcript.js';
import {
  connectingView,
  endedView,
  errorView,
  idleView,
  unsupportedView,
  type StartActions,
} from './views/cover-views.js';
import { liveView, reconnectingView } from './views/overlay-views.js';

/**
 * A live, talking avatar.
 *
 * ```html
 * <kaltura-avatar session-endpoint="/api/avatar/session" avatar-id="your-avatar"></kaltura-avatar>
 * ```
 *
 * @tagname kaltura-avatar
 *
 * @attr {string} session-endpoint - The URL of your backend that opens sessions. Required to start.
 * @attr {string} avatar-id - Which avatar to show. Default: the one that your backend chooses.
 * @attr {string} voice-id - Which voice it speaks with. Default: the avatar's own.
 * @attr {string} base-url - The Control API, for backends that hand out a token. Default: the live service.
 * @attr {boolean} autostart - Starts as soon as the element is on the page; where it floats, once it is expanded. Browsers then
 *   play without sound until a click.
 * @attr {boolean} muted - Plays without sound.
 * @attr {boolean} captions - Shows what is said as captions, drawn by the browser as the visitor has set them there.
 * @attr {boolean} composer - Shows a field to write to the avatar in, and a button to talk to it where the browser can listen.
 * @attr {boolean} show-transcript - Shows what was said.
 * @attr {'inline' | 'fill' | 'bottom-end' | 'bottom-start' | 'top-end' | 'top-start'} placement - Where it stands: in the page's
 *   flow (default), over the whole of its container, which has to be positioned, or floating in a corner of the window.
 * @attr {string} chroma-key - A colour of CSS that is taken out of the live picture; without a value `#00ff00`.
 *
 * @fires {AvatarStateChangeEvent} avatar-state-change - The element entered another state.
 * @fires {AvatarConnectionChangeEvent} avatar-connection-change - The WebRTC connection changed.
 * @fires {AvatarSpeakingStartEvent} avatar-speaking-start - The avatar is heard to begin to speak.
 * @fires {AvatarSpeakingEndEvent} avatar-speaking-end - The avatar is heard to have stopped.
 * @fires {AvatarCaptionEvent} avatar-caption - A sentence is heard to begin, or a part of a long one; also while captions are hidden.
 * @fires {AvatarLauncherChangeEvent} avatar-launcher-change - A floating avatar was expanded, minimised or dismissed.
 * @fires {AvatarErrorEvent} avatar-error - Something failed.
 * @fires {AvatarMessageEvent} avatar-message - The visitor says something; cancelable, to answer in the page.
 *
 * @csspart video - The avatar's picture.
 * @csspart canvas - The avatar's picture in place of the video, with `chroma-key`.
 * @csspart cover - What covers the picture while there is none: idle, connecting, ended or error.
 * @csspart overlay - What lies on the live picture.
 * @csspart captions - What is said, where the element draws it and not the browser: with `chroma-key`.
 * @csspart notice - What went wrong while the avatar goes on.
 * @csspart launcher-button - The bubble of a floating avatar.
 * @csspart launcher-bar - What minimises and dismisses a floating avatar: minimise-button and dismiss-button.
 * @csspart button - Every button; each one also has a part of its own: start-button, restart-button, retry-button, sound-button.
 * @csspart composer - The field with its buttons; in it composer-field, send-button and microphone-button.
 * @csspart composer-status - What the composer has to say: that it listens, or why a message was not answered.
 * @csspart transcript - What was said; each transcript-entry also has the part visitor or avatar.
 *
 * @cssstate collapsed - A floating avatar is a bubble.
 * @cssstate expanded - A floating avatar is a panel.
 * @cssstate dismissed - A floating avatar was sent away.
 *
 * @cssprop [--kaltura-avatar-radius=24px] - The radius of the corners; 0 where it fills its container.
 * @cssprop [--kaltura-avatar-offset=20px] - How far a floating avatar is from the edges of the window; a length, 0px included.
 * @cssprop [--kaltura-avatar-bubble-size=72px] - The diameter of a floating avatar's bubble.
 * @cssprop [--kaltura-avatar-panel-size=360px] - The width of a floating avatar's panel; its height is four thirds of it.
 * @cssprop [--kaltura-avatar-z-index=1100] - What a floating avatar is above: by default the bars of a page.
 * @cssprop [--kaltura-avatar-accent=#4f46d8] - The colour of the buttons.
 * @cssprop [--kaltura-avatar-on-accent=#fff] - The colour of what stands on a button.
 * @cssprop [--kaltura-avatar-background] - What is behind the picture and the messages.
 * @cssprop [--kaltura-avatar-captions-inset=0px] - How high captions stay above the lower edge, for what lies over it there.
 * @cssprop [--kaltura-avatar-font=system-ui] - The font family.
 * @cssprop [--kaltura-avatar-chroma-similarity=0.4] - How far from `chroma-key` still belongs to it: 0 the colour alone, 1 as far as grey.
 * @cssprop [--kaltura-avatar-chroma-smoothness=0.3] - Over how much more the picture becomes opaque, in the same measure.
 */
export class KalturaAvatarElement extends AvatarSettings {
  static override styles = [styles, placementStyles];

  readonly localizer = new Localizer(this);
  /** The transcript, for those who write it: visitors' messages, and what the avatar is about to say by itself. */
  readonly transcriptLog = new Transcript();
  readonly #internals = this.attachInternals();
  readonly #playback = new PlaybackController(this);
  readonly #session = new SessionController(this, (stream) => this.#playback.setStream(stream));
  readonly #patience = new PatienceController(this);
  readonly #launcher = new LauncherController(this);
  readonly #autostart = new AutostartController(this, () => this.#launcher.opened);
  readonly #extensions = new ExtensionsController(this, KalturaAvatarElement.styles, EXTENSION_RULES);

  constructor() {
    super();
    this.addController(new FocusController(this));
    this.addController(new CommandController(this));
    new GreetingController(this);
    new SoloController(this);
    new StatesController(this, this.#internals, () => this.#states);
    new VisibilityController(this, (isOnScreen) => this.#onScreenChange(isOnScreen));
  }

  /** What the element shows. */
  get state(): AvatarState {
    return this.#session.state;
  }

  /** Whether the avatar is heard to speak. */
  get speaking(): boolean {
    return this.session?.isSpeaking ?? false;
  }

  /** The id of the session, or null before the first one. */
  get sessionId(): string | null {
    return this.session?.getSessionId() ?? null;
  }

  /** The headless session under the element; null before the first one. Set one that you have opened yourself to show it. */
  get session(): KalturaAvatarSession | null {
    return this.#session.session;
  }

  set session(session: KalturaAvatarSession | null) {
    this.#session.adopt(session);
  }

  /** What the avatar said and what was said to it, through all sessions of this element, newest last: the latest 500. */
  get transcript(): readonly TranscriptEntry[] {
    return this.transcriptLog.entries;
  }

  /** Whether a floating avatar is a panel now, and no bubble. False where it does not float. */
  get expanded(): boolean {
    return this.#launcher.state === 'expanded';
  }

  /** True brings back one that was dismissed, too. The focus goes along, unless the visitor is writing on the page. */
  set expanded(expanded: boolean) {
    if (expanded) this.#launcher.expand();
    else this.#launcher.minimise();
  }

  /** The video element that shows the avatar; null before the first render. */
  get video(): HTMLVideoElement | null {
    return this.shadowRoot?.querySelector('video') ?? null;
  }

  /**
   * Opens a session; resolves with the first frame. Does nothing while one is open.
   * @throws {AvatarError} What `avatar-error` tells as well.
   */
  start(): Promise<void> {
    return reportedElsewhere(this.#session.start());
  }

  /** Ends the session; resolves when the service has been told. Never rejects. */
  end(): Promise<void> {
    return this.#session.end();
  }

  /**
   * Says a text, or what streams in: an async iterable or `ReadableStream` of texts, or a `fetch` response. Resolves when
   * the service has taken it. While connecting, it waits for the connection.
   * @throws {AvatarError} What `avatar-error` tells as well.
   */
  speak(input: SpeechInput): Promise<void> {
    return reportedElsewhere(this.#session.run((session) => session.speak(input).accepted));
  }

  /**
   * Says a recording; what is no MP3 (44.1 kHz) is made one. Resolves when the service has taken it.
   * @throws {AvatarError} What `avatar-error` tells as well.
   */
  speakAudio(audio: Blob): Promise<void> {
    return reportedElsewhere(this.#session.run((session) => session.speakAudio(audio).accepted));
  }

  /**
   * Silences the avatar and drops what it still had to say.
   * @throws {AvatarError} What `avatar-error` tells as well.
   */
  interrupt(): Promise<void> {
    return reportedElsewhere(this.#session.run((session) => session.interrupt()));
  }

  /**
   * Sends a message as the visitor would by the composer: `avatar-message` is fired, and unless its default is prevented, the
   * page's `reply` or the backend's reply hook answers. Starts the avatar where it has to. Resolves when the avatar has been
   * handed the whole answer.
   * @throws {AvatarError} What `avatar-error` tells as well; `ABORTED` where another message came in between.
   */
  send(message: string): Promise<void> {
    return reportedElsewhere(loadConversation().then((code) => code.conversationOf(this).send(message)));
  }

  /**
   * Takes a floating avatar away and ends its session, for as long as the browser's tab is open or until it is expanded.
   * Does nothing where it does not float. Never rejects.
   */
  dismiss(): Promise<void> {
    return this.#launcher.dismiss();
  }

  /** Called instead of the two others where the page moves the element with `moveBefore()`: all goes on. */
  protected connectedMoveCallback(): void {
    // Nothing to undo, and nothing to make again.
  }

  #onScreenChange(isOnScreen: boolean): void {
    this.#session.setOnScreen(isOnScreen);
    this.#autostart.setOnScreen(isOnScreen);
  }

  get #states(): string[] {
    const { state, speaking } = this;
    const { isSoundBlocked } = this.#playback;
    const launcher = this.#launcher.state;
    return [
      state,
      ...(speaking ? ['speaking'] : []),
      ...(state === 'live' && isSoundBlocked ? ['blocked'] : []),
      ...(launcher ? [launcher] : []),
    ];
  }

  protected override render(): TemplateResult {
    const launcher = this.#launcher.state;
    return html`<div
      class="stage"
      part="stage"
      data-state=${this.state}
      lang=${this.localizer.lang()}
      dir=${this.localizer.shownDir ?? nothing}
      data-launcher=${launcher ?? nothing}
      ?data-speaking=${this.speaking}
      tabindex="-1"
      role=${launcher ? 'region' : 'group'}
      aria-label=${this.label ?? this.localizer.term('avatar')}
    >
      <video part="video" playsinline aria-hidden="true"></video>
      ${this.#view()} ${this.#extensions.render()}
    </div>`;
  }

  #view(): TemplateResult {
    const { state, localizer, poster } = this;
    const { error, progress } = this.#session;
    const start: StartActions = { onStart: () => void this.start(), onAim: () => void this.#session.prepare() };
    switch (state) {
      case 'unsupported':
        return unsupportedView(localizer);
      case 'idle':
        return error ? errorView(localizer, error, start) : idleView({ localizer, poster }, start);
      case 'connecting':
        return connectingView({ localizer, poster, progress, isSlow: this.#patience.isOver });
      case 'reconnecting':
        return reconnectingView(localizer);
      case 'ended':
        return endedView({ localizer, poster }, start);
      case 'error':
        return errorView(localizer, error, start);
      case 'live': {
        const { isSoundBlocked } = this.#playback;
        return liveView({ localizer, error, isSoundBlocked, onUnblock: () => this.#playback.unblock() });
      }
    }
  }
}

interface ConversationCode {
  conversationOf: typeof conversationOf;
}

async function loadConversation(): Promise<ConversationCode> {
  try {
    return await import('./extensions/composer/conversation.js');
  } catch (cause) {
    throw new AvatarError('NETWORK', 'The code for messages could not be loaded. Try again.', { cause });
  }
}

/** The page has been told by an event; a caller that does not wait for the promise needs no second warning. */
function reportedElsewhere(call: Promise<void>): Promise<void> {
  call.catch(() => undefined);
  return call;
}

declare global {
  interface HTMLElementTagNameMap {
    'kaltura-avatar': KalturaAvatarElement;
  }
}

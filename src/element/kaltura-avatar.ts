import { LitElement, html, type PropertyDeclarations, type TemplateResult } from 'lit';

import type { SpeechInput } from '../core/speech/speech-input.js';
import type { AvatarState } from './avatar-state.js';
import { FocusController } from './controllers/focus-controller.js';
import { PlaybackController } from './controllers/playback-controller.js';
import { SessionController } from './controllers/session-controller.js';
import { VisibilityController } from './controllers/visibility-controller.js';
import { en } from './i18n/en.js';
import { styles } from './kaltura-avatar.styles.js';
import {
  connectingView,
  endedView,
  errorView,
  idleView,
  liveView,
  reconnectingView,
  type StartActions,
} from './views.js';

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
 * @attr {boolean} autostart - Starts as soon as the element is on the page. Browsers then play without sound until a click.
 * @attr {boolean} muted - Plays without sound.
 *
 * @fires {AvatarStateChangeEvent} avatar-state-change - The element entered another state.
 * @fires {AvatarConnectionChangeEvent} avatar-connection-change - The WebRTC connection changed.
 * @fires {AvatarSpeakingStartEvent} avatar-speaking-start - The avatar is heard to begin to speak.
 * @fires {AvatarSpeakingEndEvent} avatar-speaking-end - The avatar is heard to have stopped.
 * @fires {AvatarErrorEvent} avatar-error - Something failed.
 *
 * @csspart video - The avatar's picture.
 * @csspart cover - What covers the picture while there is none: idle, connecting, ended or error.
 * @csspart overlay - What lies on the live picture.
 * @csspart notice - What went wrong while the avatar goes on.
 * @csspart button - Every button; each one also has a part of its own: start-button, restart-button, retry-button, sound-button.
 *
 * @cssprop [--kaltura-avatar-radius=24px] - The radius of the corners.
 * @cssprop [--kaltura-avatar-accent=#4f46d8] - The colour of the buttons.
 * @cssprop [--kaltura-avatar-on-accent=#fff] - The colour of what stands on a button.
 * @cssprop [--kaltura-avatar-background] - What is behind the picture and the messages.
 * @cssprop [--kaltura-avatar-font=system-ui] - The font family.
 */
export class KalturaAvatarElement extends LitElement {
  static override styles = styles;

  static override properties: PropertyDeclarations = {
    sessionEndpoint: { attribute: 'session-endpoint' },
    avatarId: { attribute: 'avatar-id' },
    voiceId: { attribute: 'voice-id' },
    baseUrl: { attribute: 'base-url' },
    autostart: { type: Boolean },
    muted: { type: Boolean, reflect: true },
  };

  declare sessionEndpoint: string | null;
  declare avatarId: string | null;
  declare voiceId: string | null;
  declare baseUrl: string | null;
  declare autostart: boolean;
  declare muted: boolean;

  readonly #playback = new PlaybackController(this);
  readonly #session = new SessionController(
    this,
    () => this,
    (stream) => this.#playback.setStream(stream),
  );

  constructor() {
    super();
    this.addController(new FocusController(this));
    new VisibilityController(this, (isOnScreen) => this.#session.setOnScreen(isOnScreen));
    this.sessionEndpoint = null;
    this.avatarId = null;
    this.voiceId = null;
    this.baseUrl = null;
    this.autostart = false;
    this.muted = false;
  }

  /** What the element shows: `idle`, `connecting`, `live`, `reconnecting`, `ended` or `error`. */
  get state(): AvatarState {
    return this.#session.state;
  }

  /** Whether the avatar is heard to speak. */
  get speaking(): boolean {
    return this.#session.isSpeaking;
  }

  /** The id of the session, or null before the first one. */
  get sessionId(): string | null {
    return this.#session.sessionId;
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

  protected override firstUpdated(): void {
    // Once this update is through: starting asks for the next one.
    if (this.autostart) void this.updateComplete.then(() => this.#autostart());
  }

  #autostart(): void {
    if (this.isConnected) void this.start();
  }

  protected override render(): TemplateResult {
    return html`<div class="stage" data-state=${this.state} tabindex="-1" role="group" aria-label=${en.avatar}>
      <video part="video" playsinline aria-hidden="true"></video>
      ${this.#view()}
    </div>`;
  }

  #view(): TemplateResult {
    const { state, error } = this.#session;
    const start: StartActions = { onStart: () => void this.start(), onAim: () => void this.#session.prepare() };
    if (state === 'idle') return error ? errorView(en, error, start) : idleView(en, start);
    if (state === 'connecting') return connectingView(en);
    if (state === 'reconnecting') return reconnectingView(en);
    if (state === 'ended') return endedView(en, start);
    if (state === 'error') return errorView(en, error, start);
    const { isSoundBlocked } = this.#playback;
    return liveView({ messages: en, error, isSoundBlocked, onUnblock: () => this.#playback.unblock() });
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

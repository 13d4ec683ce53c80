import type { TemplateResult } from 'lit';
import type { AvatarError } from '../core/errors.js';
import type { SpeechInput } from '../core/speech/speech-input.js';
import type { KalturaAvatarSession } from '../session/kaltura-avatar-session.js';
import type { SpeakOptions } from '../session/speech/avatar-speech.js';
import type { AvatarState } from './avatar-state.js';
import { CommandController } from './controllers/command-controller.js';
import { ExtensionsController } from './controllers/extensions-controller.js';
import { FocusController } from './controllers/focus-controller.js';
import { LauncherController } from './launcher/launcher-controller.js';
import { PlaybackController } from './controllers/playback-controller.js';
import { SessionController } from './session/session-controller.js';
import { loadSession } from './session/load-session.js';
import { toldByEvent } from './session/told-by-event.js';
import { shownStates, StatesController } from './controllers/states-controller.js';
import { VisibilityController } from './controllers/visibility-controller.js';
import { loadConversation } from './conversation/load-conversation.js';
import './events/event-map.js';
import { EXTENSION_RULES } from './extensions/extension-rules.js';
import { Localizer } from './i18n/localizer.js';
import { styles } from './kaltura-avatar.styles.js';
import { placementStyles } from './launcher/placement.styles.js';
import { AvatarSettings } from './settings/avatar-settings.js';
import { takeOverProperties } from './settings/early-properties.js';
import { Transcript, type TranscriptEntry } from './conversation/transcript.js';
import { stageView } from './views/stage-view.js';
import { stateView, statusOf, viewOf } from './views/state-view.js';
import { viewStyles } from './views/views.styles.js';

/**
 * A live, talking avatar.
 *
 * ```html
 * <kaltura-avatar session-endpoint="/api/avatar/session" avatar-id="your-avatar"></kaltura-avatar>
 * ```
 *
 * @tagname kaltura-avatar
 * @attr {string} lang - HTML's own: the language of the element's texts, such as `fr`. Default: the page's.
 * @attr {string} dir - HTML's own: the direction of the element's layout. Default: that of its language, or the page's.
 *
 * @fires {AvatarStateChangeEvent} avatar-state-change - The element entered another state.
 * @fires {AvatarConnectionChangeEvent} avatar-connection-change - The WebRTC connection changed.
 * @fires {AvatarSpeakingStartEvent} avatar-speaking-start - The avatar starts to speak, as heard.
 * @fires {AvatarSpeakingEndEvent} avatar-speaking-end - The avatar stops speaking, as heard.
 * @fires {AvatarActivityChangeEvent} avatar-activity-change - The avatar begins or stops to listen, or to think about its answer.
 * @fires {AvatarCaptionEvent} avatar-caption - A sentence, or a part of a long one, starts to be heard; fired while captions are hidden, too.
 * @fires {AvatarLauncherChangeEvent} avatar-launcher-change - A floating avatar was expanded, minimised or dismissed.
 * @fires {AvatarLanguageChangeEvent} avatar-language-change - The visitor chose another language in the menu.
 * @fires {AvatarErrorEvent} avatar-error - Something failed.
 * @fires {AvatarConsentEvent} avatar-consent - The visitor agrees to the terms, declines, or withdraws a consent.
 * @fires {AvatarQueueChangeEvent} avatar-queue-change - All avatars are busy, and the visitor waits, has another place, or waits no more.
 * @fires {AvatarFeedbackEvent} avatar-feedback - The visitor rates an answer or the conversation; cancelable, to keep it from the backend.
 * @fires {AvatarActionEvent} avatar-action - An answer has the page do something, as the words before it are heard; cancelable.
 * @fires {AvatarMessageEvent} avatar-message - The visitor sends a message; cancelable, to answer it in the page.
 * @fires {AvatarMetricsEvent} avatar-metrics - Something that the avatar said is over: how long it took.
 * @fires {AvatarSessionEndEvent} avatar-session-end - A session whose avatar was seen is over: how long it was, and why it ended.
 *
 * @slot controls - In place of the control bar, with `controls`.
 * @slot captions - In place of the captions, with `captions`. An empty element is filled with their text.
 * @slot poster - In place of the silhouette or the poster, before the avatar is live.
 * @slot consent - The terms that the visitor is asked to agree to, with `consent`, in place of the element's words and link.
 * @slot start - In place of the start button. A click on what is in it starts the avatar.
 * @slot loading - In place of the progress, while it connects.
 * @slot ended - In place of the message after the end. A button in it starts the avatar again.
 * @slot error - In place of the message after an error, or in an unsupported browser. A button in it tries again.
 *
 * @csspart stage - Everything that the element shows.
 * @csspart video - The avatar's picture.
 * @csspart cover - What covers the picture while there is none; also idle, connecting, ended, error or unsupported.
 * @csspart idle - The cover before the start.
 * @csspart connecting - The cover while it connects.
 * @csspart ended - The cover after the end.
 * @csspart error - The cover when it could not start.
 * @csspart unsupported - The cover in a browser without WebRTC.
 * @csspart poster - The image of the attribute poster.
 * @csspart progress - The progress bar while it connects.
 * @csspart error-code - The code that visitors can quote to your support.
 * @csspart face - The poster or the silhouette behind the picture, while there is none.
 * @csspart button - Every button.
 * @csspart start-button - Starts the avatar.
 * @csspart restart-button - Starts it again after the end.
 * @csspart retry-button - Tries again after an error.
 *
 * What is loaded later documents its own parts in src/element/extensions; they are in the manifest of custom elements, too.
 *
 * @cssstate unsupported - This browser has no WebRTC.
 * @cssstate idle - It has not been started.
 * @cssstate connecting - It is connecting, until the first frame.
 * @cssstate live - The avatar is shown.
 * @cssstate reconnecting - The connection is lost and being restored; the last frame stays.
 * @cssstate ended - The session is over.
 * @cssstate error - It could not start, or could not reconnect.
 * @cssstate speaking - The avatar can be heard speaking.
 * @cssstate listening - The visitor is listened to.
 * @cssstate thinking - The visitor has said something, and the answer is not heard yet.
 * @cssstate blocked - It is live, but the browser asks for a click before it plays sound, or plays at all.
 * @cssstate collapsed - A floating avatar is a bubble.
 * @cssstate expanded - A floating avatar is a panel.
 * @cssstate dismissed - A floating avatar was dismissed.
 *
 * @cssprop [--kaltura-avatar-radius=24px] - The radius of the corners; 0 where it fills its container.
 * @cssprop [--kaltura-avatar-accent=light-dark(#4f46d8, #8b87ff)] - The colour of the buttons.
 * @cssprop [--kaltura-avatar-on-accent=light-dark(#fff, #14123a)] - The colour of a button's text and icon.
 * @cssprop --kaltura-avatar-background - What is behind the picture and the messages. Default: a gradient, light or dark.
 * @cssprop [--kaltura-avatar-captions-inset=0px] - How high captions stay above the lower edge, for what lies over it there.
 * @cssprop [--kaltura-avatar-offset=20px] - How far a floating avatar is from the edges of the window; a length, 0px included.
 * @cssprop [--kaltura-avatar-bubble-size=72px] - The diameter of a floating avatar's bubble.
 * @cssprop [--kaltura-avatar-panel-size=360px] - The width of a floating avatar's panel; its height is four thirds of it, or 16:9 with a conversation.
 * @cssprop [--kaltura-avatar-z-index=1100] - Puts a floating avatar among the boxes of the page, by this `z-index`, in place of the top layer.
 * @cssprop [--kaltura-avatar-font=system-ui] - The font family.
 * @cssprop [--kaltura-avatar-chroma-similarity=0.4] - How far from `chroma-key` still belongs to it: 0 the colour alone, 1 as far as grey.
 * @cssprop [--kaltura-avatar-chroma-smoothness=0.3] - Over how much more the picture becomes opaque, in the same measure.
 */
export class KalturaAvatarElement extends AvatarSettings {
  static override styles = [styles, viewStyles, placementStyles];

  /** @ignore For the element's own views. */
  readonly localizer = new Localizer(this);
  /** @ignore For the element's extensions. */
  readonly playback = new PlaybackController(this);
  /** The transcript, for those who write it. */
  readonly transcriptLog = new Transcript();
  /** @ignore What the backend calls the avatar. */
  knownName: string | undefined;
  /** @ignore How much quieter it plays for a moment: a factor of the volume. */
  declare duck?: number;
  /** @ignore Whether it has been scrolled into view. */
  wasSeen = false;
  readonly #session = new SessionController(this);
  readonly #launcher = new LauncherController(this);
  readonly #extensions = new ExtensionsController(this, KalturaAvatarElement.styles, EXTENSION_RULES);

  constructor() {
    super();
    this.addController(new FocusController(this));
    this.addController(new CommandController(this));
    new StatesController(this, this.attachInternals(), () =>
      shownStates(this, { isBlocked: this.playback.blocked !== undefined, launcher: this.#launcher.state }),
    );
    new VisibilityController(this, (isOnScreen) => {
      this.#session.setOnScreen(isOnScreen);
      if (isOnScreen) this.wasSeen = true;
      this.requestUpdate();
    });
    takeOverProperties(this);
  }

  /** What the element shows. */
  get state(): AvatarState {
    return this.#session.state;
  }

  /** What failed last; null once something has worked again. */
  get error(): AvatarError | null {
    return this.#session.error;
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

  set session(session: KalturaAvatarSession | null | undefined) {
    this.#session.adopt(session ?? null);
  }

  /** @ignore For the element's extensions. */
  get ownsSession(): boolean {
    return this.#session.ownsSession;
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
    return toldByEvent(this.#session.start());
  }

  /** Ends the session; resolves when the service has been told. Never rejects. */
  end(): Promise<void> {
    return this.#session.end();
  }

  /**
   * Says a text or a stream: an async iterable or `ReadableStream` of texts, or a `fetch` response. Waits while connecting; resolves
   * when the service has taken it. Streams are said without Markdown and reasoning, unless `{ speakable: false }`.
   * @throws {AvatarError} What `avatar-error` tells as well.
   */
  speak(input: SpeechInput, options?: Pick<SpeakOptions, 'speakable'>): Promise<void> {
    return toldByEvent(this.#session.run((session) => session.speak(input, options).accepted));
  }

  /**
   * Says a recording; what is no MP3 (44.1 kHz) is made one. Resolves when the service has taken it.
   * @throws {AvatarError} What `avatar-error` tells as well.
   */
  speakAudio(audio: Blob): Promise<void> {
    return toldByEvent(this.#session.run((session) => session.speakAudio(audio).accepted));
  }

  /**
   * Silences the avatar and drops what it still had to say. Does nothing where no session is open.
   * @throws {AvatarError} What `avatar-error` tells as well.
   */
  interrupt(): Promise<void> {
    return toldByEvent(this.#session.interrupt());
  }

  /**
   * Sends a message as the composer does: fires `avatar-message` and, unless its default is prevented, has the page's `reply` or
   * the backend answer. Starts the avatar if need be. Resolves when the avatar has been handed the whole answer.
   * @throws {AvatarError} What `avatar-error` tells as well; `ABORTED` where another message came in between.
   */
  send(message: string): Promise<void> {
    return toldByEvent(loadConversation().then((code) => code.conversationOf(this).send(message)));
  }

  /**
   * Takes a floating avatar away and ends its session, for as long as the browser's tab is open or until it is expanded.
   * Does nothing where it does not float. Never rejects.
   */
  dismiss(): Promise<void> {
    return this.#launcher.dismiss();
  }

  /**
   * Takes back what the visitor has agreed to, and ends the session; the next start asks again.
   * @throws {AvatarError} `NETWORK` where its code cannot be loaded.
   */
  withdrawConsent(): Promise<void> {
    return toldByEvent(loadSession().then((code) => code.withdrawConsent(this)));
  }

  /**
   * Ends the session, and forgets the conversation, at the backend and here. Never rejects.
   */
  async forget(): Promise<void> {
    this.transcriptLog.clear();
    await this.end();
    // What was heard until the end.
    this.transcriptLog.clear();
  }

  /** Called instead of the two others where the page moves the element with `moveBefore()`: all goes on. */
  protected connectedMoveCallback(): void {
    // Nothing to undo, and nothing to make again.
  }

  protected override createRenderRoot(): ShadowRoot {
    // Also where markup has made one already, as a prerendered page has it: it is given empty then.
    return this.attachShadow({ mode: 'open' });
  }

  protected override render(): TemplateResult {
    const view = viewOf(this, this.#session);
    return stageView(this, this.#launcher.state, statusOf(view), stateView(view), this.#extensions.render());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kaltura-avatar': KalturaAvatarElement;
  }
}

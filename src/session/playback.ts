/**
 * What the visitor has to do something about: the browser plays no sound before a click, or does not play at all, because it
 * refuses that before a click, too, or because something pauses the avatar again and again.
 */
export type Blocked = 'sound' | 'playback';

/** How the avatar is to be heard. What the visitor changes by the browser's own controls is written to it. */
export interface Sound {
  muted: boolean;
  /** From 0 to 1. */
  volume: number;
  /** Times which the volume is played, for a moment. Default 1. */
  readonly duck?: number;
}

export interface PlaybackOptions {
  sound: Sound;
  /** {@link Playback.blocked} or {@link Playback.hasPlayed} is another. */
  onChange?: (() => void) | undefined;
  /** The browser has refused to play it, or to play its sound. */
  onRefused?: ((cause: unknown, what: Blocked) => void) | undefined;
}

/** How long it is waited before what was paused is played again, in milliseconds; after that the visitor has to. */
const TRY_AGAIN_AFTER_MS = [0, 500, 1500];

/** Who has not paused for this long is no opponent, in milliseconds. */
const CALM_MS = 30_000;

/** What browsers take for the visitor's wish. */
const GESTURES = ['click', 'keydown', 'pointerup'] as const;

/**
 * Plays a stream in one media element, and keeps it playing: whoever pauses it (a phone call, the system's media keys, full screen
 * on an iPhone, a script), it goes on where it may.
 */
export class Playback {
  readonly #media: HTMLMediaElement;
  readonly #options: PlaybackOptions;
  /** What is in no document at all plays all the same. */
  readonly #isOnPage: boolean;
  #listeners = new AbortController();
  #document: Document | undefined;
  #stream: MediaStream | null = null;
  #isSoundRefused = false;
  #isHeld = false;
  #hasPlayed = false;
  #applied: Partial<Sound> = {};
  #isClosed = false;
  #told = 'undefined false';
  #tries = 0;
  #pausedAt = -Infinity;

  constructor(media: HTMLMediaElement, options: PlaybackOptions) {
    this.#media = media;
    this.#options = options;
    this.#isOnPage = media.isConnected;
    this.update();
  }

  get blocked(): Blocked | undefined {
    if (!this.#stream) return undefined;
    if (this.#isHeld) return 'playback';
    return this.#isSoundRefused && !this.#options.sound.muted ? 'sound' : undefined;
  }

  /** Whether anything of the stream at hand has been played. */
  get hasPlayed(): boolean {
    return this.#hasPlayed;
  }

  get isPaused(): boolean {
    return this.#media.paused;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  show(stream: MediaStream | null): void {
    if (stream !== this.#stream) {
      this.#stream = stream;
      this.#hasPlayed = this.#isHeld = this.#isSoundRefused = false;
      this.#tries = 0;
      this.#media.srcObject = stream;
      // A page that has done with it may forget it.
      if (stream) this.#listen();
      else this.#listeners.abort();
    }
    this.#applySound();
    // Also on a page that is hidden: what is heard of it is followed.
    if (stream && !this.#isHeld && !this.#isPlaying) void this.#start();
    this.#tell();
  }

  /** Plays with sound, unless it is muted; to be called from a click or a key, which is what browsers wait for. */
  play(): void {
    this.#isHeld = this.#isSoundRefused = false;
    this.#tries = 0;
    this.#applySound();
    void this.#start();
    this.#tell();
  }

  /** What is wanted may have changed, or the media element has been moved. */
  update(): void {
    if (this.#isClosed) return;
    if (this.#stream && this.#document !== this.#media.ownerDocument) this.#listen();
    this.#applySound();
    if (this.#stream && !this.#isHeld && !this.#isAway && !this.#isPlaying) void this.#start();
  }

  /** Leaves the media element as it is without a stream. */
  close(): void {
    this.#isClosed = true;
    this.#listeners.abort();
    if (this.#media.srcObject === this.#stream) this.#media.srcObject = null;
    this.#stream = null;
  }

  get #isPlaying(): boolean {
    const { srcObject, paused, ended, playbackRate } = this.#media;
    return srcObject === this.#stream && !paused && !ended && playbackRate === 1;
  }

  /** Where nobody sees it, browsers pause what they like; it goes on once it is seen. */
  get #isAway(): boolean {
    const root = this.#media.getRootNode() as Partial<DocumentOrShadowRoot>;
    const isFloating = root.pictureInPictureElement === this.#media;
    const isHidden = this.#media.ownerDocument.visibilityState === 'hidden' && !isFloating;
    return isHidden || (this.#isOnPage && !this.#media.isConnected);
  }

  #listen(): void {
    this.#listeners.abort();
    const { signal } = (this.#listeners = new AbortController());
    const page = (this.#document = this.#media.ownerDocument);
    const on = (type: string, listener: () => void): void => this.#media.addEventListener(type, listener, { signal });
    for (const type of ['pause', 'ended', 'emptied', 'ratechange']) on(type, () => this.#onStopped(type));
    on('playing', () => this.#onPlaying());
    on('volumechange', () => this.#onVolume());
    page.addEventListener('visibilitychange', () => this.#onVisibility(), { signal });
    for (const type of GESTURES)
      page.defaultView?.addEventListener(type, (event) => this.#onGesture(event), { signal, capture: true });
  }

  async #start(): Promise<void> {
    const media = this.#media;
    const stream = this.#stream;
    if (media.srcObject !== stream) media.srcObject = stream;
    if (media.playbackRate !== 1) media.playbackRate = 1;
    try {
      await media.play();
    } catch (error) {
      // Anything else is a play() that a pause, a newer stream or a removal cut short.
      if (stream === this.#stream && stream && isRefusal(error)) this.#onRefused(error);
    }
  }

  #onRefused(cause: unknown): void {
    if (this.#isHeld) return;
    const what = this.#media.muted ? 'playback' : 'sound';
    if (what === 'playback') this.#isHeld = true;
    else this.#isSoundRefused = true;
    this.#options.onRefused?.(cause, what);
    this.update();
    this.#tell();
  }

  #onStopped(type: string): void {
    if (!this.#stream || this.#isHeld || (type !== 'pause' && this.#isPlaying)) return;
    // A stream that is over has nothing to play until it has other tracks.
    if (this.#media.ended && !this.#stream.active) return;
    if (this.#isAway) return;
    const now = performance.now();
    if (now - this.#pausedAt > CALM_MS) this.#tries = 0;
    this.#pausedAt = now;
    const afterMs = TRY_AGAIN_AFTER_MS[this.#tries++];
    if (afterMs !== undefined) setTimeout(() => this.update(), afterMs);
    else if (this.#media.paused) {
      this.#isHeld = true;
      this.#tell();
    }
  }

  #onPlaying(): void {
    if (!this.#stream || (this.#hasPlayed && !this.#isHeld)) return;
    this.#hasPlayed = true;
    this.#isHeld = false;
    this.#tell();
  }

  #onVisibility(): void {
    if (this.#isAway) return;
    this.#tries = 0;
    // What was refused may be allowed now: a phone call is over.
    if (this.#isHeld) this.#isHeld = this.#isSoundRefused = false;
    this.update();
    this.#tell();
  }

  /** After all that the page itself does about it: a click on a button that mutes is to find what the visitor saw. */
  #onGesture({ isTrusted }: Event): void {
    if (!this.blocked || !isTrusted) return;
    setTimeout(() => {
      // Not every key counts.
      if (this.blocked && (navigator as Partial<Navigator>).userActivation?.isActive !== false) this.play();
    });
  }

  #applySound(): void {
    const { muted, volume, duck = 1 } = this.#options.sound;
    const applied = { muted: muted || this.#isSoundRefused, volume: volume * duck };
    // Only what has changed: what the visitor has done otherwise is on its way to #onVolume.
    if (applied.muted !== this.#applied.muted) this.#media.muted = applied.muted;
    if (applied.volume !== this.#applied.volume) this.#media.volume = applied.volume;
    this.#applied = applied;
  }

  #onVolume(): void {
    const { muted, volume } = this.#media;
    const { sound } = this.#options;
    if (muted !== this.#applied.muted) {
      this.#isSoundRefused = false;
      this.#applied.muted = sound.muted = muted;
      this.#tell();
    }
    if (volume !== this.#applied.volume) {
      this.#applied.volume = volume;
      sound.volume = Math.min(volume / (sound.duck ?? 1), 1);
    }
  }

  #tell(): void {
    const state = `${this.blocked} ${this.#hasPlayed}`;
    if (state === this.#told) return;
    this.#told = state;
    this.#options.onChange?.();
  }
}

function isRefusal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'NotAllowedError';
}

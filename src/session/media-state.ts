import { AvatarError } from '../core/errors.js';
import type { TypedEvents } from '../core/typed-events.js';
import { Playback, type Blocked, type PlaybackOptions } from './playback.js';
import type { SessionEvents } from './session-config.js';
import type { ConnectionState } from './session-state.js';
import { createVideoIn } from './video-attachment.js';
import type { NoPicture } from './whep/peer.js';

/** A connection as far as it can be seen and heard. */
interface Source {
  readonly stream: MediaStream;
  readonly noPicture?: NoPicture | undefined;
}

/** The media of a session as its users see it: the stream, where it is shown, and how the connection does. */
export class MediaState {
  readonly #events: TypedEvents<SessionEvents>;
  readonly #onBlocked: (error: AvatarError) => void;
  readonly #playbacks = new Set<Playback>();
  #connectionState: ConnectionState = 'DISCONNECTED';
  #stream: MediaStream | null = null;
  #noPicture: NoPicture | undefined;
  #attached: { video: HTMLVideoElement; playback: Playback } | undefined;
  /** Browsers only tell how loud a sound is that is played somewhere, if in silence; nobody has to show the avatar for that. */
  #ear: Playback | undefined;

  constructor(events: TypedEvents<SessionEvents>, onBlocked: (error: AvatarError) => void) {
    this.#events = events;
    this.#onBlocked = onBlocked;
  }

  /** The same one through every reconnection. */
  get stream(): MediaStream | null {
    return this.#stream;
  }

  get noPicture(): NoPicture | undefined {
    return this.#noPicture;
  }

  get connectionState(): ConnectionState {
    return this.#connectionState;
  }

  /** Whether everything that shows the picture is paused. */
  get isPaused(): boolean {
    return this.#playbacks.size > 0 && [...this.#playbacks].every(({ isPaused }) => isPaused);
  }

  /** @throws {AvatarError} `INVALID_CONFIGURATION`: no element has that id. */
  attachTo(containerId: string): void {
    const video = createVideoIn(containerId);
    if (this.#attached) this.#stop(this.#attached.playback);
    this.#attached?.video.remove();
    let isTold = false;
    const onRefused = (cause: unknown, what: Blocked): void => {
      if (!isTold) this.#onBlocked(blockedError(cause, what));
      isTold = true;
    };
    this.#attached = { video, playback: this.playIn(video, { sound: { muted: false, volume: 1 }, onRefused }) };
  }

  playIn(media: HTMLMediaElement, options: PlaybackOptions): Playback {
    const playback = new Playback(media, options);
    this.#playbacks.add(playback);
    playback.show(this.#stream);
    return playback;
  }

  /**
   * Shows the tracks of a connection. Where others are shown already, these take their places within the same stream, so
   * that the last frame is shown until the first new one arrives.
   */
  show({ stream: source, noPicture }: Source): void {
    this.#noPicture = noPicture;
    const stream = this.#stream ?? new MediaStream();
    const tracks = source.getTracks();
    const old = stream.getTracks().filter((track) => !tracks.includes(track));
    for (const track of tracks) stream.addTrack(track);
    for (const track of old) stream.removeTrack(track);
    if (stream !== this.#stream) this.#setStream(stream);
    // It ends where all its tracks have ended.
    else this.#play();
  }

  setConnectionState(state: ConnectionState): void {
    if (state === this.#connectionState) return;
    this.#connectionState = state;
    this.#events.emit('connectionChange', state);
  }

  /** The session is over, or its attempt failed. */
  close(): void {
    this.#noPicture = undefined;
    if (this.#stream) this.#setStream(null);
    if (this.#connectionState !== 'DISCONNECTED') this.setConnectionState('CLOSED');
  }

  #setStream(stream: MediaStream | null): void {
    this.#stream = stream;
    this.#play();
    this.#events.emit('streamChange', stream);
  }

  #play(): void {
    for (const playback of this.#playbacks) {
      if (playback.isClosed) this.#playbacks.delete(playback);
      else playback.show(this.#stream);
    }
    if (this.#stream) this.#ear ??= new Playback(new Audio(), { sound: { muted: true, volume: 1 } });
    this.#ear?.show(this.#stream);
    if (this.#stream) return;
    this.#ear?.close();
    this.#ear = undefined;
  }

  #stop(playback: Playback): void {
    playback.close();
    this.#playbacks.delete(playback);
  }
}

function blockedError(cause: unknown, what: Blocked): AvatarError {
  const held = what === 'sound' ? 'no sound' : 'nothing';
  return new AvatarError(
    'AUTOPLAY_BLOCKED',
    `The browser plays ${held} before the visitor has clicked or pressed a key.`,
    { cause },
  );
}

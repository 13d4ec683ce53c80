import { isAvatarError, type AvatarError } from '../core/errors.js';
import type { TypedEvents } from '../core/typed-events.js';
import type { SessionEvents } from './session-config.js';
import type { ConnectionState } from './session-state.js';
import { createVideoIn, playAloud } from './video-attachment.js';

/** The media of a session as its users see it: the stream, where it is shown, and how the connection does. */
export class MediaState {
  readonly #events: TypedEvents<SessionEvents>;
  readonly #onBlocked: (error: AvatarError) => void;
  #connectionState: ConnectionState = 'DISCONNECTED';
  #stream: MediaStream | null = null;
  #video: HTMLVideoElement | undefined;
  #shown = new AbortController();
  /** Browsers only tell how loud a sound is that is played somewhere, if in silence; nobody has to show the avatar for that. */
  #ear: HTMLAudioElement | undefined;

  constructor(events: TypedEvents<SessionEvents>, onBlocked: (error: AvatarError) => void) {
    this.#events = events;
    this.#onBlocked = onBlocked;
  }

  /** The same one through every reconnection. */
  get stream(): MediaStream | null {
    return this.#stream;
  }

  get connectionState(): ConnectionState {
    return this.#connectionState;
  }

  /** @throws {AvatarError} `INVALID_CONFIGURATION`: no element has that id. */
  attachTo(containerId: string): void {
    const video = createVideoIn(containerId);
    this.#video?.remove();
    this.#video = video;
    this.#play();
  }

  /**
   * Shows the tracks of a connection. Where others are shown already, these take their places within the same stream, so
   * that the last picture stands until the first new one.
   */
  show(source: MediaStream): void {
    const stream = this.#stream ?? new MediaStream();
    const tracks = source.getTracks();
    const old = stream.getTracks().filter((track) => !tracks.includes(track));
    for (const track of tracks) stream.addTrack(track);
    for (const track of old) stream.removeTrack(track);
    if (stream !== this.#stream) this.#setStream(stream);
    else if (old.length > 0) void this.#video?.play().catch(() => undefined); // It ends where all its tracks have ended.
  }

  setConnectionState(state: ConnectionState): void {
    if (state === this.#connectionState) return;
    this.#connectionState = state;
    this.#events.emit('connectionChange', state);
  }

  /** The session is over, or its attempt failed. */
  close(): void {
    if (this.#stream) this.#setStream(null);
    if (this.#connectionState !== 'DISCONNECTED') this.setConnectionState('CLOSED');
  }

  #setStream(stream: MediaStream | null): void {
    this.#stream = stream;
    this.#play();
    this.#listen();
    this.#events.emit('streamChange', stream);
  }

  #listen(): void {
    if (this.#stream && !this.#ear) {
      this.#ear = new Audio();
      this.#ear.muted = true;
    }
    if (!this.#ear) return;
    this.#ear.srcObject = this.#stream;
    if (this.#stream)
      this.#ear.play().catch(() => undefined); // A newer stream has cut it short.
    else this.#ear = undefined;
  }

  #play(): void {
    this.#shown.abort();
    this.#shown = new AbortController();
    const { signal } = this.#shown;
    if (!this.#video) return;
    this.#video.srcObject = this.#stream;
    if (!this.#stream) return;
    playAloud(this.#video, signal).catch((error: unknown) => {
      if (!signal.aborted && isAvatarError(error)) this.#onBlocked(error);
    });
  }
}

import type { TypedEvents } from '../core/typed-events.js';
import type { SessionEvents } from './session-config.js';
import type { ConnectionState } from './session-state.js';
import { createVideoIn } from './video-attachment.js';

/** The media of a session as its users see it: the stream, where it is shown, and how the connection does. */
export class MediaState {
  readonly #events: TypedEvents<SessionEvents>;
  #connectionState: ConnectionState = 'DISCONNECTED';
  #stream: MediaStream | null = null;
  #video: HTMLVideoElement | undefined;

  constructor(events: TypedEvents<SessionEvents>) {
    this.#events = events;
  }

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
    video.srcObject = this.#stream;
  }

  setStream(stream: MediaStream | null): void {
    if (stream === this.#stream) return;
    this.#stream = stream;
    if (this.#video) this.#video.srcObject = stream;
    this.#events.emit('streamChange', stream);
  }

  setConnectionState(state: ConnectionState): void {
    if (state === this.#connectionState) return;
    this.#connectionState = state;
    this.#events.emit('connectionChange', state);
  }

  /** The session is over, or its attempt failed. */
  close(): void {
    this.setStream(null);
    if (this.#connectionState !== 'DISCONNECTED') this.setConnectionState('CLOSED');
  }
}

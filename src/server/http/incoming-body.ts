import { RequestProblem } from '../request-problem.js';
import type { HeldBody } from './body-room.js';

/** Where the length is not told, or cannot be right, room is made for so much at first, in bytes. */
const FIRST_BYTES = 64 * 1024;

/** No more room than this is made for what was only announced, in bytes. */
const MOST_AHEAD_BYTES = 16 * 1024 * 1024;

/** Where a body is read from. */
export interface BodySource {
  /** All of it, where it is there already. */
  arrived: (() => Uint8Array) | undefined;
  stream: () => ReadableStream<Uint8Array> | null;
  /** What the request says of its length; NaN or 0 where it does not. */
  toldBytes: number;
}

const decoder = new TextDecoder();

/** The body of a request that is read whole: it is no longer than it may be, and counted for as long as it is held. */
export class IncomingBody {
  readonly #source: BodySource;
  readonly #most: number;
  readonly #held: HeldBody;
  #read: Promise<Uint8Array<ArrayBuffer>> | undefined;
  #text: Promise<string> | undefined;

  /** @param most In bytes. */
  constructor(source: BodySource, most: number, held: HeldBody) {
    this.#source = source;
    this.#most = most;
    this.#held = held;
  }

  /**
   * Waits for all of it.
   * @throws {RequestProblem} 413: it is too long. 429, 503: there is no room for it.
   */
  async arrive(): Promise<void> {
    await (this.#read ??= this.#readWhole());
  }

  /** All of it, in one piece of memory; once, for nothing else is to keep it. @throws As {@link arrive}. */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const read = this.#read ?? this.#readWhole();
    this.#read = Promise.resolve(new Uint8Array());
    return read;
  }

  /** As text, as often as it is asked for. @throws As {@link arrive}. */
  text(): Promise<string> {
    return (this.#text ??= this.bytes().then((bytes) => decoder.decode(bytes)));
  }

  /** Nobody needs it any more. */
  release(): void {
    this.#read = undefined;
    this.#text = undefined;
    this.#held.release();
  }

  #take(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    if (bytes.length > this.#most) throw bodyTooLarge(this.#most);
    this.#held.take(bytes.length);
    return bytes as Uint8Array<ArrayBuffer>;
  }

  async #readWhole(): Promise<Uint8Array<ArrayBuffer>> {
    const { arrived, stream, toldBytes: told } = this.#source;
    if (arrived) return this.#take(arrived());
    const reader = stream()?.getReader();
    if (!reader) return new Uint8Array();
    try {
      const isLikely = Number.isInteger(told) && told > 0 && told <= Math.min(this.#most, MOST_AHEAD_BYTES);
      // In one piece of memory from the start where the length is told.
      let bytes = new Uint8Array(isLikely ? told : FIRST_BYTES);
      let length = 0;
      for (let { value } = await reader.read(); value; { value } = await reader.read()) {
        if (length + value.length > this.#most) throw bodyTooLarge(this.#most);
        this.#held.take(value.length);
        if (length + value.length > bytes.length) {
          const larger = new Uint8Array(Math.max(2 * bytes.length, length + value.length));
          larger.set(bytes.subarray(0, length));
          bytes = larger;
        }
        bytes.set(value, length);
        length += value.length;
      }
      return bytes.subarray(0, length);
    } catch (error) {
      void reader.cancel().catch(() => undefined);
      throw error;
    }
  }
}

export function bodyTooLarge(maxSize: number): RequestProblem {
  return new RequestProblem(413, `The body is too large: at most ${maxSize} bytes.`);
}

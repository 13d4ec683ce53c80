import { LONGEST_TIMER_MS } from '../../core/timeout-signal.js';
import { abortedError } from '../../core/errors.js';
import { joined } from '../bytes.js';
import { RequestProblem } from '../request-problem.js';

/** How long a request's body may take. */
export interface BodyTime {
  /** For each piece, in milliseconds. */
  pieceMs: number;
  /** For all of it, in milliseconds. */
  wholeMs: number;
}

/** So much is read ahead of whoever reads the body, in bytes. */
const AHEAD_BYTES = 64 * 1024;

/** A body may come in so many pieces, and in one more for so many bytes: each piece costs, however small it is. */
const MOST_PIECES = 10_000;
const BYTES_PER_PIECE = 256;

/**
 * A body that fails once it is too slow, or comes in too many pieces: who sends a byte a minute holds a connection for ever.
 * Pieces that are there at the same time come out as one.
 *
 * What is not read to its end is left alone while more of it may come, and not cancelled: there are adapters, Node's own
 * `Readable.toWeb()` among them, that go on to fill a stream that was cancelled, of which the whole process would die.
 * @param connection Aborts when the visitor has gone: what has come of the body is let go at once.
 */
export function limitBodyTime(
  body: ReadableStream<Uint8Array>,
  time: BodyTime,
  connection: AbortSignal,
): ReadableStream<Uint8Array> {
  return new TimedBody(body, time, connection).stream();
}

class TimedBody {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #time: BodyTime;
  readonly #startedAt = performance.now();
  #pieces: Uint8Array[] = [];
  #waiting = 0;
  #taken = { pieces: 0, bytes: 0 };
  #end: { error?: unknown } | undefined;
  /** Since when the next piece is waited for; undefined while there is no room for it. */
  #readingSince: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #connection: AbortSignal;
  #onChange = (): void => undefined;

  constructor(body: ReadableStream<Uint8Array>, time: BodyTime, connection: AbortSignal) {
    this.#reader = body.getReader();
    this.#time = time;
    this.#connection = connection;
    if (connection.aborted) this.#abandon();
    else connection.addEventListener('abort', this.#abandon, { once: true });
  }

  stream(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start: () => void this.#read(),
        pull: async (controller) => {
          while (this.#pieces.length === 0 && !this.#end) await this.#change();
          // What has come by the next turn of the event loop is looked at once.
          if (!this.#end && this.#waiting < AHEAD_BYTES) await nextTurn();
          const piece = this.#takeAll();
          if (piece) controller.enqueue(piece);
          else if (this.#end && 'error' in this.#end) controller.error(this.#end.error);
          else controller.close();
        },
        cancel: () => this.#finish({}),
      },
      { highWaterMark: 0 },
    );
  }

  async #read(): Promise<void> {
    this.#watch();
    try {
      while (!this.#end) {
        while (this.#waiting >= AHEAD_BYTES) await this.#change();
        this.#readingSince = performance.now();
        const { done, value } = await this.#reader.read();
        this.#readingSince = undefined;
        if (done) this.#finish({});
        else this.#keep(value);
      }
    } catch (error) {
      this.#finish({ error });
    }
  }

  #keep(piece: Uint8Array): void {
    if (piece.length > 0) this.#pieces.push(piece);
    this.#waiting += piece.length;
    this.#taken.pieces += 1;
    this.#taken.bytes += piece.length;
    if (this.#taken.pieces > MOST_PIECES + this.#taken.bytes / BYTES_PER_PIECE)
      this.#finish({ error: tooManyPieces() });
    if (this.#pieces.length <= 1) this.#onChange();
  }

  #takeAll(): Uint8Array | undefined {
    const pieces = this.#pieces;
    if (pieces.length === 0) return undefined;
    const whole = joined(pieces);
    this.#pieces = [];
    this.#waiting = 0;
    this.#onChange();
    return whole;
  }

  /** One timer for all pieces: it looks how long the newest one has been waited for. */
  #watch(): void {
    const { pieceMs, wholeMs } = this.#time;
    const now = performance.now();
    const left = Math.min((this.#readingSince ?? now) + pieceMs, this.#startedAt + wholeMs) - now;
    if (left <= 0) {
      this.#finish({ error: tooSlow() });
      return;
    }
    this.#timer = setTimeout(() => this.#watch(), Math.min(left, LONGEST_TIMER_MS));
    // A body that nobody reads any more keeps no process alive. Only Node's timers, which are objects, have to be told.
    if (typeof this.#timer === 'object') this.#timer.unref();
  }

  readonly #abandon = (): void => {
    this.#pieces = [];
    this.#waiting = 0;
    this.#finish({ error: abortedError(this.#connection.reason) });
    // Nothing more comes, so that this is safe.
    void this.#reader.cancel().catch(() => undefined);
  };

  #finish(end: { error?: unknown }): void {
    this.#end ??= end;
    clearTimeout(this.#timer);
    this.#connection.removeEventListener('abort', this.#abandon);
    this.#onChange();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => (this.#onChange = resolve));
  }
}

/** Lets whatever else is to be done by now be done first. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function tooSlow(): RequestProblem {
  return new RequestProblem(408, 'The body of the request came too slowly.', { code: 'TIMEOUT' });
}

function tooManyPieces(): RequestProblem {
  return new RequestProblem(413, 'The body of the request came in too many pieces.', { code: 'INVALID_INPUT' });
}

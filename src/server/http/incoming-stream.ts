import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';

export type IncomingRequest = IncomingMessage | Http2ServerRequest;

/** Chunks that are smaller than this are gathered into one piece, in bytes; larger ones go on as they are. */
const SMALL_BYTES = 4096;
const GATHERED_BYTES = 4 * SMALL_BYTES;

/** So much is read ahead of whoever reads the stream, in bytes. */
const AHEAD_BYTES = 64 * 1024;

/**
 * The body of a request, in as few pieces as it can be: whatever comes in one turn of the event loop is one, or a few. A body may be cut
 * into chunks of a byte, and as a piece of its own each would cost promises.
 */
export function streamOf(incoming: IncomingRequest): ReadableStream<Uint8Array> {
  const body = new IncomingBytes(incoming);
  return new ReadableStream<Uint8Array>(
    { pull: (controller) => body.pull(controller), cancel: () => body.stop() },
    { highWaterMark: 0 },
  );
}

class IncomingBytes {
  readonly #incoming: IncomingRequest;
  /** Those that are whole. */
  #pieces: Uint8Array[] = [];
  /** Where small chunks are gathered: used again for each piece, and copied from. */
  #room: Uint8Array | undefined;
  #gathered = 0;
  #ahead = 0;
  #isStarted = false;
  #isWaking = false;
  #onChange = (): void => undefined;

  constructor(incoming: IncomingRequest) {
    this.#incoming = incoming;
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    this.#start();
    const incoming = this.#incoming;
    while (this.#ahead === 0 && !incoming.readableEnded && !incoming.destroyed) {
      await new Promise<void>((resolve) => (this.#onChange = resolve));
    }
    const piece = this.#take();
    if (piece) controller.enqueue(piece);
    else if (incoming.readableEnded) controller.close();
    else throw new Error('The connection was closed before the body had come');
    if (this.#ahead < AHEAD_BYTES && incoming.isPaused()) incoming.resume();
  }

  /** Nobody reads it any more. */
  stop(): void {
    this.#incoming.off('data', this.#onChunk).pause();
    this.#pieces = [];
    this.#room = undefined;
    this.#gathered = 0;
  }

  #start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    for (const event of ['end', 'close', 'error']) this.#incoming.on(event, () => this.#onChange());
    this.#incoming.on('data', this.#onChunk);
  }

  readonly #onChunk = (chunk: Uint8Array): void => {
    this.#ahead += chunk.length;
    if (chunk.length < SMALL_BYTES) this.#gather(chunk);
    else {
      this.#endPiece();
      this.#pieces.push(chunk);
    }
    if (this.#ahead >= AHEAD_BYTES) this.#incoming.pause();
    if (this.#isWaking) return;
    this.#isWaking = true;
    // Promises go on after each chunk; this when all that has come is here.
    setImmediate(() => {
      this.#isWaking = false;
      this.#onChange();
    });
  };

  #gather(chunk: Uint8Array): void {
    if (this.#gathered + chunk.length > GATHERED_BYTES) this.#endPiece();
    this.#room ??= new Uint8Array(GATHERED_BYTES);
    this.#room.set(chunk, this.#gathered);
    this.#gathered += chunk.length;
  }

  #endPiece(): void {
    if (this.#gathered > 0 && this.#room) this.#pieces.push(this.#room.slice(0, this.#gathered));
    this.#gathered = 0;
  }

  #take(): Uint8Array | undefined {
    if (this.#pieces.length === 0) this.#endPiece();
    const piece = this.#pieces.shift();
    this.#ahead -= piece?.length ?? 0;
    return piece;
  }
}

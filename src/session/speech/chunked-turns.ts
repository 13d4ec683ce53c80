import { AvatarError } from '../../core/errors.js';
import { nothingToSay } from '../../core/speech/nothing-to-say.js';

interface ChunkedTurn {
  /** White space that waits for the text after it: alone it is not worth a request, and the service may refuse it. */
  held: string;
  hasText: boolean;
}

/** The turns whose text comes in chunks, from the first to the final one. */
export class ChunkedTurns {
  readonly #turns = new Map<string, ChunkedTurn>();
  /** Of these, more chunks may come. */
  readonly #interrupted = new Set<string>();

  /**
   * The text to send for a chunk; undefined where it waits for the next one, or where nothing is to be sent. An empty final chunk closes its turn.
   * @throws {AvatarError} `INVALID_INPUT`: it is no text, or the turn ends and there is nothing to say. `ABORTED`: the turn was
   * interrupted.
   */
  take(text: string, turnId: string, isFinal: boolean): string | undefined {
    if (typeof text !== 'string') throw nothingToSay();
    if (this.#interrupted.has(turnId)) {
      if (isFinal) this.#interrupted.delete(turnId);
      if (text.trim() === '') return undefined;
      throw new AvatarError('ABORTED', 'The turn that this text belongs to was interrupted.');
    }
    const { held, hasText } = this.#turns.get(turnId) ?? { held: '', hasText: false };
    const isBlank = text.trim() === '';
    if (isFinal) this.#turns.delete(turnId);
    else this.#turns.set(turnId, { held: isBlank ? held + text : '', hasText: hasText || !isBlank });
    if (!isBlank) return held + text;
    if (!isFinal) return undefined;
    if (!hasText) throw nothingToSay();
    return held + text;
  }

  /** What still comes of the turns that are open is not to be said. */
  interrupt(): void {
    for (const turnId of this.#turns.keys()) this.#interrupted.add(turnId);
    this.#turns.clear();
  }
}

const IS_WORD = /[\p{L}\p{N}_]/u;
const IS_LATIN_WORD = /[\p{Script=Latin}\p{N}_]/u;
const IS_BLANK = /^\s?$/;

/** A run of `*`, `_`, `~` or `=` that may be a mark of emphasis; what is left of it in the end is text. */
export interface MarkRun {
  mark: string;
  /** How many of its characters are said. */
  left: number;
  canOpen: boolean;
  canClose: boolean;
}

/**
 * Reads a run as CommonMark does, with more doubt: arithmetic and names are not emphasis. `5*3 and 2*2` stays as it is,
 * where CommonMark makes `3 and 2` italic.
 */
export function readRun(mark: string, length: number, before: string, after: string): MarkRun {
  const isSingle = length === 1;
  const isInWord = IS_WORD.test(before) && IS_WORD.test(after);
  const isInLatinWord = IS_LATIN_WORD.test(before) && IS_LATIN_WORD.test(after);
  const isBetweenNumbers = isInWord && /\d/.test(before + after);
  const isPossible =
    length <= 3 &&
    !((mark === '~' || mark === '=') && length !== 2) &&
    !(isInLatinWord && (isSingle || mark === '_')) &&
    !isBetweenNumbers &&
    !(mark === '_' && isInWord);
  // Within two words `**` may be either. Scripts without spaces have words right before and behind what is emphasised.
  return {
    mark,
    left: length,
    canOpen: isPossible && !IS_BLANK.test(after) && (IS_WORD.test(after) || !IS_LATIN_WORD.test(before)),
    canClose: isPossible && !IS_BLANK.test(before) && (IS_WORD.test(before) || !IS_LATIN_WORD.test(after)),
  };
}

/** Pairs runs as they come, and takes off what is paired. */
export class EmphasisPairs {
  readonly #openers = new Map<string, MarkRun[]>();

  add(run: MarkRun): void {
    const openers = this.#openers.get(run.mark) ?? [];
    this.#openers.set(run.mark, openers);
    for (let opener = openers.at(-1); run.canClose && run.left > 0 && opener; opener = openers.at(-1)) {
      const paired = Math.min(run.left, opener.left);
      run.left -= paired;
      opener.left -= paired;
      if (opener.left === 0) openers.pop();
    }
    if (run.canOpen && run.left > 0) openers.push(run);
  }

  get isOpen(): boolean {
    return [...this.#openers.values()].some((openers) => openers.length > 0);
  }

  /** Nothing more comes: strong marks that were never closed are not said. */
  end(): void {
    for (const opener of [...this.#openers.values()].flat()) if (opener.left > 1) opener.left = 0;
  }
}

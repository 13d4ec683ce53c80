/** Shows captions in the elements that the page has put in their place. */
export class PageCaptions {
  readonly #filled = new Map<Element, FilledElement>();

  /** `text` in each of `elements`, and none any more in those that were there before. */
  show(elements: readonly Element[], text: string): void {
    for (const [element, filled] of this.#filled) {
      if (elements.includes(element)) continue;
      filled.giveBack();
      this.#filled.delete(element);
    }
    for (const element of elements) {
      const filled = this.#filled.get(element) ?? new FilledElement(element);
      this.#filled.set(element, filled);
      filled.write(text);
    }
  }
}

/**
 * An element that is empty is ours to fill; what is in it otherwise is the page's, or that of its framework, which may also
 * begin to fill it later. Then it is let alone for good.
 */
class FilledElement {
  readonly #text = new Text();
  #observer: MutationObserver | undefined;

  constructor(element: Element) {
    if (!isEmpty(element)) return;
    element.append(this.#text);
    this.#observer = new MutationObserver((records) => this.#onForeign(records));
    this.#observer.observe(element, { childList: true, characterData: true, subtree: true });
  }

  write(text: string): void {
    this.#onForeign(this.#observer?.takeRecords() ?? []);
    if (!this.#observer) return;
    this.#text.data = text;
    this.#observer.takeRecords();
  }

  giveBack(): void {
    if (!this.#observer) return;
    this.#letAlone();
    this.#text.remove();
  }

  #onForeign(records: MutationRecord[]): void {
    if (records.length === 0) return;
    // Some frameworks write into the text that they find: then it is theirs.
    if (records.some(({ type }) => type === 'characterData')) this.#letAlone();
    else this.giveBack();
  }

  #letAlone(): void {
    this.#observer?.disconnect();
    this.#observer = undefined;
  }
}

/** Spaces and line breaks are only how HTML is written; an empty text is a framework's, which keeps its place. */
function isEmpty({ childNodes }: Element): boolean {
  return [...childNodes].every((node) => node instanceof Text && /^\s+$/.test(node.data));
}

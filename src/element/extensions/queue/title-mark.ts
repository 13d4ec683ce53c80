/** Marks the tab of a hidden page by the page's title, without a sound, until it is seen again. */
export class TitleMark {
  readonly #page: Document;
  #marked: { before: string; title: string } | undefined;

  constructor(page: Document) {
    this.#page = page;
  }

  /** @param words Undefined takes them away again. */
  show(words: string | undefined): void {
    const page = this.#page;
    // What the page has written there meanwhile is its own.
    if (this.#marked && page.title === this.#marked.title) page.title = this.#marked.before;
    this.#marked = undefined;
    if (words === undefined) return;
    const before = page.title;
    page.title = [words, before].filter(Boolean).join(' · ');
    this.#marked = { before, title: page.title };
  }
}

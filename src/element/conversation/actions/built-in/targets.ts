import type { AllowedElements } from './allowed-actions.js';

/** A model is given so many of a kind to choose from. */
const MOST = 50;
const LONGEST_NAME = 100;

export interface TargetsOptions {
  /** Where the elements are. */
  roots: readonly ParentNode[];
  allowed: AllowedElements;
  /** The attribute by which elements say themselves that they are allowed. */
  mark: string;
  /** Leaves out elements whatever is allowed. Default: none. */
  fits?: (element: Element) => boolean;
}

/** What is allowed of one kind, by names: a model chooses a name, and never writes a selector. */
export class Targets {
  readonly #options: TargetsOptions;

  constructor(options: TargetsOptions) {
    this.#options = options;
  }

  /** As they are now: pages change. */
  get names(): string[] {
    const { allowed, fits = () => true } = this.#options;
    const all = allowed === true ? this.#marked().map(({ name }) => name) : namesIn(allowed);
    const fitting = [...new Set(all)].filter((name) => {
      const element = this.#elementOf(name);
      return name !== '' && name.length <= LONGEST_NAME && (!element || fits(element));
    });
    return fitting.slice(0, MOST);
  }

  /** What the page says of a name: a selector, or a path. */
  textOf(name: string): string | undefined {
    const { allowed } = this.#options;
    if (allowed === true) return undefined;
    if (isList(allowed)) return allowed.includes(name) ? name : undefined;
    return Object.hasOwn(allowed, name) ? allowed[name] : undefined;
  }

  /** @throws {Error} For the model: it is not there, now or ever. */
  find(name: unknown): Element {
    if (typeof name !== 'string' || !this.names.includes(name)) throw new Error('That is not allowed on this page.');
    const element = this.#elementOf(name);
    if (!element) throw new Error('It is not on the page now.');
    return element;
  }

  #elementOf(name: string): Element | undefined {
    if (this.#options.allowed === true) return this.#marked().find((one) => one.name === name)?.element;
    const selector = this.textOf(name) ?? '';
    // Paths are none.
    if (selector === '' || selector.startsWith('/')) return undefined;
    return this.#options.roots.map((root) => root.querySelector(selector)).find((element) => element !== null);
  }

  #marked(): { name: string; element: Element }[] {
    const { roots, mark } = this.#options;
    const elements = roots.flatMap((root) => [...root.querySelectorAll(`[${mark}]`)]);
    return elements.map((element) => {
      const name = element.getAttribute(mark)?.trim() ?? '';
      return { element, name: name === '' ? element.id : name };
    });
  }
}

/** Whether there is anything of it to be seen. */
export function isShown(element: Element): boolean {
  return element.getClientRects().length > 0;
}

const isList = (allowed: AllowedElements): allowed is readonly string[] => Array.isArray(allowed);

const namesIn = (allowed: Exclude<AllowedElements, true>): readonly string[] =>
  isList(allowed) ? allowed : Object.keys(allowed);

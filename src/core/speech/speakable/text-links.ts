import { isHttpUrl, parseUrl } from '../../parse-url.js';
import type { TextLink } from '../text-link.js';

/** A link as it is written: its address, or the `[name]` that a definition gives one. */
export interface WrittenLink {
  text: string;
  address: string;
}

/** More links than this are in no answer. */
const MOST_LINKS = 100;

/** A line such as `[name]: https://example.com "Title"`. */
const DEFINITION = /^[\s>]*\[([^\]^][^\]]{0,99})\]:\s*<?([^\s<>]{1,2000})/;

/** Collects the links of a text: those alone that a browser can be sent to by http or https, and not with a password. */
export class TextLinks {
  readonly #onLink: (link: TextLink) => void;
  readonly #definitions = new Map<string, string>();
  /** Links whose name was not defined yet. */
  #undefined: (WrittenLink & Pick<TextLink, 'after'>)[] = [];
  #count = 0;

  constructor(onLink: (link: TextLink) => void) {
    this.#onLink = onLink;
  }

  add({ text, address }: WrittenLink, after: number): void {
    if (text.trim() === '' || (this.#count += 1) > MOST_LINKS) return;
    const name = nameIn(address);
    const url = name === undefined ? address : this.#definitions.get(name);
    if (url === undefined) this.#undefined.push({ text, address, after });
    else this.#tell(text, url, after);
  }

  /** Takes the address where the line defines one. */
  define(line: string): void {
    const [, name, url] = DEFINITION.exec(line) ?? [];
    if (name === undefined || url === undefined || this.#definitions.size >= MOST_LINKS) return;
    const wanted = normalized(name);
    if (!this.#definitions.has(wanted)) this.#definitions.set(wanted, url);
    const waiting = this.#undefined;
    this.#undefined = waiting.filter(({ address }) => nameIn(address) !== wanted);
    for (const { text, address, after } of waiting) if (nameIn(address) === wanted) this.#tell(text, url, after);
  }

  #tell(text: string, address: string, after: number): void {
    const written = address.replace(/\\([!-/:-@[-`{-~])/g, '$1').replaceAll('&amp;', '&');
    const url = parseUrl(/^www\./i.test(written) ? `https://${written}` : written);
    if (isHttpUrl(url) && url.username === '' && url.password === '')
      this.#onLink({ text: text.trim(), url: url.href, after });
  }
}

function nameIn(address: string): string | undefined {
  return address.startsWith('[') ? normalized(address.slice(1, -1)) : undefined;
}

function normalized(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}

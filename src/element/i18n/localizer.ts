import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { Logger } from '../../core/logger.js';
import { english } from './english.js';
import type { Messages } from './messages.js';
import { languagesFor } from './language-tag.js';
import { shownHosts } from './shown-hosts.js';
import { translationsFor } from './translations.js';

export interface LocalizedHost extends ReactiveControllerHost, HTMLElement {
  /** Goes before every translation. */
  readonly messages: Partial<Messages> | null;
  createLogger(): Logger;
}

type ParametersOf<Text> = Text extends (...parameters: infer Parameters) => string ? Parameters : [];

/** The element's texts in the visitor's language. */
export class Localizer implements ReactiveController {
  readonly host: LocalizedHost;
  #observer: MutationObserver | undefined;
  #translations: readonly Partial<Messages>[] = [];
  #lang = 'en';
  #spokenLang = 'en';
  #isOfPage = true;

  constructor(host: LocalizedHost) {
    this.host = host;
    host.addController(this);
  }

  hostConnected(): void {
    shownHosts.add(this.host);
    this.#observer = new MutationObserver(() => this.host.requestUpdate());
    this.#observer.observe(this.host.ownerDocument.documentElement, { attributeFilter: ['lang', 'dir'] });
  }

  hostDisconnected(): void {
    shownHosts.delete(this.host);
    this.#observer?.disconnect();
  }

  hostUpdate(): void {
    // Found anew each time, also after a move to other ancestors: the element is updated whenever it is connected.
    const source = closestWithLang(this.host);
    const wanted = source?.getAttribute('lang') ?? navigator.language;
    this.#translations = translationsFor(wanted, (error) =>
      this.host.createLogger().warn(`The texts for ${wanted} could not be loaded`, error),
    );
    const isFound = !!this.#translations[0];
    this.#lang = isFound ? wanted : 'en';
    this.#spokenLang = languagesFor(wanted).length > 0 ? wanted : 'en';
    this.#isOfPage = source === this.host.ownerDocument.documentElement;
  }

  /** The language of the page or the element, in which the avatar and the visitor talk; there may be no texts in it. */
  get spokenLang(): string {
    return this.#spokenLang;
  }

  /** Whether English stands in for a language without texts. */
  get isEnglish(): boolean {
    return this.#lang !== this.#spokenLang && !this.host.messages;
  }

  /** The language of the element's texts. */
  lang(): string {
    return this.#lang;
  }

  /** The direction of the element's language; undefined where the page, or the element's own `dir`, decides. */
  get shownDir(): 'ltr' | 'rtl' | undefined {
    return this.#isOfPage || this.host.dir || this.isEnglish ? undefined : this.#find('$dir');
  }

  term<Key extends keyof Messages>(key: Key, ...args: ParametersOf<Messages[Key]>): string {
    const text = this.#find(key) as string | ((...args: unknown[]) => string);
    return typeof text === 'function' ? text(...args) : text;
  }

  /** `en` where English stands in for a text that is missing, for screen readers to read it as it is written. */
  langOf(key: keyof Messages): string | undefined {
    return this.#sourceOf(key) === english && !this.#translations.includes(english) ? 'en' : undefined;
  }

  #find<Key extends keyof Messages>(key: Key): Messages[Key] {
    return this.#sourceOf(key)?.[key] as Messages[Key];
  }

  #sourceOf(key: keyof Messages): Partial<Messages> | null | undefined {
    // An extension’s text is missing before its extension is there, and until then nobody shows it.
    return [this.host.messages, ...this.#translations, english].find((each) => each?.[key]);
  }
}

/** Whose `lang` is the element's, as HTML has it: the closest one that has any, also outside the shadow roots it is in. */
function closestWithLang(element: Element): Element | undefined {
  const { host } = element.getRootNode() as Partial<ShadowRoot>;
  return element.closest('[lang]') ?? (host && closestWithLang(host));
}

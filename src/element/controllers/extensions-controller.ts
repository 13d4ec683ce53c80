import { nothing, type CSSResult, type ReactiveController } from 'lit';

import { anySignal } from '../../core/abort-signals.js';
import { untilLoaded } from '../../core/until-loaded.js';
import type { KalturaAvatarSession } from '../../session/kaltura-avatar-session.js';
import { adopt } from './adopt-styles.js';
import { isOpen } from '../avatar-state.js';
import type { AvatarHost, Extension, ExtensionCode, ExtensionRule } from '../extensions/extension.js';
import { english } from '../i18n/english.js';
import { afterRemoval, isOnPage } from '../session/after-removal.js';

interface Installed {
  code: ExtensionCode;
  extension: Extension;
  lifetime: AbortController;
}

/** Loads the parts of the element that its attributes ask for, and takes them away again. */
export class ExtensionsController<Name extends string> implements ReactiveController {
  readonly #host: AvatarHost;
  readonly #rules: Record<Name, ExtensionRule>;
  readonly #styles: readonly CSSResult[];
  readonly #installed = new Map<Name, Installed>();
  readonly #loading = new Map<Name, AbortController>();
  readonly #loadedStyles = new Set<CSSResult>();
  #document: Document | undefined;
  #followed: { session: KalturaAvatarSession; lifetime: AbortController } | undefined;

  /** @param styles The element's own, which the extensions' come after. */
  constructor(host: AvatarHost, styles: readonly CSSResult[], rules: Record<Name, ExtensionRule>) {
    this.#host = host;
    this.#styles = styles;
    this.#rules = rules;
    host.addController(this);
    host.addEventListener('keydown', (event) => this.#onKey(event));
  }

  /** What they show, in the order of their rules; each may be missing. */
  render(): unknown {
    const names = Object.keys(this.#rules) as Name[];
    return names.map((name) => this.#installed.get(name)?.extension.render?.() ?? nothing);
  }

  hostUpdate(): void {
    if (!isOnPage(this.#host)) return;
    for (const name of Object.keys(this.#rules) as Name[]) this.#update(name);
    this.#follow(this.#host.session);
  }

  hostUpdated(): void {
    for (const { extension } of this.#installed.values()) extension.updated?.();
  }

  hostConnected(): void {
    const { ownerDocument } = this.#host;
    // Those that it had are lost in the documents it has been in meanwhile.
    this.#adoptStyles();
    if (ownerDocument !== this.#document) {
      this.#document = ownerDocument;
      // Those that listen to their document are made anew in the next update.
      for (const [name, { code }] of this.#installed) if (code.isOfDocument) this.#remove(name);
    }
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    afterRemoval(this.#host, () => {
      for (const name of Object.keys(this.#rules) as Name[]) this.#remove(name);
      this.#follow(null);
    });
  }

  #onKey(event: KeyboardEvent): void {
    const { key, ctrlKey, metaKey, altKey, defaultPrevented } = event;
    if (defaultPrevented || ctrlKey || metaKey || altKey || isTyping(event) || !isOpen(this.#host.state)) return;
    for (const { extension } of this.#installed.values()) {
      const act = extension.shortcuts?.[key.toLowerCase()];
      if (!act) continue;
      event.preventDefault();
      act();
    }
  }

  #update(name: Name): void {
    const isWanted = this.#rules[name].isWanted(this.#host);
    if (isWanted && !this.#installed.has(name)) this.#install(name);
    if (!isWanted) this.#remove(name);
  }

  #install(name: Name): void {
    if (this.#loading.has(name)) return;
    const loading = new AbortController();
    this.#loading.set(name, loading);
    const warn = (error: unknown): void =>
      this.#host.createLogger().warn(`The avatar’s ${name} could not be loaded`, error);
    untilLoaded(this.#rules[name].load, { onFailure: warn, signal: loading.signal })
      .then((loaded) => {
        if (loading.signal.aborted) return;
        this.#loading.delete(name);
        this.#create(name, loaded);
        this.#host.requestUpdate();
      })
      // It is not wanted any more, or does not work.
      .catch((error: unknown) => loading.signal.aborted || warn(error));
  }

  #create(name: Name, code: ExtensionCode): void {
    const { create, styles, texts } = code;
    Object.assign(english, texts);
    const lifetime = new AbortController();
    const extension = create(this.#host, lifetime.signal);
    this.#installed.set(name, { code, extension, lifetime });
    if (styles) this.#addStyles(styles);
    if (this.#followed) {
      const signal = anySignal(lifetime.signal, this.#followed.lifetime.signal);
      extension.follow?.(this.#followed.session, signal);
    }
  }

  #remove(name: Name): void {
    this.#loading.get(name)?.abort();
    this.#loading.delete(name);
    this.#installed.get(name)?.lifetime.abort();
    this.#installed.delete(name);
  }

  #addStyles(styles: CSSResult | readonly CSSResult[]): void {
    for (const each of [styles].flat()) this.#loadedStyles.add(each);
    this.#adoptStyles();
  }

  #adoptStyles(): void {
    const { shadowRoot } = this.#host;
    if (shadowRoot) adopt(shadowRoot, [...this.#styles, ...this.#loadedStyles]);
  }

  #follow(session: KalturaAvatarSession | null): void {
    if (session === (this.#followed?.session ?? null)) return;
    this.#followed?.lifetime.abort();
    this.#followed = session ? { session, lifetime: new AbortController() } : undefined;
    if (!this.#followed) return;
    for (const { extension, lifetime } of this.#installed.values())
      extension.follow?.(this.#followed.session, anySignal(lifetime.signal, this.#followed.lifetime.signal));
  }
}

function isTyping(event: Event): boolean {
  const [target] = event.composedPath();
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type="range"]), textarea, select'))
  );
}

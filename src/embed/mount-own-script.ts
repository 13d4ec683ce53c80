import type { KalturaAvatarElement } from '../element/kaltura-avatar.js';

/** What every HTML element has, beside the settings of this one. A style would be an inline one, which policies refuse. */
const HTML_ATTRIBUTES = ['id', 'class', 'lang', 'dir', 'title', 'hidden'];

/** Puts an element where the script stands that is running, made of the script's `data-*` attributes. */
export function mountOwnScript(): void {
  const script = document.currentScript;
  if (script instanceof HTMLScriptElement) mount(script);
  else
    console.error(
      'kaltura-avatar.embed.js does not know where it stands. It has to be a script of its own, without type="module".',
    );
}

function mount(script: HTMLScriptElement): void {
  // Of whichever copy came first, which may be of another version.
  const avatar = document.createElement('kaltura-avatar');
  configure(avatar, script);
  if (script.isConnected && !script.closest('head')) script.after(avatar);
  else onceThereIsAnEnd(() => document.body.append(avatar));
}

function configure(avatar: KalturaAvatarElement, script: HTMLScriptElement): void {
  const { observedAttributes } = avatar.constructor as typeof KalturaAvatarElement;
  const known = new Set([...HTML_ATTRIBUTES, ...observedAttributes]);
  const unknown: string[] = [];
  for (const { name, value } of [...script.attributes]) {
    if (!name.startsWith('data-')) continue;
    const attribute = name.slice('data-'.length);
    if (attribute === 'ks') {
      // A secret is not left where every other script of the page, and every copy of its HTML, has it.
      script.removeAttribute(name);
      avatar.ks = value;
    } else if (known.has(attribute)) avatar.setAttribute(attribute, value);
    else unknown.push(name);
  }
  if (unknown.length > 0)
    console.warn(`<kaltura-avatar> has no such attribute, so it is left out: ${unknown.join(', ')}`);
}

/** Runs `act` when nothing of the page's own comes after what it appends. */
function onceThereIsAnEnd(act: () => void): void {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', act, { once: true });
  else act();
}

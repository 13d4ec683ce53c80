import type { KalturaAvatarElement } from '../element/kaltura-avatar.js';

/** What a page sets, by the names of attributes; properties that have none are written in the same way. */
export type Settings = Record<string, unknown>;

/** On a script whose settings were taken, what they are; on an element, what it was made of. */
export const MADE_OF: unique symbol = Symbol.for('kaltura-avatar.embed');

export interface Marked {
  [MADE_OF]?: unknown;
}

/** What every HTML element has, beside the settings of this one. A style would be an inline one, which policies refuse. */
const HTML_ATTRIBUTES = ['id', 'class', 'lang', 'dir', 'title', 'hidden'];

/** Of whichever copy came first, which may be of another version. */
export const definition = (): typeof KalturaAvatarElement =>
  customElements.get('kaltura-avatar') as typeof KalturaAvatarElement;

export const isAttribute = (name: string): boolean =>
  HTML_ATTRIBUTES.includes(name) || definition().observedAttributes.includes(name);

/** What a script says in its `data-*` attributes. */
export const settingsOfData = ({ attributes }: Element): Settings =>
  Object.fromEntries(
    [...attributes].filter(({ name }) => name.startsWith('data-')).map(({ name, value }) => [name.slice(5), value]),
  );

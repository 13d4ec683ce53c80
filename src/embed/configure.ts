import type { KalturaAvatarElement } from '../element/kaltura-avatar.js';
import { mark } from './marks.js';
import { definition, isAttribute, type Settings } from './settings.js';

export function createAvatar(settings: Settings): KalturaAvatarElement {
  const avatar = document.createElement('kaltura-avatar');
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(settings)) {
    const property = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    if (value === false || value === 'false' || value == null) avatar.removeAttribute(name);
    else if (isAttribute(name) && !(value instanceof Object))
      avatar.setAttribute(name, value === true ? '' : `${value as string | number}`);
    else if (
      name === 'ks' ||
      (typeof value != 'string' && (definition().elementProperties.has(property) || property === 'session'))
    )
      Reflect.set(avatar, property, value);
    else unknown.push(name);
  }
  if (unknown.length > 0)
    console.warn(`<kaltura-avatar> has no such attribute, so it is left out: ${unknown.join(', ')}`);
  mark(avatar, keyOf(settings));
  return avatar;
}

/** The same for the same settings. */
export const keyOf = (settings: Settings): string => String(Object.entries(settings).sort());

import type { HTMLAttributes as SvelteAttributes } from 'svelte/elements';

import type { KalturaAvatarElement } from '../define.js';
import type { AvatarEventAttributes, AvatarTag } from '../element/avatar-tag.js';

/** Defines `<kaltura-avatar>`, and gives the tag its types in Svelte's markup. */
export { KalturaAvatarElement } from '../define.js';

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'kaltura-avatar': AvatarTag<SvelteAttributes<KalturaAvatarElement>> & AvatarEventAttributes;
  }
}

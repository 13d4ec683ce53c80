import type { HTMLAttributes } from 'preact';

import type { KalturaAvatarElement } from '../define.js';
import type { AvatarEventAttributes, AvatarTag } from '../element/avatar-tag.js';

/** Defines `<kaltura-avatar>`, and gives the tag its types in Preact's JSX. */
export { KalturaAvatarElement } from '../define.js';

declare module 'preact' {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- It is Preact's.
  namespace JSX {
    interface IntrinsicElements {
      'kaltura-avatar': AvatarTag<HTMLAttributes<KalturaAvatarElement>> & AvatarEventAttributes;
    }
  }
}

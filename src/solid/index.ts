import type { JSX as Solid } from 'solid-js';

import type { KalturaAvatarElement } from '../define.js';
import type { AvatarEventAttributes, AvatarTag } from '../element/avatar-tag.js';

/** Defines `<kaltura-avatar>`, and gives the tag its types in Solid's JSX. */
export { KalturaAvatarElement } from '../define.js';

declare module 'solid-js' {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- It is Solid's.
  namespace JSX {
    interface IntrinsicElements {
      'kaltura-avatar': AvatarTag<Solid.HTMLAttributes<KalturaAvatarElement>> & AvatarEventAttributes<'on:'>;
    }
  }
}

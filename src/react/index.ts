'use client';

import { createComponent } from '@lit/react';
import React, {
  type DetailedHTMLProps,
  type ForwardRefExoticComponent,
  type HTMLAttributes,
  type RefAttributes,
} from 'react';

import { KalturaAvatarElement } from '../define.js';
import { AVATAR_EVENTS, type AvatarListeners, type AvatarProps } from '../element/avatar-props.js';
import type { AvatarEventAttributes, AvatarTag } from '../element/avatar-tag.js';

/** The element's properties, its events (`onAvatarError` and others), and what React takes on every HTML element. */
export type KalturaAvatarProps = AvatarProps &
  AvatarListeners &
  Omit<HTMLAttributes<KalturaAvatarElement>, keyof AvatarProps>;

/**
 * `<kaltura-avatar>` for React 18 and newer. A ref to it is the element: `ref.current.speak('Hello!')`.
 *
 * It renders on a server as an empty element, which starts in the browser.
 */
export const KalturaAvatar = createComponent({
  react: React,
  tagName: 'kaltura-avatar',
  elementClass: KalturaAvatarElement,
  events: AVATAR_EVENTS,
  displayName: 'KalturaAvatar',
}) as ForwardRefExoticComponent<KalturaAvatarProps & RefAttributes<KalturaAvatarElement>>;

export type { KalturaAvatarElement };

/** React 19 sets properties, and listens to `onavatar-error` and others, without the component as well. */
type KalturaAvatarJsx = AvatarTag<DetailedHTMLProps<HTMLAttributes<KalturaAvatarElement>, KalturaAvatarElement>> &
  AvatarEventAttributes;

declare module 'react' {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- It is React's.
  namespace JSX {
    interface IntrinsicElements {
      'kaltura-avatar': KalturaAvatarJsx;
    }
  }
}

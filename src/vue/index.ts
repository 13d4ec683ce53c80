import { h, type FunctionalComponent, type HTMLAttributes, type VNode, type VNodeProps } from 'vue';

import { KalturaAvatarElement } from '../define.js';
import type { AvatarListeners, AvatarProps } from '../element/avatar-props.js';

/** The element's properties, its events (`@avatar-error` and others), and what Vue takes on every HTML element, such as `ref`. */
export type KalturaAvatarProps = AvatarProps & AvatarListeners & Omit<HTMLAttributes, keyof AvatarProps> & VNodeProps;

/** What each element was given last. Vue's own way empties what is left out: a volume of 0 for no volume. */
const given = new WeakMap<object, Record<string, unknown>>();

function assign(element: object, props: Record<string, unknown>): void {
  const before = given.get(element) ?? {};
  given.set(element, props);
  Object.assign(element, Object.fromEntries(Object.entries(props).filter(([name, value]) => value !== before[name])));
}

/**
 * `<kaltura-avatar>` for Vue 3. A template ref to it is the element: `avatar.value.speak('Hello!')`.
 *
 * It needs no `isCustomElement`, and renders on a server as an empty element, which starts in the browser.
 */
export const KalturaAvatar: FunctionalComponent<KalturaAvatarProps> = (props, { slots }): VNode => {
  const values = { ...props };
  const onUpdate = ({ el }: VNode): void => {
    if (el) assign(el, values);
  };
  return h('kaltura-avatar', { onVnodeBeforeMount: onUpdate, onVnodeBeforeUpdate: onUpdate }, slots['default']?.());
};

KalturaAvatar.displayName = 'KalturaAvatar';
KalturaAvatar.props = Object.fromEntries([
  ...Object.entries(KalturaAvatarElement.properties)
    // HTML's own, which Vue knows.
    .filter(([name]) => name !== 'lang')
    // With its type, Vue reads a flag as HTML does: <KalturaAvatar autostart>.
    .map(([name, { type }]) => [name, type === Boolean ? Boolean : null] as const),
  ['session', null],
]);

export type { KalturaAvatarElement };

declare module 'vue' {
  interface GlobalComponents {
    KalturaAvatar: typeof KalturaAvatar;
    /** For templates that have the element itself, by `compilerOptions.isCustomElement`. */
    'kaltura-avatar': typeof KalturaAvatar;
  }
}

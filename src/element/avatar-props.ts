import './events/event-map.js';
import type { KalturaAvatarElement } from './kaltura-avatar.js';
import type { SettablePropertyName } from './settings/settings-list.js';

/** The element's properties, as frameworks take them: each may be left out. */
export type AvatarProps = {
  [Name in SettablePropertyName | 'session']?: KalturaAvatarElement[Name] | undefined;
};

type AvatarEventType = Extract<keyof HTMLElementEventMap, `avatar-${string}`>;

type Pascal<Kebab extends string> = Kebab extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Kebab>;

/** The element's events, by the props of frameworks that take their listeners. One that is missing is a type error. */
export const AVATAR_EVENTS: { readonly [Type in AvatarEventType as `on${Pascal<Type>}`]: Type } = {
  onAvatarStateChange: 'avatar-state-change',
  onAvatarConnectionChange: 'avatar-connection-change',
  onAvatarSpeakingStart: 'avatar-speaking-start',
  onAvatarSpeakingEnd: 'avatar-speaking-end',
  onAvatarActivityChange: 'avatar-activity-change',
  onAvatarCaption: 'avatar-caption',
  onAvatarMessage: 'avatar-message',
  onAvatarMetrics: 'avatar-metrics',
  onAvatarSessionEnd: 'avatar-session-end',
  onAvatarConsent: 'avatar-consent',
  onAvatarFeedback: 'avatar-feedback',
  onAvatarAction: 'avatar-action',
  onAvatarQueueChange: 'avatar-queue-change',
  onAvatarLauncherChange: 'avatar-launcher-change',
  onAvatarLanguageChange: 'avatar-language-change',
  onAvatarError: 'avatar-error',
};

/** Listeners for the element's events, as props. */
export type AvatarListeners = {
  [Prop in keyof typeof AVATAR_EVENTS]?:
    ((event: HTMLElementEventMap[(typeof AVATAR_EVENTS)[Prop]]) => void) | undefined;
};

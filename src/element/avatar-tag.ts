import type { AvatarProps } from './avatar-props.js';
import type { SettingName } from './settings/settings-list.js';

type Kebab<Camel extends string> = Camel extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Kebab<Rest>}`
  : Camel;

/** Frameworks write `false` as a text into an attribute, and that counts as set: a flag is there or is left out. */
type AttributeValue<Value> = Value extends boolean ? true | '' | null | undefined : Value;

/** The attributes that have a name of their own beside the property's: `session-endpoint` and others. */
type AvatarAttributes = {
  [Name in SettingName as Exclude<Kebab<Name>, SettingName>]?: AttributeValue<AvatarProps[Name]>;
};

/** Listeners for the element's events, by the names that markup has for them: `onavatar-error`, or with another prefix. */
export type AvatarEventAttributes<Prefix extends string = 'on'> = {
  [Type in keyof HTMLElementEventMap as Type extends `avatar-${string}` ? `${Prefix}${Type}` : never]?:
    ((event: HTMLElementEventMap[Type]) => void) | undefined;
};

/** What the tag takes in the markup of a framework beside what every HTML element does. */
export type AvatarTag<Html> = AvatarProps & AvatarAttributes & Omit<Html, keyof AvatarProps | keyof AvatarAttributes>;

import { choice, colour, flag, number, text, url, type Setting } from './settings-table.js';

/** How the picture fills the element; as CSS `object-fit`. */
export type AvatarFit = 'cover' | 'contain' | 'fill';

/** Where the element is placed: in the page's flow, over its container, or floating in a corner of the window. */
export type AvatarPlacement = 'inline' | 'fill' | 'bottom-end' | 'bottom-start' | 'top-end' | 'top-start';

/** An object, too; it is read where it is used. */
const anything: Setting = { ...text(), accepts: () => true };

/** Each property that has an attribute, which is called the same, with hyphens. */
export const SETTINGS = {
  sessionEndpoint: url(),
  avatarId: text(),
  voiceId: text(),
  voiceSpeed: number({ initial: null, min: 0.25, max: 4 }),
  autostart: flag(),
  loading: choice(['eager', 'lazy']),
  idleTimeout: number({ initial: null, min: 0, max: 86_400 }),
  muted: flag({ reflect: true }),
  volume: number({ initial: 1, min: 0, max: 1 }),
  controls: flag({ reflect: true }),
  captions: flag({ reflect: true }),
  poster: url(),
  greeting: anything,
  label: text(),
  tagline: text(),
  disclosure: text(),
  speakDisclosure: flag(),
  fit: choice(['cover', 'contain', 'fill'], { reflect: true }),
  mode: choice(['avatar', 'text'], { reflect: true }),
  keepConversation: choice(['page', 'visit', 'day', 'week', 'month']),
  placement: choice(['inline', 'fill', 'bottom-end', 'bottom-start', 'top-end', 'top-start'], {
    reflect: true,
  }),
  teaser: text(),
  inviteOn: choice(['load', 'scroll', 'leave']),
  expandAfter: number({ initial: null, min: 0, max: 86_400 }),
  chromaKey: colour('a CSS colour, such as #00ff00, or nothing for green', { reflect: true }),
  solo: flag(),
  composer: flag({ reflect: true }),
  microphone: choice(['auto', 'push', 'hands-free', 'off']),
  microphoneLanguage: text(),
  halfDuplex: flag(),
  showTranscript: flag({ reflect: true }),
  languages: anything,
  linkHosts: text(),
  pageContext: text(),
  allowActions: anything,
  suggestions: anything,
  feedback: choice(['off', 'thumbs', 'rating']),
  feedbackLocal: flag(),
  // Whatever is there asks for consent: a word that is misspelt must not open a session.
  consent: { ...flag(), accepts: () => true },
  consentTerms: url(),
  consentVersion: text(),
  baseUrl: url(),
  iceTransportPolicy: choice(['all', 'relay']),
  logLevel: choice(['info', 'debug', 'warn', 'error']),
  credentials: choice(['same-origin', 'include', 'omit']),
} satisfies Record<string, Setting>;

/** The name of a property that has an attribute. */
export type SettingName = keyof typeof SETTINGS;

export const NAMES = Object.keys(SETTINGS) as SettingName[];

/** Properties that no attribute can hold. Accessors all the same: React's wrapper tells properties from attributes by them. */
export const ONLY_PROPERTIES = [
  'ks',
  'messages',
  'sessionSource',
  'reply',
  'actions',
  'context',
  'requestInit',
  'retryPolicy',
  'logger',
] as const;

/** The name of a property that a page sets. */
export type SettablePropertyName = SettingName | (typeof ONLY_PROPERTIES)[number];

/** `session-endpoint` of `sessionEndpoint`. */
export const attributeOf = (name: SettingName): string =>
  name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);

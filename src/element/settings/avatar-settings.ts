import { LitElement, type PropertyDeclarations, type PropertyValues } from 'lit';

import { createLogger, type Logger, type LogLevel } from '../../core/logger.js';
import type { RetryPolicy } from '../../core/retry.js';
import type { SessionSource } from '../../session/session-source.js';
import type { AvatarReply } from '../extensions/composer/reply.js';
import type { Messages } from '../i18n/messages.js';
import { choice, colour, flag, number, text, url, type Setting } from './settings-table.js';

/** How the picture fills the element; as CSS `object-fit`. */
export type AvatarFit = 'cover' | 'contain' | 'fill';

/** Where the element stands: in the page's flow, over its container, or floating in a corner of the window. */
export type AvatarPlacement = 'inline' | 'fill' | 'bottom-end' | 'bottom-start' | 'top-end' | 'top-start';

const SETTINGS = {
  sessionEndpoint: url('session-endpoint'),
  avatarId: text('avatar-id'),
  voiceId: text('voice-id'),
  voiceSpeed: number('voice-speed', { initial: null, min: 0.25, max: 4 }),
  autostart: flag('autostart'),
  loading: choice('loading', ['eager', 'lazy']),
  muted: flag('muted', { reflect: true }),
  volume: number('volume', { initial: 1, min: 0, max: 1 }),
  controls: flag('controls', { reflect: true }),
  captions: flag('captions', { reflect: true }),
  poster: url('poster'),
  greeting: text('greeting'),
  label: text('label'),
  fit: choice('fit', ['cover', 'contain', 'fill'], { reflect: true }),
  placement: choice('placement', ['inline', 'fill', 'bottom-end', 'bottom-start', 'top-end', 'top-start'], {
    reflect: true,
  }),
  chromaKey: colour('chroma-key', 'a CSS colour, such as #00ff00, or nothing for green', { reflect: true }),
  solo: flag('solo'),
  composer: flag('composer', { reflect: true }),
  showTranscript: flag('show-transcript', { reflect: true }),
  baseUrl: url('base-url'),
  iceTransportPolicy: choice('ice-transport-policy', ['all', 'relay']),
  logLevel: choice('log-level', ['info', 'debug', 'warn', 'error']),
  credentials: choice('credentials', ['same-origin', 'include', 'omit']),
} satisfies Record<string, Setting>;

/** The name of a property that has an attribute. */
export type SettingName = keyof typeof SETTINGS;

const NAMES = Object.keys(SETTINGS) as SettingName[];

/** The attributes and properties of the element, read and checked. */
export abstract class AvatarSettings extends LitElement {
  static override properties: PropertyDeclarations = {
    ...Object.fromEntries(NAMES.map((name) => [name, SETTINGS[name].declaration])),
    ks: { attribute: false },
    messages: { attribute: false },
  };

  declare sessionEndpoint: string | null;
  declare avatarId: string | null;
  declare voiceId: string | null;
  declare voiceSpeed: number | null;
  declare autostart: boolean;
  declare loading: 'eager' | 'lazy';
  declare muted: boolean;
  declare volume: number;
  declare controls: boolean;
  declare captions: boolean;
  declare poster: string | null;
  declare greeting: string | null;
  declare label: string | null;
  declare fit: AvatarFit;
  declare placement: AvatarPlacement;
  declare chromaKey: string | null;
  declare solo: boolean;
  declare composer: boolean;
  declare showTranscript: boolean;
  declare baseUrl: string | null;
  /** For prototypes, instead of a backend: everybody who opens the page can read it. */
  declare ks: string | null;
  declare iceTransportPolicy: RTCIceTransportPolicy;
  declare logLevel: LogLevel;
  declare credentials: RequestCredentials;

  /** Texts of your own for this element, such as `{ start: 'Talk to Maya' }`; those that it lacks stay. */
  declare messages: Partial<Messages> | null;
  /** Opens sessions instead of the session endpoint: an async function that gives a session grant. */
  sessionSource: SessionSource | null = null;
  /** Answers what visitors say, in the page. Default: the reply hook of the backend does. */
  reply: AvatarReply | null = null;
  /** Added to every request to the session endpoint, such as headers of your own. */
  requestInit: RequestInit | null = null;
  /** How a lost connection and failed requests are tried again. Default: 3 tries with growing waits. */
  retryPolicy: RetryPolicy | null = null;
  /** Where the log goes. Default: the console. Secrets are taken out before. */
  logger: Logger | null = null;

  static override get observedAttributes(): string[] {
    // The last two are HTML's own, which the texts and the layout follow.
    return [...super.observedAttributes, 'ks', 'lang', 'dir'];
  }

  constructor() {
    super();
    this.ks = null;
    Object.assign(this, Object.fromEntries(NAMES.map((name) => [name, SETTINGS[name].initial])));
    this.messages = null;
  }

  /** What the element writes its log to. */
  createLogger(): Logger {
    return createLogger(this.logLevel, this.logger ?? console);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    for (const name of NAMES) if (changed.has(name)) this.#check(name);
  }

  /** A KS is read and does not stay in the document, where every script and every copy of the page would find it. */
  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    if (name !== 'ks') {
      super.attributeChangedCallback(name, old, value);
      // Those of HTML have no property of Lit's that would ask for it.
      this.requestUpdate();
    } else if (value !== null) {
      this.ks = value;
      this.removeAttribute('ks');
    }
  }

  #check(name: SettingName): void {
    const { attribute, accepts, expected, initial } = SETTINGS[name];
    const value: unknown = this[name];
    if (accepts(value)) return;
    const used = initial === null || initial === '' ? 'It is left out' : `${JSON.stringify(initial)} is used`;
    const shown = ['string', 'number'].includes(typeof value) ? `"${String(value)}"` : typeof value;
    this.createLogger().error(`${attribute} cannot be ${shown}: it should be ${expected}. ${used}.`);
    Object.assign(this, { [name]: initial });
  }
}

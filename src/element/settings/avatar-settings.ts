import { LitElement, type PropertyDeclarations, type PropertyValues } from 'lit';

import { createLogger, type Logger, type LogLevel } from '../../core/logger.js';
import type { RetryPolicy } from '../../core/retry.js';
import type { SessionSource } from '../../session/session-source.js';
import type { BackendRequestInit } from '../backend/backend-fetch.js';
import type { AvatarReply } from '../conversation/reply.js';
import type { Messages } from '../i18n/messages.js';
import { choice, colour, flag, number, text, url, type Setting } from './settings-table.js';

/** How the picture fills the element; as CSS `object-fit`. */
export type AvatarFit = 'cover' | 'contain' | 'fill';

/** Where the element is placed: in the page's flow, over its container, or floating in a corner of the window. */
export type AvatarPlacement = 'inline' | 'fill' | 'bottom-end' | 'bottom-start' | 'top-end' | 'top-start';

const SETTINGS = {
  sessionEndpoint: url('session-endpoint'),
  avatarId: text('avatar-id'),
  voiceId: text('voice-id'),
  voiceSpeed: number('voice-speed', { initial: null, min: 0.25, max: 4 }),
  autostart: flag('autostart'),
  loading: choice('loading', ['eager', 'lazy']),
  idleTimeout: number('idle-timeout', { initial: null, min: 0, max: 86_400 }),
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

/** Properties that no attribute can hold. Accessors all the same: React's wrapper tells properties from attributes by them. */
const ONLY_PROPERTIES = ['ks', 'messages', 'sessionSource', 'reply', 'requestInit', 'retryPolicy', 'logger'] as const;

/** The name of a property that a page sets. */
export type SettablePropertyName = SettingName | (typeof ONLY_PROPERTIES)[number];

/** The attributes and properties of the element, read and checked. */
export abstract class AvatarSettings extends LitElement {
  static override properties: PropertyDeclarations = {
    ...Object.fromEntries(NAMES.map((name) => [name, SETTINGS[name].declaration])),
    ...Object.fromEntries(ONLY_PROPERTIES.map((name) => [name, { attribute: false }])),
  };

  /**
   * The URL of your backend that opens sessions. Required to start, unless there is a `sessionSource` or a `session`.
   * @attr session-endpoint
   * @default null
   */
  declare sessionEndpoint: string | null;
  /**
   * Which avatar to show. Without it your backend chooses.
   * @attr avatar-id
   * @default null
   */
  declare avatarId: string | null;
  /**
   * Which voice it speaks with. Without it, the one of the avatar or of your backend.
   * @attr voice-id
   * @default null
   */
  declare voiceId: string | null;
  /**
   * How fast it speaks, from 0.25 to 4; 1 is normal. Without it, at the service's own speed.
   * @attr voice-speed
   * @default null
   */
  declare voiceSpeed: number | null;
  /**
   * Starts once, as soon as somebody may see the element: not in a page that is prerendered or in the background, nor in a copy
   * that is hidden. Browsers then play without sound until a click.
   * @attr autostart
   * @default false
   */
  declare autostart: boolean;
  /**
   * `lazy`: autostart waits until the element is scrolled into view.
   * @attr loading
   * @default 'eager'
   */
  declare loading: 'eager' | 'lazy';
  /**
   * Ends the session after this many seconds without use; 0: never. Without it, after five minutes in which the page is
   * hidden.
   * @attr idle-timeout
   * @default null
   */
  declare idleTimeout: number | null;
  /**
   * Plays without sound.
   * @attr muted
   * @default false
   */
  declare muted: boolean;
  /**
   * How loud it plays, from 0 to 1.
   * @attr volume
   * @default 1
   */
  declare volume: number;
  /**
   * Shows a bar while live: interrupt, mute, volume, captions, picture in picture, full screen and end.
   * @attr controls
   * @default false
   */
  declare controls: boolean;
  /**
   * Shows what the avatar says as captions.
   * @attr captions
   * @default false
   */
  declare captions: boolean;
  /**
   * The URL of the image that is shown before the avatar is live.
   * @attr poster
   * @default null
   */
  declare poster: string | null;
  /**
   * Said once a session is live.
   * @attr greeting
   * @default null
   */
  declare greeting: string | null;
  /**
   * The name of the element for screen readers. Without it “Avatar”, in the visitor’s language.
   * @attr label
   * @default null
   */
  declare label: string | null;
  /**
   * How the picture fills the element, as CSS `object-fit`.
   * @attr fit
   * @type {'cover' | 'contain' | 'fill'}
   * @default 'cover'
   */
  declare fit: AvatarFit;
  /**
   * Where the element is placed: in the flow of the page, over all of its container, or as a launcher that floats in a corner.
   * @attr placement
   * @type {'inline' | 'fill' | 'bottom-end' | 'bottom-start' | 'top-end' | 'top-start'}
   * @default 'inline'
   */
  declare placement: AvatarPlacement;
  /**
   * The colour of the picture that is made transparent, such as `#00ff00`.
   * @attr chroma-key
   * @default null
   */
  declare chromaKey: string | null;
  /**
   * While one solo avatar of the page speaks, the others are interrupted.
   * @attr solo
   * @default false
   */
  declare solo: boolean;
  /**
   * Shows a text field and a microphone to talk to the avatar.
   * @attr composer
   * @default false
   */
  declare composer: boolean;
  /**
   * Shows what was said.
   * @attr show-transcript
   * @default false
   */
  declare showTranscript: boolean;
  /**
   * The URL of the Control API, for backends that hand out a token. Without it, the live service.
   * @attr base-url
   * @default null
   */
  declare baseUrl: string | null;
  /**
   * A Kaltura Session, for prototypes only: everybody who opens the page can read it.
   * @attr ks
   * @default null
   */
  declare ks: string | null;
  /**
   * `relay`: the media goes through TURN servers only.
   * @attr ice-transport-policy
   * @type {'all' | 'relay'}
   * @default 'all'
   */
  declare iceTransportPolicy: RTCIceTransportPolicy;
  /**
   * What is written to the log: this level and those above.
   * @attr log-level
   * @type {'debug' | 'info' | 'warn' | 'error'}
   * @default 'info'
   */
  declare logLevel: LogLevel;
  /**
   * Whether cookies are sent with requests to the session endpoint, as in `fetch`.
   * @attr credentials
   * @type {'same-origin' | 'include' | 'omit'}
   * @default 'same-origin'
   */
  declare credentials: RequestCredentials;

  /** Texts of your own for this element, such as `{ start: 'Talk to Maya' }`; the others stay. */
  declare messages: Partial<Messages> | null;
  /** Opens sessions instead of the session endpoint: an async function that returns a session grant. */
  declare sessionSource: SessionSource | null;
  /** Answers visitors in the page. Default: the `reply` hook of the backend does. */
  declare reply: AvatarReply | null;
  /**
   * Merged into every request to the session endpoint, such as headers of your own; a function is called for each request, and may
   * return a promise. Read at each request.
   */
  declare requestInit: BackendRequestInit | null;
  /**
   * How a lost connection, and requests that can be sent twice, are tried again. Default: a connection for 30 s, a request 3 times,
   * with growing waits; the one for a session not at all.
   */
  declare retryPolicy: RetryPolicy | null;
  /** Where logs go. Default: the console. Secrets are removed first. */
  declare logger: Logger | null;

  static override get observedAttributes(): string[] {
    // The last two are HTML's own, which the texts and the layout follow.
    return [...super.observedAttributes, 'ks', 'lang', 'dir'];
  }

  constructor() {
    super();
    Object.assign(this, Object.fromEntries(NAMES.map((name) => [name, SETTINGS[name].initial])));
    Object.assign(this, Object.fromEntries(ONLY_PROPERTIES.map((name) => [name, null])));
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
    // What frameworks set for a property that is left out.
    if (value === undefined || value === null) {
      Object.assign(this, { [name]: initial });
      return;
    }
    const used = initial === null || initial === '' ? 'It is left out' : `${JSON.stringify(initial)} is used`;
    const shown = typeof value === 'string' || typeof value === 'number' ? `"${value}"` : typeof value;
    this.createLogger().error(`${attribute} cannot be ${shown}: it should be ${expected}. ${used}.`);
    Object.assign(this, { [name]: initial });
  }
}

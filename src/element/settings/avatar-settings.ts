import type { PropertyDeclarations, PropertyValues } from 'lit';

import { createLogger, type Logger, type LogLevel } from '../../core/logger.js';
import type { RetryPolicy } from '../../core/retry.js';
import type { SessionSource } from '../../session/session-source.js';
import type { Remarks } from '../avatar-state.js';
import type { BackendRequestInit } from '../backend/backend-fetch.js';
import type { Greeting } from '../conversation/greeting.js';
import type { Messages } from '../i18n/messages.js';
import { checkSetting } from './check-setting.js';
import { ConversationSettings } from './conversation-settings.js';
import { attributeOf, NAMES, ONLY_PROPERTIES, SETTINGS } from './settings-list.js';
import type { AvatarFit, AvatarPlacement } from './settings-list.js';

/** The attributes and properties of the element, read and checked. */
export abstract class AvatarSettings extends ConversationSettings {
  static override properties: PropertyDeclarations = {
    ...Object.fromEntries(NAMES.map((name) => [name, { attribute: attributeOf(name), ...SETTINGS[name].declaration }])),
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
   * Said once a session is live: a text, or one for each language, such as `{"en": "Hello!", "de": "Hallo!"}`, also in the attribute.
   * @attr greeting
   * @type {string | ByLanguage<string> | null}
   * @default null
   */
  declare greeting: Greeting | null;
  /**
   * The name of the avatar, shown before the start and told to screen readers. Without it “Avatar”, in the visitor’s language.
   * @attr label
   * @default null
   */
  declare label: string | null;
  /**
   * A line about the avatar, below its name, before the start.
   * @attr tagline
   * @default null
   */
  declare tagline: string | null;
  /**
   * Says that one talks to an AI, before the start and in the transcript. Without it in the element’s own words, in the visitor’s
   * language; `off` where the page says so itself.
   * @attr disclosure
   * @default null
   */
  declare disclosure: string | null;
  /**
   * Says the disclosure aloud, before the greeting.
   * @attr speak-disclosure
   * @default false
   */
  declare speakDisclosure: boolean;
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
   * A line beside the bubble of a floating avatar that invites to talk; shown once in a tab of the browser.
   * @attr teaser
   * @default null
   */
  declare teaser: string | null;
  /**
   * When the visitor is invited: three seconds after the page was loaded, when half of it has been scrolled through, or when the
   * pointer leaves the window at its top.
   * @attr invite-on
   * @type {'load' | 'scroll' | 'leave'}
   * @default 'load'
   */
  declare inviteOn: 'load' | 'scroll' | 'leave';
  /**
   * Expands a floating avatar by itself, so many seconds after the visitor was invited; once in a tab of the browser. Without it,
   * never.
   * @attr expand-after
   * @default null
   */
  declare expandAfter: number | null;
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
  /** Merged into every request to the session endpoint; a function is called for each, and may return a promise. */
  declare requestInit: BackendRequestInit | null;
  /** How a lost connection, for 30 s, and requests that can be sent twice, 3 times, are tried again: with growing waits. */
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

  /** @ignore What the element's extensions have to tell. */
  readonly remarks: Remarks = {};

  /** What the element writes its log to. */
  createLogger(): Logger {
    return createLogger(this.logLevel, this.logger ?? console);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    for (const name of NAMES) if (changed.has(name)) checkSetting(this, name);
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
}

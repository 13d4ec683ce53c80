import type { CSSResult, ReactiveControllerHost, TemplateResult, nothing } from 'lit';

import type { AvatarError } from '../../core/errors.js';
import type { KalturaAvatarSession } from '../../session/kaltura-avatar-session.js';
import type { Blocked } from '../../session/playback.js';
import type { ConversationHost } from '../conversation/conversation-host.js';
import type { Localizer } from '../i18n/localizer.js';
import type { Messages } from '../i18n/messages.js';
import type { AvatarPlacement } from '../settings/avatar-settings.js';

/** How the avatar is played. */
export interface Playback {
  /** What the visitor has to allow before it is heard, or goes on at all. */
  readonly blocked: Blocked | undefined;
  /** Whether a picture of the stream at hand is shown, be it the last. */
  readonly hasPicture: boolean;
  /** To be called from a click, which is what browsers wait for. */
  unblock(): void;
}

/** The element, as its extensions know it. */
export interface AvatarHost extends ReactiveControllerHost, ConversationHost {
  readonly video: HTMLVideoElement | null;
  /** What failed last; null once something has worked again. */
  readonly error: AvatarError | null;
  readonly playback: Playback;
  readonly localizer: Localizer;
  readonly controls: boolean;
  readonly label: string | null;
  readonly poster: string | null;
  readonly placement: AvatarPlacement;
  readonly chromaKey: string | null;
  readonly voiceSpeed: number | null;
  readonly idleTimeout: number | null;
  /** Whether the element has opened the session at hand itself, and not the page. */
  readonly ownsSession: boolean;
  readonly autostart: boolean;
  readonly loading: 'eager' | 'lazy';
  readonly greeting: string | null;
  readonly shadowRoot: ShadowRoot | null;
  readonly composer: boolean;
  readonly solo: boolean;
  readonly showTranscript: boolean;
  /** Whether connecting takes longer than a visitor expects. */
  isSlow: boolean;
  muted: boolean;
  volume: number;
  captions: boolean;
  /** Whether a floating avatar is a panel now, and no bubble. */
  expanded: boolean;
  end(): Promise<void>;
  dismiss(): Promise<void>;
}

/**
 * A part of the element that is loaded when it is used.
 *
 * It is made once it is wanted, and taken away by its `signal` once it is wanted no more or the element has left the page.
 */
export interface Extension {
  /** What letters do while a session is open and the focus is in the element; those that are typed into a field do not count. */
  readonly shortcuts?: Readonly<Record<string, () => void>>;
  /** What it shows over the picture; called with each update of the element. */
  render?(): TemplateResult | typeof nothing;
  /** After each update of the element. */
  updated?(): void;
  /** A session is open, until `signal` aborts. */
  follow?(session: KalturaAvatarSession, signal: AbortSignal): void;
}

export interface ExtensionCode {
  create: (host: AvatarHost, signal: AbortSignal) => Extension;
  styles?: CSSResult;
  /** Whether it listens to the element's document, and is made anew in another. */
  isOfDocument?: boolean;
  /** What it says in English. */
  texts?: Partial<Messages>;
}

export interface ExtensionRule {
  /** Whether the element wants it as it is now. */
  isWanted: (host: AvatarHost) => boolean;
  load: () => Promise<ExtensionCode>;
}

import type { CSSResult, ReactiveControllerHost, TemplateResult, nothing } from 'lit';

import type { AvatarError } from '../../core/errors.js';
import type { Suggestions } from '../../core/speech/reply-pieces.js';
import type { KalturaAvatarSession } from '../../session/kaltura-avatar-session.js';
import type { Blocked } from '../../session/playback.js';
import type { Remarks } from '../avatar-state.js';
import type { ConversationHost } from '../conversation/conversation-host.js';
import type { Greeting } from '../conversation/greeting.js';
import type { Localizer } from '../i18n/localizer.js';
import type { Messages } from '../i18n/messages.js';
import type { AvatarFit, AvatarPlacement } from '../settings/settings-list.js';

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
  mode: 'avatar' | 'text';
  readonly video: HTMLVideoElement | null;
  /** Null lets go of the one at hand. */
  session: KalturaAvatarSession | null;
  /** What failed last; null once something has worked again. */
  readonly error: AvatarError | null;
  readonly playback: Playback;
  readonly localizer: Localizer;
  readonly controls: boolean;
  readonly consentTerms: string | null;
  readonly label: string | null;
  readonly tagline: string | null;
  readonly disclosure: string | null;
  readonly speakDisclosure: boolean;
  readonly poster: string | null;
  readonly avatarId: string | null;
  /** Whether it has been scrolled into view. */
  readonly wasSeen: boolean;
  readonly placement: AvatarPlacement;
  readonly teaser: string | null;
  readonly inviteOn: 'load' | 'scroll' | 'leave';
  readonly expandAfter: number | null;
  readonly chromaKey: string | null;
  readonly fit: AvatarFit;
  readonly voiceSpeed: number | null;
  readonly idleTimeout: number | null;
  /** Whether the element has opened the session at hand itself, and not the page. */
  readonly ownsSession: boolean;
  readonly autostart: boolean;
  readonly loading: 'eager' | 'lazy';
  readonly greeting: Greeting | null;
  readonly shadowRoot: ShadowRoot | null;
  readonly composer: boolean;
  readonly microphone: 'auto' | 'off' | 'push' | 'hands-free';
  readonly microphoneLanguage: string | null;
  readonly halfDuplex: boolean;
  readonly languages: string | readonly string[] | null;
  readonly solo: boolean;
  readonly showTranscript: boolean;
  readonly suggestions: Suggestions | string | null;
  readonly linkHosts: string | null;
  readonly feedback: 'off' | 'thumbs' | 'rating';
  readonly feedbackLocal: boolean;
  /** What the backend calls the avatar, where it tells. */
  knownName: string | undefined;
  readonly remarks: Remarks;
  muted: boolean;
  volume: number;
  /** How much quieter it plays for a moment: a factor of the volume, which stays what it is. */
  duck?: number;
  captions: boolean;
  /** Whether a floating avatar is a panel now, and no bubble. */
  expanded: boolean;
  end(): Promise<void>;
  dismiss(): Promise<void>;
  forget(): Promise<void>;
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
  styles?: CSSResult | readonly CSSResult[];
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

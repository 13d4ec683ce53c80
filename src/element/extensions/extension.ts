import type { CSSResult, ReactiveControllerHost, TemplateResult, nothing } from 'lit';

import type { Logger } from '../../core/logger.js';
import type { SpeechInput } from '../../core/speech/speech-input.js';
import type { KalturaAvatarSession } from '../../session/kaltura-avatar-session.js';
import type { AvatarState } from '../avatar-state.js';
import type { Localizer } from '../i18n/localizer.js';
import type { Messages } from '../i18n/messages.js';
import type { AvatarPlacement } from '../settings/avatar-settings.js';
import type { Transcript } from '../transcript.js';
import type { AvatarReply } from './composer/reply.js';

/** The element, as its extensions know it. */
export interface AvatarHost extends ReactiveControllerHost, HTMLElement {
  readonly state: AvatarState;
  readonly speaking: boolean;
  readonly session: KalturaAvatarSession | null;
  readonly video: HTMLVideoElement | null;
  readonly localizer: Localizer;
  readonly sessionEndpoint: string | null;
  readonly credentials: RequestCredentials;
  readonly requestInit: RequestInit | null;
  readonly controls: boolean;
  readonly label: string | null;
  readonly poster: string | null;
  readonly placement: AvatarPlacement;
  readonly chromaKey: string | null;
  readonly voiceSpeed: number | null;
  /** What was said, what is heard now, and what is about to be said without this page's doing. */
  readonly transcriptLog: Transcript;
  readonly shadowRoot: ShadowRoot | null;
  readonly composer: boolean;
  readonly solo: boolean;
  readonly showTranscript: boolean;
  readonly reply: AvatarReply | null;
  muted: boolean;
  volume: number;
  captions: boolean;
  /** Whether a floating avatar is a panel now, and no bubble. */
  expanded: boolean;
  start(): Promise<void>;
  end(): Promise<void>;
  speak(input: SpeechInput): Promise<void>;
  interrupt(): Promise<void>;
  dismiss(): Promise<void>;
  createLogger(): Logger;
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
  /** What it says in English. */
  texts?: Partial<Messages>;
}

import type { Logger } from '../../core/logger.js';
import type { SpeechInput } from '../../core/speech/speech-input.js';
import type { KalturaAvatarSession } from '../../session/kaltura-avatar-session.js';
import type { AvatarState, Remarks } from '../avatar-state.js';
import type { BackendAccess } from '../backend/backend-fetch.js';
import type { Localizer } from '../i18n/localizer.js';
import type { AllowedActions } from './actions/built-in/allowed-actions.js';
import type { PageActions } from './actions/page-actions.js';
import type { AvatarReply } from './reply.js';
import type { Transcript } from './transcript.js';

/** The element, as its conversation knows it. */
export interface ConversationHost extends HTMLElement, BackendAccess {
  readonly state: AvatarState;
  /** Whether the visitor is answered in writing, with no avatar. */
  readonly mode: 'avatar' | 'text';
  readonly keepConversation: 'page' | 'visit' | 'day' | 'week' | 'month';
  readonly microphoneLanguage: string | null;
  readonly speaking: boolean;
  readonly remarks: Remarks;
  readonly session: KalturaAvatarSession | null;
  /** Whether the visitor is asked for consent. */
  readonly consent: boolean | 'required';
  readonly consentVersion: string | null;
  readonly reply: AvatarReply | null;
  readonly actions: PageActions | null;
  readonly allowActions: string | AllowedActions | null;
  readonly localizer: Localizer;
  readonly context: Readonly<Record<string, unknown>> | null;
  /** What of the page goes along with messages: words such as `url title`. */
  readonly pageContext: string | null;
  /** What was said, what is heard now, and what is about to be said without this page's doing. */
  readonly transcriptLog: Transcript;
  start(): Promise<void>;
  speak(input: SpeechInput): Promise<void>;
  interrupt(): Promise<void>;
  createLogger(): Logger;
  requestUpdate(): void;
}

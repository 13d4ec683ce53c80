export { AvatarError, AvatarErrorCode, isAvatarError } from '../core/errors.js';
export type { Fetch } from '../core/http.js';
export { createLogger } from '../core/logger.js';
export type { Logger, LogLevel } from '../core/logger.js';
export type { SessionGrant, TurnServer } from '../core/protocol.js';
export { AvatarControl, ControlledSession } from './avatar-control.js';
export type { AvatarControlOptions } from './avatar-control.js';
export { DEFAULT_HOOK_TIMEOUTS } from './ask-hook.js';
export type { HookTimeouts } from './ask-hook.js';
export type { AvatarDefaults } from './sessions/avatar-defaults.js';
export { createAvatarBackend } from './backend.js';
export type { AvatarBackend } from './backend.js';
export type { Connection } from './http/connection.js';
export type { AvatarBackendOptions, ServiceOptions } from './options.js';
export type { AvatarMeter, AvatarSpan, AvatarTracer, ParentContext } from './telemetry/open-telemetry.js';
export { createMemoryStore } from './store/memory-store.js';
export type { MemoryStoreOptions } from './store/memory-store.js';
export type {
  AvatarStore,
  Charge,
  ChargeResult,
  Count,
  Entered,
  Entry,
  Quotas,
  Refusal,
} from './store/avatar-store.js';
export type { Acquired, HeldPlace, Leases, Wanted } from './store/leases.js';
export type {
  Claim,
  Claimed,
  TurnedAway,
  Waiting,
  WaitingQueue,
  WaitingShare,
  WaitingTerms,
} from './store/waiting-queue.js';
export type { AskedConversation, ConversationStore, ConversationTerms } from './store/conversation-store.js';
export type {
  ClaimedSession,
  Conversation,
  Deadlines,
  Forgotten,
  KeptSession,
  NewSession,
  Note,
  Remembrance,
  SessionStore,
} from './store/session-store.js';
export type { AuditAction, AuditEvent, AuditOptions, AuditSink, ConsentUse, EndReason } from './audit.js';
export type { AllowedOriginsInput, AllowOrigin } from './http/allowed-origins.js';
export type { Authorize, ClientAddress, Identify, Variables, VisitorCookieOptions } from './http/caller-hooks.js';
export type { QueueSettings } from './sessions/session-queue.js';
export type { ConsentRule, RequireConsent } from './sessions/consents.js';
export type { Feedback, MessageFeedback, OnFeedback, StarFeedback } from './reports/feedback.js';
export type { OnSessionEnd, SessionEnd, SessionRating } from './reports/session-end.js';
export type { WebhookEvent } from './reports/webhook-event.js';
export type { WebhookOptions } from './reports/webhook-options.js';
export { verifyWebhook } from './reports/webhook-signature.js';
export type { ReceivedHeaders, VerifyWebhookOptions } from './reports/webhook-signature.js';
export type { PagesMaySay } from './http/pages-may-say.js';
export type { EmbedOptions } from './http/embed-page.js';
export type {
  AvatarHooks,
  BeforeSay,
  BeforeSayContext,
  ChatMessage,
  HookContext,
  Reply,
  ReplyContext,
  SayContext,
  SayRefusal,
  Speaker,
  TextToSpeech,
  TextToSpeechWhen,
  Transcribe,
  TranscribeContext,
  VisitorContext,
} from './speech/hooks.js';
export type { Filler } from './speech/filler.js';
export type { ActionResult, OfferedAction, PageActions, PageActionsRule, PageWord } from './speech/page-word.js';
export type {
  ActionPiece,
  ByLanguage,
  ReplyExtra,
  ReplyInput,
  Suggestions,
  SuggestionsPiece,
} from '../core/speech/reply-pieces.js';
export type { ExpiringKs, GetKs } from './sessions/ks-source.js';
export type { Catalogue, CatalogueAvatar, CatalogueVoice } from './kaltura/catalogue.js';
export { createKsSource } from './kaltura/ks-mint.js';
export type { AppTokenHash, KsSourceOptions } from './kaltura/ks-mint.js';
export { SessionVoice } from './speech/session-voice.js';
export type { SayAudioOptions, SayOptions } from './speech/session-voice.js';
export type { Whose } from './sessions/forget.js';
export type { LimitName } from './sessions/budget-limits.js';
export type { BudgetEvent, OnBudget } from './sessions/budget-watch.js';
export { DEFAULT_LIMITS } from './sessions/limits.js';
export type { AvatarLimits, AvatarLimitsInput, ScopeLimits, ScopeName } from './sessions/limits.js';
export type { SpeakableInput, SpeakableOptions } from '../core/speech/speakable/speakable-text.js';

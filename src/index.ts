export { KalturaAvatarElement } from './element/kaltura-avatar.js';
export type { AvatarListeners, AvatarProps } from './element/avatar-props.js';
export type { AvatarState, LauncherState } from './element/avatar-state.js';
export type { AvatarFit, AvatarPlacement } from './element/settings/settings-list.js';
export { AvatarConnectionChangeEvent } from './element/events/connection-change-event.js';
export { AvatarActivityChangeEvent, type AvatarActivity } from './element/events/activity-change-event.js';
export { AvatarActionEvent } from './element/events/action-event.js';
export type { AllowedActions, AllowedElements } from './element/conversation/actions/built-in/allowed-actions.js';
export type { PageAction, PageActions } from './element/conversation/actions/page-actions.js';
export { AvatarFeedbackEvent, type AvatarFeedback } from './element/events/feedback-event.js';
export { AvatarConsentEvent, type ConsentAnswer } from './element/events/consent-event.js';
export { AvatarQueueChangeEvent, type QueueState } from './element/events/queue-change-event.js';
export { AvatarErrorEvent } from './element/events/error-event.js';
export { AvatarLanguageChangeEvent } from './element/events/language-change-event.js';
export { AvatarLauncherChangeEvent } from './element/events/launcher-change-event.js';
export { AvatarSpeakingEndEvent } from './element/events/speaking-end-event.js';
export { AvatarSpeakingStartEvent } from './element/events/speaking-start-event.js';
export { AvatarStateChangeEvent } from './element/events/state-change-event.js';
export { AvatarCaptionEvent, type AvatarCaption } from './element/events/caption-event.js';
export { AvatarMessageEvent, type MessageVia } from './element/events/message-event.js';
export { AvatarMetricsEvent, type AvatarMetrics } from './element/events/metrics-event.js';
export { AvatarSessionEndEvent } from './element/events/session-end-event.js';
export type { BackendRequestInit } from './element/backend/backend-fetch.js';
export type { Greeting } from './element/conversation/greeting.js';
export type { AvatarReply } from './element/conversation/reply.js';
export type { Transcript, TranscriptEntry, TranscriptLink } from './element/conversation/transcript.js';
export { KalturaAvatarSession } from './session/kaltura-avatar-session.js';
export type {
  AttachOptions,
  AttachOptions as InitSessionOptions,
  AvatarConfig,
  ConnectOptions,
  CreateSessionOptions,
  EndOptions,
  SessionEvent,
  SessionEvents,
} from './session/session-config.js';
export type { EconomyPolicy } from './session/economy.js';
export type { Blocked, Playback, PlaybackOptions, Sound } from './session/playback.js';
export type { NoPicture } from './session/whep/peer.js';
export type { Quality } from './session/quality-watch.js';
export type { SpeakableInput, SpeakableOptions } from './core/speech/speakable/speakable-text.js';
export type { ByLanguage, Suggestions } from './core/speech/reply-pieces.js';
export type { SpeechInput } from './core/speech/speech-input.js';
export type { SpeechTurn, TurnOutcome } from './session/speech/speech-turn.js';
export type { SessionEndReason, SessionSummary, TurnMetrics } from './session/session-metrics.js';
export type { AvatarStats } from './session/stats.js';
export type { SessionLimits } from './session/session-limits.js';
export type { ConnectStep, SessionTimings } from './session/timings.js';
export { ConnectionState, SessionState } from './session/session-state.js';
export {
  createEndpointSource,
  createReadySource,
  learnIceServers,
  type RequestedAvatar,
  type EndpointSourceOptions,
  type SessionSource,
} from './session/session-source.js';
export { AvatarError, AvatarErrorCode, isAvatarError, type AvatarErrorOptions } from './core/errors.js';
export { createLogger, type Logger, type LogLevel } from './core/logger.js';
export { DEFAULT_BASE_URL } from './core/base-url.js';
export type { Region } from './core/base-url.js';
export type {
  Consent,
  SessionCredentials,
  SessionCredentials as InitSessionParams,
  SessionGrant,
  TurnServer,
} from './core/protocol.js';
export type { RetryConfig, RetryPolicy } from './core/retry.js';

import type {
  AvatarConfig,
  AvatarError,
  AvatarErrorCode,
  ConnectionState,
  CreateSessionOptions,
  KalturaAvatarSession,
  RetryConfig,
  SessionState,
} from 'kaltura-avatar/session';

/*
 * What the reference of Kaltura's client SDK promises, as types. That this file compiles is half of the proof: each pair of
 * `Fits` says that what fits the reference's type fits ours, or that ours gives what the reference's promises.
 */

type Fits<Given extends Wanted, Wanted> = [Given, Wanted];

interface ReferenceRetryConfig {
  maxAttempts: number;
  initialDelayMs: number;
  maxDelayMs: number;
  backoffMultiplier: number;
}

interface ReferenceConfig {
  baseUrl: string;
  retryConfig?: ReferenceRetryConfig;
  logLevel?: 'debug' | 'info' | 'warn' | 'error';
}

interface ReferenceCreateOptions {
  avatarId: string;
  voiceId?: string;
  videoContainerId?: string;
}

type ReferenceSessionState = 'IDLE' | 'CREATING' | 'READY' | 'ENDED' | 'ERROR';
type ReferenceConnectionState = 'DISCONNECTED' | 'CONNECTING' | 'CONNECTED' | 'FAILED' | 'CLOSED';

interface ReferenceError extends Error {
  code: AvatarErrorCode;
  message: string;
  details?: unknown;
}

interface ReferenceSession {
  createSession(options: ReferenceCreateOptions): Promise<void>;
  initSession(session: { sessionId: string; token: string }, options?: { videoContainerId?: string }): Promise<void>;
  attachAvatar(containerId: string): void;
  sayText(text: string, turnId?: string, isFinal?: boolean): Promise<void>;
  sayAudio(audioFile: File | Blob, turnId: string, duration: number): Promise<void>;
  interrupt(): Promise<void>;
  endSession(): Promise<void>;
  getSessionId(): string | null;
  getSessionState(): SessionState;
  getConnectionState(): ConnectionState;
  on(event: 'stateChange', callback: (state: SessionState) => void): void;
  on(event: 'connectionChange', callback: (state: ConnectionState) => void): void;
  on(event: 'error', callback: (error: AvatarError) => void): void;
  on(event: 'speakingStart' | 'speakingEnd', callback: () => void): void;
}

export type ReferenceClass = new (apiKey?: string, config?: ReferenceConfig) => ReferenceSession;

export type Proof = [
  Fits<typeof KalturaAvatarSession, ReferenceClass>,
  Fits<ReferenceConfig, AvatarConfig>,
  Fits<ReferenceRetryConfig, RetryConfig>,
  Fits<RetryConfig, ReferenceRetryConfig>,
  Fits<ReferenceCreateOptions, CreateSessionOptions>,
  Fits<ReferenceSessionState, SessionState>,
  Fits<ReferenceConnectionState, ConnectionState>,
  Fits<ConnectionState, ReferenceConnectionState>,
  Fits<AvatarError, ReferenceError>,
];

/** The enums as the reference prints them. */
export const REFERENCE_ENUMS = {
  SessionState: ['IDLE', 'CREATING', 'READY', 'ENDED', 'ERROR'],
  ConnectionState: ['DISCONNECTED', 'CONNECTING', 'CONNECTED', 'FAILED', 'CLOSED'],
  AvatarErrorCode: [
    'INVALID_STATE',
    'API_REQUEST_FAILED',
    'RTC_CONNECTION_FAILED',
    'INVALID_CONFIGURATION',
    'SESSION_NOT_FOUND',
    'UNAUTHORIZED',
  ],
} as const;

export const REFERENCE_METHODS = [
  'createSession',
  'initSession',
  'attachAvatar',
  'sayText',
  'sayAudio',
  'interrupt',
  'endSession',
  'getSessionId',
  'getSessionState',
  'getConnectionState',
  'on',
] as const;

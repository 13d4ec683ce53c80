import { abandonableAfter, LISTENED_FOR_MS, type TimeLimit } from './abandon-after.js';
import { AvatarError } from './errors.js';
import { DEFAULT_TIMEOUT_MS, requestJson } from './http.js';
import { parseSessionCredentials } from './protocol-guards.js';
import type { AvatarChoice, SessionCredentials } from './protocol.js';
import { createRetryPolicy, retry } from './retry.js';
import { wasNotTaken, type Transport } from './session-control.js';

/** Given the session that may still be opened when nobody waits for it any more; rejects where none is. */
export type OnLateSession = (session: Promise<SessionCredentials>) => void;

export interface CreateCall extends Transport {
  url: string;
  /** The name of the avatar's id within `visualConfig`. Default `id`. */
  avatarIdField?: 'id' | 'avatarId';
  signal: AbortSignal | undefined;
  onLate: OnLateSession;
}

/** As `ControlClient.create`. @throws {AvatarError} */
export async function createSession(ks: string, choice: AvatarChoice, call: CreateCall): Promise<SessionCredentials> {
  if (!ks.trim())
    throw new AvatarError(
      'INVALID_CONFIGURATION',
      'A KS is needed to create a session; it is empty. Where a backend opens sessions, a page has no KS: it uses connect() or initSession().',
    );
  if (!choice.avatarId.trim())
    throw new AvatarError('INVALID_CONFIGURATION', 'An avatarId is needed to create a session; it is empty.');
  const { timeoutMs: limitMs = DEFAULT_TIMEOUT_MS, retryPolicy, delay, onRetry, signal, onLate } = call;
  const limit = { purpose: 'create', limitMs, signal };
  return retry(() => within(limit, createOnce(ks, choice, call), onLate), {
    policy: retryPolicy ?? createRetryPolicy(),
    isWorthRetrying: wasNotTaken,
    signal,
    ...(delay ? { delay } : {}),
    ...(onRetry ? { onRetry: (failed) => onRetry('create', failed) } : {}),
  });
}

async function within(
  limit: TimeLimit,
  opened: Promise<SessionCredentials>,
  onLate: OnLateSession,
): Promise<SessionCredentials> {
  const call = { isAnswered: false };
  const answered = opened.finally(() => (call.isAnswered = true));
  try {
    return await abandonableAfter(limit, answered);
  } catch (error) {
    if (!call.isAnswered) onLate(answered);
    throw error;
  }
}

async function createOnce(
  ks: string,
  choice: AvatarChoice,
  { url, fetch, timeoutMs = 0, avatarIdField }: CreateCall,
): Promise<SessionCredentials> {
  const call = {
    purpose: 'create',
    url,
    headers: { 'Content-Type': 'application/json', Authorization: `KS ${ks}` },
    body: JSON.stringify(bodyOf(choice, avatarIdField)),
    codeOfStatus: { 429: 'CAPACITY' },
    timeoutMs: Math.max(timeoutMs, LISTENED_FOR_MS),
  } as const;
  return parseSessionCredentials(await requestJson(call, fetch));
}

function bodyOf(choice: AvatarChoice, avatarIdField: CreateCall['avatarIdField'] = 'id'): Record<string, unknown> {
  const { avatarId, voiceId, voiceSpeed, voiceModelId, voiceLanguage, clientId } = choice;
  const voiceConfig = { id: voiceId, speed: voiceSpeed, modelId: voiceModelId, language: voiceLanguage };
  const hasVoice = Object.values(voiceConfig).some((value) => value !== undefined);
  return {
    ...(clientId === undefined ? {} : { clientId }),
    visualConfig: { [avatarIdField]: avatarId },
    ...(hasVoice ? { voiceConfig } : {}),
  };
}

import { request } from '../../core/http.js';
import { JsonReader, parseJson, protocolComplaint } from '../../core/json-reader.js';
import { pageAddress } from '../../core/page-address.js';
import { loadConsent } from '../consent/load-consent.js';
import { backendFetch, sessionCallUrl } from '../backend/backend-fetch.js';
import { bodyOf } from './backend-reply.js';
import type { ConversationHost } from './conversation-host.js';
import { conversationCallUrl, wishOf } from './kept-conversation.js';
import type { SpokenMessage } from './spoken-message.js';

/** Time for a recording to be written down, in milliseconds. */
const TRANSCRIPTION_MS = 45_000;

/**
 * Has the page's backend write down what was said, without an answer; empty where nothing was.
 * @throws {AvatarError} As every request; `INVALID_CONFIGURATION` for a backend without a `transcribe` hook.
 */
export async function transcribe(host: ConversationHost, spoken: SpokenMessage): Promise<string> {
  const response = await request(
    {
      ...(host.mode === 'text' ? await besideSession(host, spoken) : inSession(host, spoken)),
      purpose: 'The transcription',
      credentials: host.credentials,
      timeoutMs: TRANSCRIPTION_MS,
      codeOfStatus: { 501: 'INVALID_CONFIGURATION' },
    },
    backendFetch(host),
  );
  const body = new JsonReader(parseJson(await response.text()), protocolComplaint('The transcription'));
  return body.optionalText('text') ?? '';
}

type Addressed = Pick<Parameters<typeof request>[0], 'url' | 'headers' | 'body'>;

function inSession({ sessionEndpoint, session }: ConversationHost, { audio, language }: SpokenMessage): Addressed {
  const url = new URL(
    sessionCallUrl(sessionEndpoint ?? '', session?.getSessionId() ?? '', 'transcribe', pageAddress()),
  );
  url.searchParams.set('language', language);
  return {
    url: url.href,
    headers: { 'Content-Type': audio.type === '' ? 'application/octet-stream' : audio.type, ...session?.getProof() },
    body: audio,
  };
}

/** With no session it comes with the conversation, and with what the visitor has agreed to. */
async function besideSession(host: ConversationHost, spoken: SpokenMessage): Promise<Addressed> {
  const consent = host.consent ? (await loadConsent(host.createLogger())).consentOf(host).given : undefined;
  return {
    url: conversationCallUrl(host.sessionEndpoint ?? '', 'transcribe'),
    headers: {},
    body: bodyOf(spoken, { conversation: wishOf(host), consent }),
  };
}

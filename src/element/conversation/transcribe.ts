import { request } from '../../core/http.js';
import { JsonReader, parseJson, protocolComplaint } from '../../core/json-reader.js';
import { pageAddress } from '../../core/page-address.js';
import { backendFetch, sessionCallUrl } from '../backend/backend-fetch.js';
import type { ConversationHost } from './conversation-host.js';
import type { SpokenMessage } from './spoken-message.js';

/** Time for a recording to be written down, in milliseconds. */
const TRANSCRIPTION_MS = 45_000;

/**
 * Has the page's backend write down what was said, without an answer; empty where nothing was.
 * @throws {AvatarError} As every request; `INVALID_CONFIGURATION` for a backend without a `transcribe` hook.
 */
export async function transcribe(
  host: Pick<ConversationHost, 'sessionEndpoint' | 'session' | 'credentials' | 'requestInit'>,
  { audio, language }: SpokenMessage,
): Promise<string> {
  const { sessionEndpoint, session, credentials } = host;
  const url = new URL(
    sessionCallUrl(sessionEndpoint ?? '', session?.getSessionId() ?? '', 'transcribe', pageAddress()),
  );
  url.searchParams.set('language', language);
  const response = await request(
    {
      purpose: 'The transcription',
      url: url.href,
      headers: { 'Content-Type': audio.type === '' ? 'application/octet-stream' : audio.type, ...session?.getProof() },
      body: audio,
      credentials,
      timeoutMs: TRANSCRIPTION_MS,
      codeOfStatus: { 501: 'INVALID_CONFIGURATION' },
    },
    backendFetch(host),
  );
  const body = new JsonReader(parseJson(await response.text()), protocolComplaint('The transcription'));
  return body.optionalText('text') ?? '';
}

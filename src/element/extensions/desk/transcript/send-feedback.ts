import { request } from '../../../../core/http.js';
import { pageAddress } from '../../../../core/page-address.js';
import { backendFetch, sessionCallUrl } from '../../../backend/backend-fetch.js';
import type { AvatarFeedback } from '../../../events/feedback-event.js';
import type { AvatarHost } from '../../extension.js';

/**
 * Tells the page's backend; does nothing where there is none, or no session has been opened.
 * @throws {AvatarError} As every request; `INVALID_CONFIGURATION` for a backend that takes no feedback.
 */
export async function sendFeedback(host: AvatarHost, feedback: AvatarFeedback): Promise<void> {
  const { sessionEndpoint, session, credentials } = host;
  const sessionId = session?.getSessionId();
  if (sessionEndpoint === null || !session || !sessionId) return;
  const response = await request(
    {
      purpose: 'The feedback',
      url: sessionCallUrl(sessionEndpoint, sessionId, 'feedback', pageAddress()),
      headers: { 'Content-Type': 'application/json', ...session.getProof() },
      body: JSON.stringify(feedback),
      credentials,
      // Visitors often leave after it.
      keepalive: true,
      codeOfStatus: { 501: 'INVALID_CONFIGURATION' },
    },
    backendFetch(host),
  );
  await response.body?.cancel();
}

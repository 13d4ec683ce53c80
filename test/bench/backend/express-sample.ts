import express, { type Express, type RequestHandler } from 'express';
import fetch from 'node-fetch';

/** Lets every page in, as the middleware `cors()` does by default. */
const allowAllPages: RequestHandler = (request, response, next) => {
  response.setHeader('Access-Control-Allow-Origin', '*');
  if (request.method === 'OPTIONS') response.status(204).end();
  else next();
};

/**
 * What the service's documentation shows as a backend, with what it does at each call and no more: sessions are known by their
 * id, in a Map, and their token comes with each call. No key, no limits, no keep-alive, no ends of what is left open.
 */
export function createExpressSample(baseUrl: string, ks: string): Express {
  const sessions = new Map<string, object>();
  const app = express();
  app.use(allowAllPages, express.json());

  const call = async (url: string, authorization: string, body?: object): Promise<unknown> => {
    const headers = { Authorization: authorization, ...(body ? { 'Content-Type': 'application/json' } : {}) };
    const answer = await fetch(url, { method: 'POST', headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!answer.ok) throw new Error(`The service answered with ${answer.status}`);
    return answer.json();
  };

  app.post('/api/avatar/create-session', async ({ body }, response) => {
    const { avatarId, voiceId } = body as Record<string, string | undefined>;
    const choice = { visualConfig: { avatarId }, voiceConfig: voiceId ? { id: voiceId } : undefined };
    try {
      const { sessionId, token } = (await call(baseUrl, `KS ${ks}`, choice)) as { sessionId: string; token: string };
      sessions.set(sessionId, { token, createdAt: new Date(), avatarId, voiceId });
      response.json({ sessionId, token });
    } catch {
      response.status(500).json({ error: 'Failed to create session' });
    }
  });

  app.post('/api/avatar/say-text', async ({ body }, response) => {
    const { sessionId = '', token = '', text = '' } = body as Record<string, string | undefined>;
    if (!sessions.has(sessionId)) {
      response.status(404).json({ error: 'Session not found' });
      return;
    }
    if (text.trim() === '') {
      response.status(400).json({ error: 'Text is required' });
      return;
    }
    try {
      response.json(await call(`${baseUrl}/${sessionId}/say-text`, `Bearer ${token}`, { text: text.trim() }));
    } catch {
      response.status(500).json({ error: 'Failed to say text' });
    }
  });
  return app;
}

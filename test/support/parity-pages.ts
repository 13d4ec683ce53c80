import { KalturaAvatarSession } from 'kaltura-avatar/session';

/*
 * The two published pages that hand a session's token to the constructor, and the backend they talk to: what they call, and in
 * which order, is theirs.
 */

/** Answers as `fetch` does, for the paths of one backend. */
export type BackendFetch = (path: string, body?: Record<string, unknown>) => Promise<Response>;

/** The documented Express backend, without Express: the KS stays in it, and it speaks for the page. */
export function createDocumentedBackend(baseUrl: string): BackendFetch {
  const sessions = new Set<string>();
  const call = (path: string, authorization: string, body: object): Promise<Response> =>
    fetch(baseUrl + path, {
      method: 'POST',
      headers: { Authorization: authorization, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const create: BackendFetch = async (_path, { avatarId = 'avatar-123', voiceId } = {}) => {
    const visualConfig = { avatarId };
    const response = await call('', 'KS your-api-key-here', {
      visualConfig,
      ...(voiceId ? { voiceConfig: { id: voiceId } } : {}),
    });
    const { sessionId, token } = (await response.json()) as { sessionId: string; token: string };
    sessions.add(sessionId);
    return Response.json({ sessionId, token });
  };
  const relay =
    (action: string): BackendFetch =>
    (_path, { sessionId, token, text } = {}) =>
      sessions.has(sessionId as string)
        ? call(`/${sessionId as string}/${action}`, `Bearer ${token as string}`, text ? { text } : {})
        : Promise.resolve(Response.json({ error: 'Session not found' }, { status: 404 }));
  const routes: Record<string, BackendFetch> = {
    '/api/avatar/create': create,
    '/api/avatar/create-session': create,
    '/api/avatar/speak': relay('say-text'),
    '/api/avatar/say-text': relay('say-text'),
    '/api/avatar/interrupt': relay('interrupt'),
    '/api/avatar/end-session': relay('end'),
  };
  return (path, body) => routes[path]?.(path, body) ?? Promise.resolve(new Response(null, { status: 404 }));
}

export interface PageOptions {
  baseUrl: string;
  backend: BackendFetch;
}

export interface DemoPage {
  status: 'idle' | 'creating' | 'ready' | 'error';
  error: string | null;
  session: KalturaAvatarSession | null;
  start: () => Promise<void>;
  speak: (text: string) => Promise<void>;
  interrupt: () => Promise<void>;
  end: () => Promise<void>;
}

/** The React page of the server-controlled example: the backend speaks, the session displays. */
export function createServerControlledPage({ baseUrl, backend }: PageOptions): DemoPage {
  let sessionId: string | null = null;
  let token: string | null = null;
  const page: DemoPage = {
    status: 'idle',
    error: null,
    session: null,
    start: async () => {
      try {
        page.status = 'creating';
        const response = await backend('/api/avatar/create-session', { avatarId: 'avatar-123', voiceId: 'voice-456' });
        if (!response.ok) throw new Error('Failed to create session');
        const data = (await response.json()) as { sessionId: string; token: string };
        ({ sessionId, token } = data);
        const session = new KalturaAvatarSession(data.token, { baseUrl });
        session.on('stateChange', (state) => {
          if (state === 'READY') page.status = 'ready';
        });
        session.on('error', ({ message }) => {
          page.error = message;
          page.status = 'error';
        });
        await session.createSession({ avatarId: 'avatar-123', videoContainerId: 'avatar-container' });
        page.session = session;
        await page.speak('Hello! I am your avatar assistant.');
      } catch (error) {
        page.error = (error as Error).message;
        page.status = 'error';
      }
    },
    speak: async (text) => {
      await backend('/api/avatar/say-text', { sessionId, token, text });
    },
    interrupt: async () => {
      await backend('/api/avatar/interrupt', { sessionId, token });
    },
    end: async () => {
      await backend('/api/avatar/end-session', { sessionId, token });
      await page.session?.endSession();
      page.status = 'idle';
    },
  };
  return page;
}

/** The frontend of the Control API's overview: constructs, shows, and leaves the rest to the backend. */
export async function runOverviewPage({ baseUrl, backend }: PageOptions): Promise<KalturaAvatarSession> {
  const { sessionId, token } = await backend('/api/avatar/create').then(
    (r) => r.json() as Promise<{ sessionId: string; token: string }>,
  );
  const session = new KalturaAvatarSession(token, { baseUrl });
  session.attachAvatar('avatar-container');
  await backend('/api/avatar/speak', { sessionId, token, text: 'Hello from the backend!' });
  return session;
}

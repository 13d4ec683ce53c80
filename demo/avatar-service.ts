import type { IncomingMessage, ServerResponse } from 'node:http';

import { createAvatarBackend } from 'kaltura-avatar/server';
import { toNodeHandler } from 'kaltura-avatar/server/node';
import { createLocalVoice, type ProfileName } from 'kaltura-avatar/simulator';

import { createActingReply } from './acting-reply.js';
import { readSection } from './documentation.js';
import { createLocalTranscriber } from './ears/local-transcriber.js';
import { createProjectReply, readQuestions } from './project-reply.js';
import { startSimulatedService } from './simulated-service.js';

export interface AvatarService {
  /** What it runs against, for the console. */
  description: string;
  /** Whether what visitors say is written down on this machine. */
  listens: boolean;
  /** Answers a request for `/api/avatar/...`, `/documentation` or `/simulator/...`; false for any other. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  close(): Promise<void>;
}

export interface AvatarServiceSettings {
  /** Whether the environment names an account of the live service. */
  hasAccount?: boolean;
  baseUrl?: string | undefined;
  avatarId?: string | undefined;
  /** Which service the simulator is like, where there is no account. Default `documented`. */
  profile?: string | undefined;
}

/** The page's backend: on the live service where there is an account, else on a simulator of it. */
export async function startAvatarService(settings: AvatarServiceSettings): Promise<AvatarService> {
  const { hasAccount = false, baseUrl, avatarId, profile = 'documented' } = settings;
  const simulated = hasAccount ? undefined : await startSimulatedService(profile as ProfileName);
  const voice = hasAccount ? createLocalVoice() : undefined;
  const questions = await readQuestions();
  const ears = await createLocalTranscriber(questions.flat());
  const backend = createAvatarBackend({
    // The account's keys are in the environment. Where its service says no texts, a voice of this machine does.
    ...(simulated?.backend ?? { ...(baseUrl ? { baseUrl } : {}), textToSpeech: voice?.textToSpeech }),
    reply: createActingReply(await createProjectReply(), questions),
    pageActions: true,
    ...(ears ? { transcribe: ears.transcribe } : {}),
    ...(avatarId ? { defaults: { avatarId } } : {}),
  });
  const backendHandler = toNodeHandler(backend);

  const answerOf = async (path: string): Promise<string | undefined> => {
    const { pathname, searchParams } = new URL(path, 'http://localhost');
    if (pathname === '/documentation') return JSON.stringify(await readSection(searchParams.get('section') ?? ''));
    if (path === '/simulator/choices') return simulated && JSON.stringify(simulated.choices);
    if (path !== '/simulator/status' || !simulated) return undefined;
    return (await fetch(`${simulated.simulator.url}${path}`)).text();
  };
  const answer = async (path: string, response: ServerResponse): Promise<void> => {
    const json = await answerOf(path);
    if (json === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(json);
  };

  return {
    description: simulated?.description ?? `the service at ${baseUrl ?? 'its default address'}`,
    listens: ears !== undefined,
    handle(request, response) {
      const path = request.url ?? '/';
      if (path.startsWith('/api/avatar/')) backendHandler(request, response);
      else if (/^\/(simulator\/|documentation\?)/.test(path))
        void answer(path, response).catch(() => response.writeHead(502).end());
      else return false;
      return true;
    },
    async close() {
      await backend.close();
      await Promise.all([simulated?.close(), voice?.close(), ears?.close()]);
    },
  };
}

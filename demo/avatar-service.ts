import type { IncomingMessage, ServerResponse } from 'node:http';

import { createAvatarBackend } from 'kaltura-avatar/server';
import { toNodeHandler } from 'kaltura-avatar/server/node';
import { startSimulator } from 'kaltura-avatar/simulator';

import { createScriptedReply } from './backends/replies/scripted.js';

export interface AvatarService {
  /** What it runs against, for the console. */
  description: string;
  /** Answers a request for `/api/avatar/...` or `/simulator/status`; false for any other. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  close(): Promise<void>;
}

export interface AvatarServiceSettings {
  ks?: string | undefined;
  baseUrl?: string | undefined;
  avatarId?: string | undefined;
}

/** The page's backend: on the live service where there is a KS, else on a simulator of it. */
export async function startAvatarService({ ks, baseUrl, avatarId }: AvatarServiceSettings): Promise<AvatarService> {
  const simulator = ks ? undefined : await startSimulator();
  const upstream = simulator?.baseUrl ?? baseUrl;
  const backend = createAvatarBackend({
    ks: ks ?? 'simulated-ks',
    reply: createScriptedReply(),
    ...(upstream ? { baseUrl: upstream } : {}),
    // The simulator makes an avatar of any id; those of an account cost money.
    ...(simulator ? { avatars: 'any', voices: 'any' } : {}),
    ...(avatarId || simulator ? { defaults: { avatarId: avatarId ?? 'yara' } } : {}),
  });
  const backendHandler = toNodeHandler(backend);

  const relayStatus = async (response: ServerResponse): Promise<void> => {
    if (!simulator) {
      response.writeHead(404).end();
      return;
    }
    const status = await fetch(`${simulator.url}/simulator/status`);
    response.writeHead(status.status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(await status.text());
  };

  return {
    description: simulator
      ? `the simulator at ${simulator.url}`
      : `the service at ${upstream ?? 'its default address'}`,
    handle(request, response) {
      const path = request.url ?? '/';
      if (path.startsWith('/api/avatar/')) backendHandler(request, response);
      else if (path === '/simulator/status') void relayStatus(response).catch(() => response.writeHead(502).end());
      else return false;
      return true;
    },
    async close() {
      await backend.close();
      await simulator?.close();
    },
  };
}

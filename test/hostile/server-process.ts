import { monitorEventLoopDelay } from 'node:perf_hooks';

import { createAvatarBackend } from 'kaltura-avatar/server';

import { serveParent } from '../../src/simulator/child/serve-parent.js';
import { bytesHeld } from '../support/memory.js';
import { NO_LIMITS } from '../support/no-limits.js';
import { SILENT } from '../support/silent.js';
import { bareMountOf, MOUNTS, type MountName } from './mounts.js';

/** What a request took of the process, and what has gone wrong in it so far. */
export interface Taken {
  /** Processor time of all its threads, in milliseconds. */
  cpuMs: number;
  /** The longest that the event loop stood still, in milliseconds. */
  blockMs: number;
  /** Of promises. */
  unhandled: number;
}

export type ServerMethods = Readonly<{
  /** Gives the ports of the backend, and of a server on the same mount that only reads what it is sent. */
  start: { params: { mount: MountName; baseUrl: string }; result: { backend: number; bare: number } };
  begin: { params: undefined; result: undefined };
  end: { params: undefined; result: Taken };
  /** In bytes. */
  held: { params: undefined; result: number };
}>;

const RESOLUTION_MS = 5;
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delays.enable();
let cpu = process.cpuUsage();
let unhandled = 0;
process.on('unhandledRejection', () => (unhandled += 1));

serveParent<ServerMethods>({
  start: async ({ mount, baseUrl }) => {
    const backend = await MOUNTS[mount](
      createAvatarBackend({
        ...{ ks: 'a-kaltura-session', baseUrl, defaults: { avatarId: 'avatar-1' }, limits: NO_LIMITS },
        ...{ documentedRoutes: true, embed: { scriptUrl: 'https://cdn.example/kaltura-avatar.js' } },
        ...{ allowedOrigins: ['https://*.example.com'], trustedProxies: 1, reply: () => 'Thank you.' },
        ...{ onFeedback: () => undefined, onSessionEnd: () => undefined, requireConsent: false },
        ...{ visitorCookie: { secret: 'x'.repeat(40) }, logger: SILENT },
      }),
    );
    return { backend, bare: await bareMountOf(mount) };
  },
  begin: () => {
    delays.reset();
    cpu = process.cpuUsage();
    return undefined;
  },
  end: async () => {
    // The delay is counted when the loop goes round again.
    await new Promise((resolve) => setTimeout(resolve, RESOLUTION_MS));
    const { user, system } = process.cpuUsage(cpu);
    return { cpuMs: (user + system) / 1000, blockMs: Math.max(0, delays.max / 1e6 - RESOLUTION_MS), unhandled };
  },
  held: bytesHeld,
});

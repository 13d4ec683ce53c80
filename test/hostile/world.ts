import { setTimeout as delay } from 'node:timers/promises';

import { SupervisedChild } from '../../src/simulator/child/supervised-child.js';
import { leastOf } from '../support/least-of.js';
import type { ScriptedService } from '../support/scripted-service.js';
import type { Attack } from './attacks.js';
import { http1, http2, type Client, type HostileRequest, type Sent } from './clients.js';
import type { MountName } from './mounts.js';
import type { ServerMethods, Taken } from './server-process.js';

/** What a hostile request costs. */
export interface Cost {
  /** Processor time for each 100 kB that have begun, in milliseconds. */
  cpuMs: number;
  /** How long the event loop stood still, in milliseconds. */
  blockMs: number;
  /** How many times its size is held when all but its last byte has come. */
  heldTimes: number;
}

const PER_BYTES = 100_000;

/** What any request takes, and any call to the service, in milliseconds of processor time: a text of some sentences is so many calls. */
const CALL_MS = 2;

const BARE_ROUNDS = 5;

/** How long nothing is asked of the server, to see what it takes then, in milliseconds. */
const IDLE_MS = 300;

/** What any request may hold, in bytes. */
const HELD_BY_ANY = 512 * 1024;

/** A backend on a mount, in a process of its own, and a visitor who has opened a session there. */
export class World {
  readonly #mount: MountName;
  readonly #service: ScriptedService;
  readonly #child: SupervisedChild<ServerMethods>;
  readonly #client: Client;
  #ports = { backend: 0, bare: 0 };
  /** What the server takes while nobody asks it for anything, of each millisecond: to watch its event loop takes time, too. */
  #idleShare = 0;
  readonly #bareCosts = new Map<HostileRequest['body'], number>();
  #session = { sessionId: '', key: '' };
  #sessions = 0;

  constructor(mount: MountName, service: ScriptedService) {
    this.#mount = mount;
    this.#service = service;
    this.#client = mount === 'HTTP/2' ? http2 : http1;
    this.#child = new SupervisedChild<ServerMethods>({
      name: 'server',
      module: new URL('./server-process', import.meta.url),
    });
  }

  async start(): Promise<void> {
    this.#ports = await this.#child.call('start', { mount: this.#mount, baseUrl: this.#service.url });
    await this.#open();
    this.#idleShare = await leastOf(0, async () => {
      const { cpuMs } = await this.#taken(() => delay(IDLE_MS));
      return cpuMs / IDLE_MS;
    });
  }

  /** Sends it, and tells what it took. */
  async send(attack: Attack, route: string): Promise<Omit<Cost, 'heldTimes'>> {
    this.#service.calls.length = 0;
    const request = this.#requestOf(attack, route);
    // Of small chunks most is what the runtime takes of each, whoever reads them.
    const bareMs = attack.chunkBytes === 1 ? await this.#bareCost(request) : 0;
    let bytes = 0;
    const { cpuMs, blockMs } = await this.#taken(async () => {
      ({ bytes } = await this.#client(this.#ports.backend, request));
    });
    const calls = this.#service.calls.length;
    // A session that it has ended was its own.
    if (route.includes('end')) await this.#open();
    return {
      cpuMs: Math.max(0, cpuMs - bareMs - (calls + 1) * CALL_MS) / Math.max(1, Math.ceil(bytes / PER_BYTES)),
      // It did not stand still for longer than it worked: the rest is what other processes took.
      blockMs: Math.min(blockMs, cpuMs),
    };
  }

  /** How many times its size is held of it. */
  async heldBy(attack: Attack, route: string): Promise<number> {
    if (!attack.body) return 0;
    const before = await this.#child.call('held', undefined);
    let held = 0;
    const { bytes } = await this.#client(this.#ports.backend, this.#requestOf(attack, route), async () => {
      held = (await this.#child.call('held', undefined)) - before;
    });
    return Math.max(0, held - HELD_BY_ANY) / bytes;
  }

  /** Whether an honest visitor is served. */
  async serves(): Promise<boolean> {
    const body = new TextEncoder().encode(JSON.stringify({ text: 'Hello.', turnId: 'honest', isFinal: true }));
    const request = { home: 'say-text', headers: [['Content-Type', 'application/json']], body } as const;
    const { status } = await this.#client(this.#ports.backend, this.#requestOf(request, 'session/:id/say-text'));
    return status === 200;
  }

  async end(): Promise<Taken> {
    const taken = await this.#child.call('end', undefined);
    await this.#child.close();
    return taken;
  }

  #requestOf(attack: Attack, route: string): HostileRequest {
    const { sessionId, key } = this.#session;
    const { method = 'POST', suffix = '', headers = [], body, chunkBytes, toldBytes } = attack;
    const isRead = /^(?:health|ready|embed)$/.test(route) && !attack.method && !body;
    const isProven = !headers.some(([name]) => /^(?:authorization|avatar-session-key)$/i.test(name));
    return {
      ...{ method: isRead ? 'GET' : method, path: `/api/avatar/${route.replace(':id', sessionId)}${suffix}` },
      headers: [...(isProven ? [['Authorization', `Bearer ${key}`] as const] : []), ...headers],
      ...{ body, chunkBytes, toldBytes },
    };
  }

  /** What the same request takes of a server on this mount that does nothing but read it, in milliseconds. */
  async #bareCost(request: HostileRequest): Promise<number> {
    // Each time anew: a machine that is busier by now is so for both.
    let least = this.#bareCosts.get(request.body) ?? Infinity;
    for (let round = least === Infinity ? BARE_ROUNDS : 1; round > 0; round -= 1) {
      const { cpuMs } = await this.#taken(() => this.#client(this.#ports.bare, request));
      least = Math.min(least, cpuMs);
    }
    this.#bareCosts.set(request.body, least);
    return least;
  }

  /** What the server takes for it beyond what it takes anyway. */
  async #taken(act: () => Promise<unknown>): Promise<Taken> {
    await this.#child.call('begin', undefined);
    const startedAt = performance.now();
    await act();
    const lastedMs = performance.now() - startedAt;
    const taken = await this.#child.call('end', undefined);
    return { ...taken, cpuMs: Math.max(0, taken.cpuMs - lastedMs * this.#idleShare) };
  }

  async #open(): Promise<Sent> {
    this.#sessions += 1;
    const sessionId = `hostile-${this.#sessions}`;
    this.#service.answers.set('create', { body: { success: true, sessionId, token: 'a-token' } });
    let answer = '';
    const sent = await this.#client(
      this.#ports.backend,
      { method: 'POST', path: '/api/avatar/session', headers: [] },
      undefined,
      (text) => {
        answer += text;
      },
    );
    this.#session = { sessionId, key: /"key":"([^"]+)"/.exec(answer)?.[1] ?? '' };
    return sent;
  }
}

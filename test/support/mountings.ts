import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createAdaptorServer } from '@hono/node-server';
import express from 'express';

import { createHandler as createDenoHandler } from '../../demo/backends/deno.js';
import { createApp as createExpressApp } from '../../demo/backends/express.js';
import { createApp as createFastifyApp } from '../../demo/backends/fastify.js';
import { createApp as createHonoApp } from '../../demo/backends/hono.js';
import * as nextRoute from '../../demo/backends/next-route.js';
import { createAvatarServer } from '../../demo/backends/node-http.js';
import { createWorker } from '../../demo/backends/workers.js';
import { parseSessionGrant } from '../../src/core/protocol-guards.js';
import type { AvatarBackend } from '../../src/server/backend.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import { SessionKeys } from './backend-harness.js';

/** Below which path the examples mount it. */
export const MOUNT = '/api/avatar';

/** A backend where pages can reach it. */
export interface Mounted {
  origin: string;
  send: (request: Request) => Promise<Response>;
  close: () => Promise<void>;
}

export type Mount = (backend: AvatarBackend) => Promise<Mounted>;

const onServer =
  (createServerFor: (backend: AvatarBackend) => Server): Mount =>
  async (backend) => {
    const server = createServerFor(backend).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      send: (request) => fetch(request),
      close: async () => {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      },
    };
  };

/** What a platform calls with a request of its own making, having told the visitor's address in a header. */
const onPlatform =
  (handlerFor: (backend: AvatarBackend) => (request: Request) => Promise<Response>): Mount =>
  (backend) => {
    const send = handlerFor(backend);
    return Promise.resolve({ origin: 'https://shop.example.com', send, close: () => Promise.resolve() });
  };

function handleByNext(backend: AvatarBackend): (request: Request) => Promise<Response> {
  (globalThis as { avatarBackend?: AvatarBackend }).avatarBackend = backend;
  return (request) => {
    request.headers.set('X-Forwarded-For', `${crypto.randomUUID()}, 203.0.113.7`);
    const handler = nextRoute[request.method as keyof typeof nextRoute];
    return handler(request);
  };
}

function handleByWorker(backend: AvatarBackend): (request: Request) => Promise<Response> {
  const worker = createWorker(() => backend);
  return (request) => {
    request.headers.set('CF-Connecting-IP', '203.0.113.7');
    return worker.fetch(request, {});
  };
}

function handleByDeno(backend: AvatarBackend): (request: Request) => Promise<Response> {
  const handler = createDenoHandler(backend);
  return (request) => handler(request, { remoteAddr: { hostname: '203.0.113.7' } });
}

export const mountByFastify: Mount = async (backend) => {
  const app = createFastifyApp(backend);
  app.post('/elsewhere', (request) => request.body);
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    origin,
    send: (request) => fetch(request),
    close: async () => {
      app.server.closeAllConnections();
      await app.close();
    },
  };
};

/** By the names of the examples. */
export const MOUNTINGS: Readonly<Record<string, Mount>> = {
  'node:http': onServer(createAvatarServer),
  Express: onServer((backend) => createServer(createExpressApp(backend))),
  'Express, behind express.json()': onServer((backend) =>
    createServer(express().use(express.json()).use(createExpressApp(backend))),
  ),
  Fastify: mountByFastify,
  Hono: onServer((backend) => createAdaptorServer({ fetch: createHonoApp(backend).fetch }) as Server),
  'a Next.js route': onPlatform(handleByNext),
  'a Cloudflare Worker': onPlatform(handleByWorker),
  Deno: onPlatform(handleByDeno),
};

/** What the examples give to the backends that they create. */
export const MOUNT_OPTIONS: Readonly<Record<string, Partial<AvatarBackendOptions>>> = {
  'a Next.js route': { trustedProxies: 1 },
};

/** A page, which keeps its sessions' keys. */
export class MountedVisitor {
  readonly endpoint: string;
  readonly #mounted: Mounted;
  readonly #keys = new SessionKeys();

  constructor(mounted: Mounted) {
    this.#mounted = mounted;
    this.endpoint = `${mounted.origin}${MOUNT}/session`;
  }

  /** @param body A form or a stream goes as it is, anything else as JSON. */
  async post(url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const isJson = body !== undefined && !(body instanceof FormData) && !(body instanceof ReadableStream);
    // Streams are sent by halves only, says fetch; TypeScript's DOM types do not know the field.
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: {
        ...(isJson ? { 'Content-Type': 'application/json' } : {}),
        ...this.#keys.headersFor(url),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : body }),
      duplex: 'half',
    };
    const response = await this.#mounted.send(new Request(url, init));
    await this.#keys.learn(response);
    return response;
  }

  get(path: string): Promise<Response> {
    return this.#mounted.send(new Request(`${this.#mounted.origin}${path}`));
  }

  /** Resolves to the session's id and the address of its calls, as a page finds it. */
  async open(): Promise<{ sessionId: string; controlUrl: string }> {
    const response = await this.post(this.endpoint);
    assert.equal(response.status, 200);
    const grant = (await response.json()) as { controlUrl: string };
    assert.doesNotMatch(grant.controlUrl, /^\/|:/, 'the address is not relative, so it depends on the mounting');
    const { sessionId, controlUrl = '' } = parseSessionGrant(grant, this.endpoint);
    return { sessionId, controlUrl };
  }
}

import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { createScriptedReply } from '../../demo/backends/replies/scripted.js';
import defaultWorker, { createWorker } from '../../demo/backends/workers.js';
import { createAvatarBackend, type AvatarBackend } from '../../src/server/backend.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import type { SessionStatus } from '../../src/simulator/sessions/session-status.js';
import { startSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { findFreePort } from '../support/child-process.js';
import { MOUNT, MOUNT_OPTIONS, MountedVisitor, mountByFastify, MOUNTINGS, type Mounted } from '../support/mountings.js';
import { readEvents } from '../support/server-sent-events.js';
import { SILENT } from '../support/silent.js';
import { toneMp3 } from '../support/tone-mp3.js';

const KS = 'a-kaltura-session-of-an-account';

describe('the examples of backends', { timeout: 180_000 }, () => {
  let simulator: Simulator;
  let speech: Blob;
  let mounted: Mounted | undefined;
  let backend: AvatarBackend | undefined;
  let child: ChildProcess | undefined;
  /** Tells `say-text` when the service has taken one. */
  const service = new EventEmitter();

  before(async () => {
    simulator = await startSimulator({ ks: [KS], sessionTimeoutMs: 600_000 });
    speech = await toneMp3(1);
  });
  after(() => simulator.close());

  afterEach(async () => {
    if (child?.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await mounted?.close();
    mounted = undefined;
    await backend?.close();
    delete (globalThis as { avatarBackend?: AvatarBackend }).avatarBackend;
  });

  function createBackend(options: Partial<AvatarBackendOptions> = {}): AvatarBackend {
    backend = createAvatarBackend({
      ks: KS,
      baseUrl: simulator.baseUrl,
      defaults: { avatarId: 'avatar-1' },
      logger: SILENT,
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        service.emit(input.slice(input.lastIndexOf('/') + 1));
        return response;
      },
      ...options,
    });
    return backend;
  }

  function statusOf(sessionId: string): SessionStatus {
    const status = simulator.sessions().find(({ id }) => id === sessionId);
    assert.ok(status, 'the simulator does not know the session');
    return status;
  }

  function textOf(sessionId: string, turnId: string): string | undefined {
    return statusOf(sessionId).turns.find(({ id }) => id === turnId)?.text;
  }

  for (const [name, mount] of Object.entries(MOUNTINGS)) {
    describe(name, () => {
      it('lives through a whole session', async () => {
        let goOn: () => void = () => undefined;
        const scripted = createScriptedReply({ wordEveryMs: 0 });
        mounted = await mount(
          createBackend({
            reply: async function* (message, context) {
              const told = new Promise<void>((resolve) => (goOn = resolve));
              for await (const word of scripted(message, context) as AsyncIterable<string>) {
                yield word;
                await told;
              }
            },
          }),
        );
        const visitor = new MountedVisitor(mounted);
        const { sessionId, controlUrl } = await visitor.open();
        assert.equal(controlUrl, `${mounted.origin}${MOUNT}/session/${sessionId}`);
        const succeeds = async (answer: Promise<Response>): Promise<unknown> => {
          const response = await answer;
          const body = (await response.json()) as { success: boolean };
          assert.deepEqual([response.status, body.success], [200, true], JSON.stringify(body));
          return body;
        };

        const stranger = new MountedVisitor(mounted);
        assert.equal((await stranger.post(`${controlUrl}/say-text`, { text: 'Who am I?' })).status, 404);

        await succeeds(visitor.post(`${controlUrl}/say-text`, { text: 'Guten Tag, schöne Welt.', turnId: 'turn-1' }));
        assert.equal(textOf(sessionId, 'turn-1'), 'Guten Tag, schöne Welt.');

        const text = new TransformStream<Uint8Array, Uint8Array>();
        const writer = text.writable.getWriter();
        const write = (piece: string): Promise<void> => writer.write(new TextEncoder().encode(piece));
        const taken = once(service, 'say-text');
        const streamed = succeeds(
          visitor.post(`${controlUrl}/say-text?turnId=turn-2`, text.readable, { 'Content-Type': 'text/plain' }),
        );
        await write('This comes first. And this');
        await taken;
        assert.equal(textOf(sessionId, 'turn-2'), 'This comes first. ', 'the text is not said as it comes');
        await write(' much later.');
        await writer.close();
        await streamed;
        assert.equal(textOf(sessionId, 'turn-2'), 'This comes first. And this much later.');

        const form = new FormData();
        form.set('turnId', 'turn-3');
        form.set('duration', '1');
        form.set('audio', speech, 'speech.mp3');
        await succeeds(visitor.post(`${controlUrl}/say-audio`, form));
        assert.equal(textOf(sessionId, 'turn-3'), '');

        const replied = await visitor.post(`${controlUrl}/reply`, { message: 'My name is Ada.', turnId: 'turn-4' });
        assert.match(replied.headers.get('Content-Type') ?? '', /^text\/event-stream/);
        const events = readEvents(replied);
        assert.deepEqual((await events.next()).value, { event: 'text', data: { text: 'Nice' } });
        goOn();
        const answer = 'Nice to meet you, Ada. I will remember your name.';
        let last: unknown;
        for await (const event of events) last = event;
        assert.deepEqual(last, { event: 'done', data: { turnId: 'turn-4', text: answer } });
        assert.equal(textOf(sessionId, 'turn-4'), answer);

        await succeeds(visitor.post(`${controlUrl}/say-text`, { text: 'Blah. '.repeat(500), turnId: 'turn-5' }));
        await succeeds(visitor.post(`${controlUrl}/interrupt`));
        assert.equal(statusOf(sessionId).turns.at(-1)?.state, 'interrupted');

        assert.equal(statusOf(sessionId).lastKeepAliveAt, statusOf(sessionId).createdAt);
        await succeeds(visitor.post(`${controlUrl}/keep-alive`));
        assert.notEqual(statusOf(sessionId).lastKeepAliveAt, statusOf(sessionId).createdAt);

        await succeeds(visitor.post(`${controlUrl}/end`));
        assert.equal(statusOf(sessionId).endReason, 'ended by the client');
        assert.equal((await visitor.post(`${controlUrl}/end`)).status, 404);
      });

      it('answers errors with problems, also to bodies that are too large', async () => {
        mounted = await mount(createBackend({ limits: { audioBytes: 100_000 } }));
        const visitor = new MountedVisitor(mounted);
        const { controlUrl } = await visitor.open();
        const problemOf = async (response: Response): Promise<unknown[]> => {
          assert.equal(response.headers.get('Content-Type'), 'application/problem+json');
          const { status, code } = (await response.json()) as Record<string, unknown>;
          assert.equal(status, response.status);
          return [status, code];
        };
        assert.deepEqual(await problemOf(await visitor.get(`${MOUNT}/session`)), [405, 'API_REQUEST_FAILED']);
        assert.deepEqual(await problemOf(await visitor.get(`${MOUNT}/nothing`)), [404, 'API_REQUEST_FAILED']);
        const unknown = visitor.post(`${visitor.endpoint}/unknown/interrupt`);
        assert.deepEqual(await problemOf(await unknown), [404, 'SESSION_NOT_FOUND']);

        const say = (length: number): Promise<Response> =>
          visitor.post(`${controlUrl}/say-text`, { text: 'x'.repeat(length) });
        assert.deepEqual(await problemOf(await say(5001)), [413, 'INVALID_INPUT']);
        assert.deepEqual(await problemOf(await say(60_000)), [413, 'INVALID_CONFIGURATION']);
        const form = new FormData();
        form.set('audio', new Blob([new Uint8Array(3_000_000)], { type: 'audio/mpeg' }), 'speech.mp3');
        assert.deepEqual(await problemOf(await visitor.post(`${controlUrl}/say-audio`, form)), [
          413,
          'INVALID_CONFIGURATION',
        ]);
        assert.equal((await visitor.post(`${controlUrl}/keep-alive`)).status, 200);
      });

      it('counts visitors by their network address', async () => {
        mounted = await mount(
          createBackend({ limits: { perAddress: { createsPerMinute: 1 } }, ...MOUNT_OPTIONS[name] }),
        );
        await new MountedVisitor(mounted).open();
        const another = new MountedVisitor(mounted);
        assert.equal((await another.post(another.endpoint)).status, 429);
      });
    });
  }

  it('leave the parsers of other routes alone in Fastify', async () => {
    mounted = await mountByFastify(createBackend());
    const visitor = new MountedVisitor(mounted);
    const response = await visitor.post(`${mounted.origin}/elsewhere`, { is: 'parsed' });
    assert.deepEqual(await response.json(), { is: 'parsed' });
  });

  it('make one backend for a Worker, with its bindings, and end overdue sessions by its cron trigger', async () => {
    let now = Date.now();
    const bindings: unknown[] = [];
    const worker = createWorker((env: { name: string }) => {
      bindings.push(env);
      return createBackend({ now: () => now });
    });
    const env = { name: 'bindings' };
    mounted = {
      origin: 'https://shop.example.com',
      send: (request) => worker.fetch(request, env),
      close: () => Promise.resolve(),
    };
    const { sessionId } = await new MountedVisitor(mounted).open();
    await worker.scheduled({}, env);
    assert.equal(statusOf(sessionId).state, 'ready');
    now += 91_000;
    await worker.scheduled({}, env);
    assert.equal(statusOf(sessionId).state, 'ended');
    assert.deepEqual(bindings, [env]);
  });

  it('take all of a Worker’s options from its bindings', async () => {
    const env = {
      AVATAR_KS: KS,
      AVATAR_ID: 'of-the-bindings',
      AVATAR_BASE_URL: simulator.baseUrl,
    };
    mounted = {
      origin: 'https://shop.example.com',
      send: (request) => defaultWorker.fetch(request, env),
      close: () => Promise.resolve(),
    };
    const visitor = new MountedVisitor(mounted);
    const { sessionId, controlUrl } = await visitor.open();
    assert.equal(statusOf(sessionId).avatarId, 'of-the-bindings');
    assert.equal((await visitor.post(`${controlUrl}/end`)).status, 200);
  });

  for (const file of ['node-http', 'express', 'fastify', 'hono']) {
    it(`listen on PORT when ${file}.ts is run, with the environment’s KS, and end their sessions when they are told to stop`, async () => {
      const port = await findFreePort('localhost');
      const path = fileURLToPath(new URL(`../../demo/backends/${file}.ts`, import.meta.url));
      const started = spawn(process.execPath, ['--conditions=kaltura-avatar-source', '--import', 'tsx', path], {
        env: { ...process.env, AVATAR_KS: KS, AVATAR_BASE_URL: simulator.baseUrl, AVATAR_ID: file, PORT: String(port) },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      const exited = once(started, 'exit');
      await untilItSays(started, `http://localhost:${port}${MOUNT}/session`);
      mounted = {
        origin: `http://localhost:${port}`,
        send: (request) => fetch(request),
        close: () => Promise.resolve(),
      };
      const visitor = new MountedVisitor(mounted);
      const { sessionId, controlUrl } = await visitor.open();
      assert.equal(statusOf(sessionId).avatarId, file);
      assert.equal((await visitor.post(`${controlUrl}/say-text`, { text: 'Hello there.' })).status, 200);
      started.kill('SIGTERM');
      assert.equal((await exited)[0], 0);
      assert.equal(statusOf(sessionId).state, 'ended', 'a session that costs money is left open');
    });
  }
});

function untilItSays(started: ChildProcess, expected: string): Promise<void> {
  let output = '';
  return new Promise((resolve, reject) => {
    const onOutput = (part: Buffer): void => {
      output += part.toString();
      if (output.includes(expected)) resolve();
    };
    started.stdout?.on('data', onOutput);
    started.stderr?.on('data', onOutput);
    started.once('exit', (code) => reject(new Error(`It ended with ${code}: ${output}`)));
  });
}

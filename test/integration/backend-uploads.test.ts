import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import { afterEach, describe, it } from 'node:test';

import { isAvatarError } from '../../src/core/errors.js';
import { createAvatarBackend } from '../../src/server/backend.js';
import type { Connection } from '../../src/server/http/connection.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import type { AvatarLimitsInput } from '../../src/server/sessions/limits.js';
import type { BeforeSay } from '../../src/server/speech/hooks.js';
import { ENDPOINT, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { framesMp3 } from '../support/frames-mp3.js';
import { bytesHeld } from '../support/memory.js';
import { NO_LIMITS } from '../support/no-limits.js';
import { until } from '../support/until.js';

const MEGABYTE = 1024 * 1024;
const RECORDING = framesMp3(MEGABYTE - 1024);

/** Room for four recordings with the forms around them. */
const ROOM = 4 * (MEGABYTE + 1024);

let harness: BackendHarness;

async function start(limits: AvatarLimitsInput = {}, options: Partial<AvatarBackendOptions> = {}): Promise<void> {
  const all = { ...NO_LIMITS, audioBytes: MEGABYTE, bodyBytes: ROOM, ...limits };
  harness = await startBackendHarness({ limits: all, ...options });
  await harness.open();
}

/** A hook that takes its time holds the recordings that it is asked for. */
function slowHook(): { beforeSay: BeforeSay; asked: () => number } {
  let asked = 0;
  return {
    asked: () => asked,
    beforeSay: (_, { signal }) => {
      asked += 1;
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('It is over'))));
    },
  };
}

/** A form that is made as it is sent, so that the visitor keeps nothing of it. */
function formOf(recording: Uint8Array<ArrayBuffer>): { body: ReadableStream<Uint8Array>; headers: HeadersInit } {
  const field = (name: string, value: string): string =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head = new TextEncoder().encode(
    `${field('turnId', 'turn-1')}${field('duration', '1')}--x\r\nContent-Disposition: form-data; name="audio"; filename="a.mp3"\r\n\r\n`,
  );
  const tail = new TextEncoder().encode('\r\n--x--\r\n');
  const pieces = function* (): Generator<Uint8Array> {
    yield head;
    for (let at = 0; at < recording.length; at += 65_536) yield recording.slice(at, at + 65_536);
    yield tail;
  };
  const next = pieces();
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const piece = next.next();
      if (piece.done) controller.close();
      else controller.enqueue(piece.value);
    },
  });
  const length = head.length + recording.length + tail.length;
  return {
    body,
    headers: { 'Content-Type': 'multipart/form-data; boundary=x', 'Content-Length': String(length) },
  };
}

function upload(connection: Connection = {}, recording = RECORDING): Promise<Response> {
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', duplex: 'half', ...formOf(recording) };
  return harness.backend.fetch(new Request(`${ENDPOINT}/session-1/say-audio`, init), connection);
}

/** Whose leaving many requests are told of. */
function visitors(): AbortController {
  const gone = new AbortController();
  setMaxListeners(0, gone.signal);
  return gone;
}

const taken = (): number => harness.service.calls.filter(({ purpose }) => purpose === 'say-audio').length;

describe('recordings that are being uploaded', () => {
  afterEach(() => harness.close());

  it('are held at the same time as far as there is room; the others are asked to come again', async () => {
    await start();
    harness.service.answers.set('say-audio', 'hang');
    const gone = visitors();
    const before = await bytesHeld();
    const uploads = Array.from({ length: 56 }, () => upload({ signal: gone.signal }));
    const refused: Response[] = [];
    for (const sent of uploads) void sent.then((response) => refused.push(response));
    await until(() => refused.length === 52 && taken() === 4);
    // The service, which is a part of this process, holds what it was sent as well.
    for (const call of harness.service.calls) call.body = '';
    const held = (await bytesHeld()) - before;
    assert.ok(held < 2 * ROOM, `${Math.round(held / MEGABYTE)} MB are held`);
    for (const response of refused) {
      const { code, limit } = (await response.json()) as Record<string, unknown>;
      assert.deepEqual([response.status, code, limit], [503, 'RATE_LIMITED', 'bodyBytes']);
      assert.match(response.headers.get('Retry-After') ?? '', /^[1-9]$/);
    }
    gone.abort();
    await Promise.all(uploads);
  });

  it('make room as soon as their visitors have gone', async () => {
    const { beforeSay, asked } = slowHook();
    await start({}, { beforeSay });
    const gone = visitors();
    const uploads = Array.from({ length: 4 }, () => upload({ signal: gone.signal }));
    await until(() => asked() === 4);
    assert.equal((await upload()).status, 503);
    gone.abort();
    await Promise.all(uploads);
    void upload();
    await until(() => asked() === 5);
  });

  it('make room as soon as the service has been sent them, though it does not answer', async () => {
    await start();
    harness.service.answers.set('say-audio', 'hang');
    const gone = visitors();
    const uploads: Promise<Response>[] = [];
    for (let count = 1; count <= 8; count += 1) {
      uploads.push(upload({ signal: gone.signal }));
      await until(() => taken() === count);
    }
    gone.abort();
    await Promise.all(uploads);
  });

  it('make room as soon as the service has answered, whatever it has answered', async () => {
    await start();
    for (const answer of [{ status: 500 }, { status: 200 }, { status: 503 }]) {
      harness.service.answers.set('say-audio', answer);
      for (let round = 0; round < 5; round += 1) {
        const { status } = await upload();
        assert.equal(status, { 200: 200, 500: 502, 503: 503 }[answer.status]);
      }
    }
    harness.service.answers.delete('say-audio');
    const sent = await Promise.all(Array.from({ length: 4 }, () => upload()));
    assert.deepEqual(
      sent.map(({ status }) => status),
      [200, 200, 200, 200],
    );
  });

  it('leave room for others: one address takes half of it', async () => {
    const { beforeSay, asked } = slowHook();
    await start({}, { beforeSay });
    const gone = visitors();
    const of = (clientAddress: string): Promise<Response> => upload({ clientAddress, signal: gone.signal });
    const first = [of('203.0.113.1'), of('203.0.113.1')];
    await until(() => asked() === 2);
    const third = await of('203.0.113.1');
    assert.equal(third.status, 429);
    assert.equal(((await third.json()) as Record<string, unknown>)['code'], 'RATE_LIMITED');
    assert.match(third.headers.get('Retry-After') ?? '', /^[1-9]$/);
    const second = of('203.0.113.2');
    await until(() => asked() === 3);
    gone.abort();
    await Promise.all([...first, second]);
  });

  it('count by what has come of them, not by what was announced', async () => {
    await start();
    const gone = visitors();
    const announced = Array.from({ length: 20 }, () => {
      const init: RequestInit & { duplex: 'half' } = {
        ...{ method: 'POST', duplex: 'half', headers: formOf(RECORDING).headers },
        body: new ReadableStream({ pull: () => new Promise(() => undefined) }),
      };
      return harness.backend.fetch(new Request(`${ENDPOINT}/session-1/say-audio`, init), { signal: gone.signal });
    });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal((await upload()).status, 200);
    gone.abort();
    await Promise.all(announced);
  });

  const large = framesMp3(8 * MEGABYTE - 1024);
  const LARGE = { audioBytes: 8 * MEGABYTE, bodyBytes: 16 * MEGABYTE, audioSeconds: 1000 };

  it('are held twice at most: as they are, and as a hook is given them', async () => {
    const { beforeSay, asked } = slowHook();
    await start(LARGE, { beforeSay });
    const gone = visitors();
    const before = await bytesHeld();
    const sent = upload({ signal: gone.signal }, large);
    await until(() => asked() === 1);
    const held = (await bytesHeld()) - before;
    assert.ok(held < 2.1 * large.length, `${(held / large.length).toFixed(1)} times its size`);
    gone.abort();
    await sent;
    const left = (await bytesHeld()) - before;
    assert.ok(left < large.length / 4, `${left} bytes are left when its visitor has gone`);
  });

  it('are not held any more once the service has been sent them', async () => {
    await start(LARGE);
    harness.service.answers.set('say-audio', 'hang');
    const gone = visitors();
    const before = await bytesHeld();
    const sent = upload({ signal: gone.signal }, large);
    await until(() => taken() === 1);
    // The service, which is a part of this process, holds what it was sent.
    for (const call of harness.service.calls) call.body = '';
    const held = (await bytesHeld()) - before;
    assert.ok(held < large.length / 4, `${(held / large.length).toFixed(1)} times its size`);
    gone.abort();
    await sent;
  });
});

describe('the room for uploads', () => {
  it('is large enough for one of the largest recordings', () => {
    const limits = { audioBytes: 5_000_000, bodyBytes: 5_000_000 };
    assert.throws(
      () => createAvatarBackend({ ks: 'ks', limits }),
      (error) =>
        isAvatarError(error) && error.code === 'INVALID_CONFIGURATION' && error.message.includes('limits.bodyBytes'),
    );
    createAvatarBackend({ ks: 'ks', limits: { audioBytes: 500_000_000 } });
  });
});

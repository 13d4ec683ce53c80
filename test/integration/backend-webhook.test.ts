import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { isAvatarError } from '../../src/core/errors.js';
import { DEFAULT_HOOK_TIMEOUTS, HookAsker } from '../../src/server/ask-hook.js';
import { Background } from '../../src/server/background.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import { readWebhook } from '../../src/server/reports/webhook-options.js';
import { verifyWebhook } from '../../src/server/reports/webhook-signature.js';
import { Webhook } from '../../src/server/reports/webhook.js';
import { createLogJournal, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { answerJson, startLocalServer, type LocalServer } from '../support/local-server.js';
import { until } from '../support/until.js';

const SECRET = `whsec_${randomBytes(32).toString('base64')}`;

let receiver: LocalServer;
/** What the receiver answers, one after another; then 200. `hang`: nothing, until it is let go on. */
let answers: (number | 'hang')[] = [];
let hanging: (() => void)[] = [];
let answerHeaders: Record<string, string> = {};

beforeEach(async () => {
  answers = [];
  hanging = [];
  answerHeaders = {};
  receiver = await startLocalServer((_request, response) => {
    const answer = answers.shift() ?? 200;
    if (answer === 'hang') hanging.push(() => answerJson(response, {}));
    else answerJson(response, {}, answer, answerHeaders);
  });
});
afterEach(() => receiver.close());

interface Received {
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
}

const received = (at: number): Promise<unknown> => {
  const { body, headers } = receiver.requests[at] ?? assert.fail('nothing was received');
  return verifyWebhook(body, headers, { secret: SECRET });
};

describe('the webhook of a backend', () => {
  let harness: BackendHarness;
  afterEach(() => harness.close());

  async function start(options: Partial<AvatarBackendOptions> = {}): Promise<void> {
    harness = await startBackendHarness({
      identify: () => 'anna',
      reply: (message) => `You said: ${message}`,
      webhook: { url: `${receiver.url}/hook?token=of-the-receiver`, secret: SECRET },
      ...options,
    });
    await harness.open();
  }

  const converse = async (): Promise<void> => {
    await (await harness.control('reply', { message: 'Hello' })).text();
  };

  it('tells of the end of a session, and of what visitors think, without who they are or what was said', async () => {
    await start();
    await converse();
    await harness.control('feedback', { stars: 5, comment: 'Nice.' });
    await harness.control('end');
    await until(() => receiver.requests.length === 2);
    const events = (await Promise.all([0, 1].map(received))) as Received[];
    const [feedback, end] = events.sort((one, another) => one.type.localeCompare(another.type));
    assert.deepEqual(
      [feedback?.type, feedback?.data],
      ['feedback.given', { sessionId: 'session-1', stars: 5, comment: 'Nice.' }],
    );
    const told = { sessionId: 'session-1', reason: 'requested', seconds: 0, turns: 1 };
    assert.deepEqual([end?.type, end?.data], ['session.ended', { ...told, rating: { stars: 5, up: 0, down: 0 } }]);
    for (const { timestamp } of events) assert.ok(Math.abs(Date.parse(timestamp) - Date.now()) < 60_000);
    for (const { method, url, headers } of receiver.requests) {
      assert.deepEqual([method, url], ['POST', '/hook?token=of-the-receiver']);
      assert.equal(headers['content-type'], 'application/json');
    }
  });

  it('tells what was said where that is wanted', async () => {
    await start({ includeTranscript: true });
    await converse();
    await harness.control('end');
    await until(() => receiver.requests.length === 1);
    const { transcript } = ((await received(0)) as Received).data as { transcript: { content: string }[] };
    assert.deepEqual(
      transcript.map(({ content }) => content),
      ['Hello', 'You said: Hello'],
    );
  });

  it('is signed as Standard Webhooks has it, and by the same id for the same session', async () => {
    await start();
    answers = [500];
    await harness.control('end');
    await until(() => receiver.requests.length === 1);
    await harness.backend.close();
    assert.equal(receiver.requests.length, 2, 'it was tried once more at the end');
    const [first, second] = receiver.requests.map(({ headers }) => headers['webhook-id']);
    assert.equal(first, second);
    assert.doesNotMatch(String(first), /session-1/);
    const { body, headers } = receiver.requests[1] ?? assert.fail();
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
    assert.equal(headers['webhook-signature'], `v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  });

  it('harms no visitor, and leaves no secret in the log, where its receiver is broken', async () => {
    await start();
    await receiver.close();
    assert.equal((await harness.control('end')).status, 200);
    await harness.backend.close();
    const log = harness.log.join('\n');
    assert.match(log, /error The webhook did not take an event, which is lost/);
    for (const secret of [SECRET.slice('whsec_'.length), 'of-the-receiver']) assert.ok(!log.includes(secret));
  });
});

function assertNothing(path: string, expected: string): never {
  assert.fail(`${path} should be ${expected}`);
}

describe('a webhook', () => {
  const { lines, logger } = createLogJournal();

  function create(retryAfterMs: number[] = [], timeoutMs = 10_000): Webhook {
    lines.length = 0;
    const target = readWebhook({ url: receiver.url, secret: SECRET }, assertNothing);
    assert.ok(target);
    const asker = new HookAsker({ ...DEFAULT_HOOK_TIMEOUTS, webhook: timeoutMs });
    return new Webhook(target, { asker, logger, now: Date.now, background: new Background() }, retryAfterMs);
  }

  const ids = (): unknown[] => receiver.requests.map(({ headers }) => headers['webhook-id']);
  const lost = (): number => lines.filter((line) => line.includes('which is lost')).length;

  it('tries again, later each time, until an event is taken', async () => {
    answers = [500, 429, 302];
    const webhook = create([1, 1, 1, 1]);
    webhook.send('msg_1', 'session.ended', {});
    await until(() => receiver.requests.length === 4);
    await webhook.close();
    assert.deepEqual([receiver.requests.length, lost()], [4, 0]);
    assert.ok(lines.some((line) => line.startsWith('info The webhook takes events again')));
    await received(3);
  });

  it('follows no redirect', async () => {
    answers = [307];
    answerHeaders = { Location: `${receiver.url}/elsewhere` };
    const webhook = create();
    webhook.send('msg_1', 'session.ended', {});
    await until(() => lost() === 1);
    assert.deepEqual(
      receiver.requests.map(({ url }) => url),
      ['/'],
    );
  });

  it('gives an event up after the last try, at once where the receiver is gone for good, and says so', async () => {
    answers = [500, 500, 410];
    const webhook = create([1]);
    webhook.send('msg_1', 'session.ended', {});
    await until(() => lost() === 1);
    webhook.send('msg_2', 'session.ended', {});
    await until(() => lost() === 2);
    assert.deepEqual(ids(), ['msg_1', 'msg_1', 'msg_2']);
    assert.match(lines.join('\n'), /it answered 410/);
  });

  it('waits for no answer longer than it may take', async () => {
    answers = ['hang'];
    const webhook = create([1], 50);
    webhook.send('msg_1', 'session.ended', {});
    await until(() => receiver.requests.length === 2);
    await webhook.close();
    assert.equal(lost(), 0);
  });

  it('keeps no more than a thousand events, and a few requests at a time', async () => {
    answers = Array.from({ length: 4 }, () => 'hang');
    const webhook = create();
    for (let count = 0; count < 1200; count += 1) webhook.send(`msg_${count}`, 'session.ended', {});
    await until(() => hanging.length === 4);
    assert.equal(lines.filter((line) => line.startsWith('error The webhook is behind')).length, 1);
    assert.equal(receiver.requests.length, 4);
    for (const goOn of hanging) goOn();
    await webhook.close();
    assert.deepEqual([receiver.requests.length, lost()], [1000, 0]);
  });

  it('is refused where what it sends would go over a network in clear, or its secret is none', () => {
    const refusal = (url: string, secret = SECRET): string => {
      try {
        readWebhook({ url, secret }, (path, expected) => {
          throw new Error(`${path} should be ${expected}`);
        });
      } catch (error) {
        return (error as Error).message;
      }
      return 'taken';
    };
    for (const url of ['https://example.com/hook', 'http://127.0.0.1:1', 'http://localhost:1/a?b', 'http://[::1]:1'])
      assert.equal(refusal(url), 'taken');
    for (const url of ['http://example.com', 'http://10.0.0.1', 'http://127.0.0.1.example.com', 'ftp://localhost', ''])
      assert.match(refusal(url), /webhook\.url should be an https URL/);
    assert.match(refusal('https://user:word@example.com'), /webhook\.url/);
    for (const secret of ['', 'whsec_', `whsec_${randomBytes(16).toString('base64')}`, SECRET.slice(6), 'whsec_!'])
      assert.match(refusal('https://example.com', secret), /webhook\.secret should be whsec_/);
  });
});

describe('verifyWebhook()', () => {
  const body = JSON.stringify({ type: 'session.ended', data: {} });
  const NOW = 1_800_000_000_000;

  function headersFor(changes: Record<string, string> = {}): Record<string, string> {
    const [id, timestamp] = ['msg_1', String(NOW / 1000)];
    const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
    return { ...headers, ...changes };
  }

  const verify = (headers: Record<string, string>, text = body, now = NOW): Promise<unknown> =>
    verifyWebhook(text, headers, { secret: SECRET, now: () => now });

  it('gives what was signed, whichever of several signatures it is, and by Headers, too', async () => {
    assert.deepEqual(await verify(headersFor()), JSON.parse(body));
    const { 'webhook-signature': signature = '' } = headersFor();
    const several = headersFor({ 'webhook-signature': `v1a,AAAA v1,!! v1,AAAA ${signature}` });
    assert.deepEqual(await verify(several), JSON.parse(body));
    const another = `whsec_${randomBytes(24).toString('base64')}`;
    const options = { secret: [another, SECRET], now: () => NOW };
    assert.deepEqual(await verifyWebhook(body, new Headers(headersFor()), options), JSON.parse(body));
  });

  it('refuses what is not signed, changed, or old', async () => {
    const refused: [Parameters<typeof verify>, RegExp][] = [
      [[{}], /no signature/],
      [[headersFor(), `${body} `], /signature is another/],
      [[headersFor({ 'webhook-id': 'msg_2' })], /signature is another/],
      [[headersFor({ 'webhook-signature': 'v1,AAAA' })], /signature is another/],
      [[headersFor({ 'webhook-timestamp': 'now' })], /time is not now/],
      [[headersFor(), body, NOW + 301_000], /time is not now/],
      [[headersFor(), body, NOW - 301_000], /time is not now/],
    ];
    for (const [given, reason] of refused)
      await assert.rejects(verify(...given), (error) => {
        assert.ok(isAvatarError(error) && error.code === 'UNAUTHORIZED');
        assert.match(error.message, reason);
        return true;
      });
  });

  it('takes the example of the Standard Webhooks specification', async () => {
    const headers = {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    };
    const options = { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', now: () => 1_614_265_330_000 };
    assert.deepEqual(await verifyWebhook('{"test": 2432232314}', headers, options), { test: 2432232314 });
  });

  it('says so where the secret is none', async () => {
    await assert.rejects(verifyWebhook(body, headersFor(), { secret: 'secret' }), { code: 'INVALID_CONFIGURATION' });
  });
});

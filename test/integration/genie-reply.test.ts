import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { createGenieReply, type GenieReplyOptions } from '../../src/server/adapters/genie/genie-reply.js';
import type { ReplyContext } from '../../src/server/speech/hooks.js';
import { startBackendHarness } from '../support/backend-harness.js';
import { startLocalServer, type LocalServer, type ReceivedRequest } from '../support/local-server.js';
import { until } from '../support/until.js';

const SECRET = 'the-admin-secret-0817';

/** A Genie, and the mint of its Kaltura Sessions, at one address. */
let genie: LocalServer;
/** How a question is answered. */
let answer: (response: ServerResponse, request: ReceivedRequest) => void;
let minted = 0;

const line = (type: string, content: string, more: object = {}): string =>
  `${JSON.stringify({ type, content, threadId: 'thread-1', messageId: 'm', isFinal: false, ...more })}\n`;

const converses = (): { body: Record<string, unknown>; ks: string | undefined }[] =>
  genie.requests
    .filter(({ url }) => url === '/assistant/converse')
    .map(({ body, headers }) => ({ body: JSON.parse(body) as Record<string, unknown>, ks: headers.authorization }));

const context = (sessionId = 'one', signal = new AbortController().signal): ReplyContext => ({
  sessionId,
  history: [],
  signal,
});

function createReply(options: Partial<GenieReplyOptions> = {}) {
  const account = { partnerId: 7, adminSecret: SECRET, ovpUrl: genie.url };
  const reply = createGenieReply({ configId: 'config-1', ...account, url: genie.url, ...options });
  return async (message: string, asked = context()): Promise<string> => {
    let text = '';
    for await (const piece of reply(message, asked) as AsyncIterable<string>) text += piece;
    return text;
  };
}

describe('a reply by Genie', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    minted = 0;
    answer = (response) => response.end(line('text', 'At nine.', { isFinal: true }));
    genie = await startLocalServer((request, response) => {
      if (request.url.startsWith('/api_v3/')) response.end(JSON.stringify(`ks-${(minted += 1)}`));
      else if (request.url === '/assistant/abort') response.end('{}');
      else answer(response, request);
    });
  });
  afterEach(() => genie.close());

  it('says the texts of its lines, and nothing of what it thinks or of its tools', async () => {
    answer = (response) => {
      const lines = [
        line('think', 'A secret thought'),
        line('tool', '{"name":"search"}'),
        line('tool_response', 'Found'),
        line('text', 'We open '),
        line('unisphere-tool', '{}'),
        line('text', 'at nine — ünïcode.', { isFinal: true }),
      ].join('');
      // Cut in the middle of a letter.
      const bytes = Buffer.from(lines);
      const at = bytes.indexOf(Buffer.from('ü')) + 1;
      response.write(bytes.subarray(0, at), () => response.end(bytes.subarray(at)));
    };
    assert.equal(await createReply()('When do you open?'), 'We open at nine — ünïcode.');
    assert.deepEqual(converses(), [{ body: { userMessage: 'When do you open?', sse: false }, ks: 'KS ks-1' }]);
    const mint = genie.requests.find(({ url }) => url.startsWith('/api_v3/'));
    assert.equal(new URLSearchParams(mint?.body).get('privileges'), 'geniegpcid:config-1');
  });

  it('keeps each session in a thread of its own, with one Kaltura Session for all', async () => {
    answer = (response, { body }) => {
      const { threadId = `thread-of-${minted}-${converses().length}` } = JSON.parse(body) as { threadId?: string };
      response.end(line('text', 'Yes.', { threadId }));
    };
    const ask = createReply();
    await ask('One');
    await ask('Two', context('two'));
    await ask('Three');
    await ask('Four', context('two'));
    assert.deepEqual(
      converses().map(({ body }) => body['threadId']),
      [undefined, undefined, 'thread-of-1-1', 'thread-of-1-2'],
    );
    assert.equal(minted, 1);
  });

  it('begins another thread where its own is gone', async () => {
    const ask = createReply({ threads: new Map([['one', 'gone']]) });
    answer = (response, { body }) =>
      body.includes('gone') ? response.writeHead(404).end() : response.end(line('text', 'Hello.'));
    assert.equal(await ask('Hello'), 'Hello.');
  });

  it('mints a new Kaltura Session where one is refused', async () => {
    const ask = createReply();
    await ask('One');
    answer = (response, { headers }) =>
      headers.authorization === 'KS ks-1' ? response.writeHead(401).end() : response.end(line('text', 'Yes.'));
    assert.equal(await ask('Two'), 'Yes.');
    assert.equal(minted, 2);
  });

  it('is told to stop when the avatar is interrupted', async () => {
    let hungUp = false;
    answer = (response) => {
      response.once('close', () => (hungUp = true));
      response.write(line('text', 'Once upon'));
    };
    const stop = new AbortController();
    const pieces = createGenieReply({ configId: 'config-1', ks: 'ks-of-a-conversation', url: genie.url })(
      'A story',
      context('one', stop.signal),
    ) as AsyncGenerator<string>;
    assert.deepEqual(await pieces.next(), { done: false, value: 'Once upon' });
    const next = pieces.next();
    stop.abort();
    await assert.rejects(next, { code: 'ABORTED' });
    await until(() => hungUp && genie.requests.some(({ url }) => url === '/assistant/abort'));
    const { body, headers } = genie.requests.at(-1) ?? { body: '', headers: {} };
    assert.deepEqual(JSON.parse(body), { threadId: 'thread-1' });
    assert.equal(headers.authorization, 'KS ks-of-a-conversation');
  });

  const failures: [string, (response: ServerResponse) => unknown, RegExp][] = [
    ['takes no more questions', (response) => response.writeHead(429).end('KS ks-1'), /status 429\): it takes no/],
    ['is down', (response) => response.writeHead(503).end('<html>'), /status 503\): it is down/],
    ['leads elsewhere', (response) => response.writeHead(302, { Location: 'https://other.example' }).end(), /302/],
    ['tells of an error', (response) => response.end(line('text', 'We') + line('error', 'ks-1')), /Genie failed/],
    ['breaks off', (response) => response.write(line('text', 'We'), () => response.destroy()), /Genie failed/],
    ['gives a page of HTML', (response) => response.end('<!doctype html>\n<p>'), /Genie failed/],
    ['gives nothing', (response) => response.end(), /Genie failed/],
  ];
  for (const [what, given, told] of failures)
    it(`fails, in words that hold no Kaltura Session, where it ${what}`, async () => {
      answer = (response) => void given(response);
      const failed = createReply()('When do you open?');
      await assert.rejects(failed, (error: Error) => told.test(error.message) && !/ks-\d|secret/.test(error.message));
      assert.match(await createReply({ onFailure: () => 'I cannot think now.' })('And now?'), /I cannot think now\.$/);
    });

  it('is given up where it is too slow', async () => {
    answer = () => undefined;
    const reply = createGenieReply({ configId: 'config-1', ks: 'ks', url: genie.url });
    const harness = await startBackendHarness({ reply, hookTimeouts: { reply: 100 } });
    await harness.open();
    assert.equal((await harness.control('reply', { message: 'Hello' })).status, 504);
    await harness.close();
  });

  it('sends the variables that the integrator has', async () => {
    await createReply({ requestVars: ({ sessionId }) => ({ page: sessionId }) })('Hello');
    assert.deepEqual(converses()[0]?.body['request_vars'], { page: 'one' });
  });

  it('says which option is wrong', () => {
    const complaints: [Partial<GenieReplyOptions>, RegExp][] = [
      [{ configId: 'a b' }, /createGenieReply: configId should be/],
      [{ url: 'ftp://genie.example' }, /url should be/],
      [{ threads: {} as never }, /threads should be/],
      [{ onFailure: 'sorry' as never }, /onFailure should be/],
      [{ adminSecret: undefined }, /adminSecret should be given/],
    ];
    for (const [options, message] of complaints)
      assert.throws(() => createReply(options), { code: 'INVALID_CONFIGURATION', message });
  });
});

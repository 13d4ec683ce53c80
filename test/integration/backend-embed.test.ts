import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { afterEach, describe, it } from 'node:test';

import type { AvatarBackendOptions } from '../../src/server/options.js';
import { EXAMPLE_ORIGIN, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';

const API = `${EXAMPLE_ORIGIN}/api/avatar`;
const SCRIPT = 'https://cdn.example/avatar/kaltura-avatar.js';

describe('the embed page', () => {
  let harness: BackendHarness;
  afterEach(() => harness.close());

  async function start(options: Partial<AvatarBackendOptions> = {}): Promise<void> {
    harness = await startBackendHarness({ embed: { scriptUrl: SCRIPT }, ...options });
  }

  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    harness.backend.fetch(new Request(API + path, { headers }));

  /** The element's tag on the page. */
  async function elementOf(path: string): Promise<string> {
    return /<kaltura-avatar[^>]*>/.exec(await (await get(path)).text())?.[0] ?? assert.fail('no element');
  }

  /** A directive of the page's policy. */
  async function directive(name: string, headers?: Record<string, string>): Promise<string | undefined> {
    const policy = (await get('/embed', headers)).headers.get('Content-Security-Policy') ?? '';
    return policy.split('; ').find((one) => one.startsWith(name));
  }

  it('is not there unless it is asked for', async () => {
    await start({ embed: undefined });
    assert.equal((await get('/embed')).status, 404);
  });

  it('has the element alone, with this backend as its endpoint, and is asked for again each time', async () => {
    await start();
    const answer = await get('/embed');
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('Content-Type'), 'text/html; charset=utf-8');
    assert.equal(answer.headers.get('Cache-Control'), 'no-cache');
    const html = await answer.text();
    assert.match(html, /^<!doctype html><html><head><meta charset="utf-8">/);
    assert.match(html, /<kaltura-avatar session-endpoint="session" placement="fill"><\/kaltura-avatar>/);
    assert.match(await (await get('/embed/')).text(), /session-endpoint="..\/session"/);
    assert.equal((await harness.backend.fetch(new Request(`${API}/embed`, { method: 'POST' }))).status, 405);
  });

  it('takes attributes from its query that change how the avatar looks and sounds', async () => {
    await start({ embed: { scriptUrl: SCRIPT, attributes: { greeting: 'Hello!', captions: true, fit: 'contain' } } });
    const query = '?lang=de&dir=rtl&controls&captions=false&avatar-id=maya&volume=0.5&fit=cover&utm_source=mail';
    assert.equal(
      await elementOf(`/embed${query}`),
      '<kaltura-avatar session-endpoint="session" placement="fill" greeting="Hello!" fit="cover" controls="" avatar-id="maya" volume="0.5">',
    );
    assert.match(await (await get(`/embed${query}`)).text(), /<html lang="de" dir="rtl">/);
  });

  it('greets in the language of the visitor, where the backend says how', async () => {
    const greeting = { en: 'Hello!', de: 'Grüß dich!' };
    await start({ embed: { scriptUrl: SCRIPT, attributes: { greeting, suggestions: ['What?'] } } });
    const [, written = '', list = ''] =
      / greeting="([^"]*)" suggestions="([^"]*)"/.exec(await elementOf('/embed')) ?? [];
    const read = (value: string): unknown =>
      JSON.parse(value.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))));
    assert.deepEqual([read(written), read(list)], [greeting, ['What?']]);
  });

  it('takes nothing from its query that says what it says, where it comes from, or what runs on it', async () => {
    await start();
    const harmful = [
      'ks=secret',
      'session-endpoint=https://evil.example/session',
      'base-url=https://evil.example',
      'greeting=Buy+now',
      'label=Buy',
      'poster=https://evil.example/x.png',
      'credentials=include',
      'log-level=debug',
      'placement=inline',
      'onclick=alert(1)',
      'style=display:none',
      'script-url=https://evil.example/x.js',
      `avatar-id=${'x'.repeat(201)}`,
    ];
    for (const query of harmful) {
      assert.equal(
        await elementOf(`/embed?${query}`),
        '<kaltura-avatar session-endpoint="session" placement="fill">',
        query,
      );
    }
    const injected = await (
      await get(
        `/embed?avatar-id=${encodeURIComponent(`"><script>alert('1')</script>&`)}&lang=${encodeURIComponent('"><b>')}`,
      )
    ).text();
    assert.match(injected, /avatar-id="&#34;&#62;&#60;script&#62;alert\(&#39;1&#39;\)&#60;\/script&#62;&#38;"/);
    assert.doesNotMatch(injected, /<b>|lang=/);
  });

  it('runs nothing but the element, under a policy that its style fits', async () => {
    await start();
    const html = await (await get('/embed')).text();
    assert.ok(html.includes(`<script type="module" src="${SCRIPT}"></script>`));
    assert.equal(await directive('default-src'), "default-src 'none'");
    assert.equal(await directive('script-src'), "script-src 'self' https://cdn.example/avatar/");
    assert.equal(await directive('connect-src'), "connect-src 'self' https:");
    const style = /<style>(.*)<\/style>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    assert.equal(await directive('style-src'), `style-src 'sha256-${hash}'`);
  });

  it('may be framed by its own origin and by those that are allowed', async () => {
    await start();
    assert.equal(await directive('frame-ancestors'), "frame-ancestors 'self'");
    await harness.close();
    await start({
      allowedOrigins: ['https://shop.example', 'https://*.example.org', 'capacitor://localhost', 'app://.', 'null'],
    });
    assert.equal(
      await directive('frame-ancestors'),
      "frame-ancestors 'self' https://shop.example https://*.example.org capacitor://localhost",
    );
    await harness.close();
    await start({ allowedOrigins: (origin) => origin === 'https://shop.example' });
    const by = (Referer: string): Promise<string | undefined> => directive('frame-ancestors', { Referer });
    assert.equal(await by('https://shop.example/'), "frame-ancestors 'self' https://shop.example");
    assert.equal(await by('https://other.example/'), "frame-ancestors 'self'");
    assert.match((await get('/embed')).headers.get('Vary') ?? '', /Referer/);
  });

  it('tells the operator which origin frames it and may not, once', async () => {
    await start();
    const framed = { Referer: 'https://shop.example/', 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'iframe' };
    for (let i = 0; i < 2; i++) await get('/embed', framed);
    const told = harness.log.filter((line) => line.startsWith('warn'));
    assert.equal(told.length, 1);
    assert.ok(told[0]?.includes("allowedOrigins: ['https://shop.example']"), told[0]);
  });

  it('keeps the other routes as they are, also where the backend is mounted at a path of that name', async () => {
    await start();
    for (const path of ['/embed/health', '/embed/embed', '/embed/ready']) {
      assert.equal((await get(path)).status, 200, path);
    }
    const opened = await harness.backend.fetch(new Request(`${API}/embed/session`, { method: 'POST' }));
    assert.equal(opened.status, 200);
    for (const file of ['kaltura-avatar.js', 'kaltura-avatar..js', '..%2fkaltura-avatar.js', 'package.json']) {
      assert.equal((await get(`/embed/${file}`)).status, 404, file);
    }
  });
});

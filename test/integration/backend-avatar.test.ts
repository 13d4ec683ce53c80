import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';

import { createAvatarBackend, type AvatarBackend } from '../../src/server/backend.js';
import { createKsSource } from '../../src/server/kaltura/ks-mint.js';
import type { PublicAvatar } from '../../src/server/kaltura/public-facts.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import { VISUALS, VOICES } from '../../src/simulator/catalogue/catalogue.js';
import { assembleSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { startLocalServer } from '../support/local-server.js';
import { SILENT } from '../support/silent.js';
import { silentParts } from '../support/simulator-fakes.js';

const PARTNER = { id: 7, adminSecret: 'secret-0817' };
const API = 'https://shop.example/api/avatar';
const MAYA = VISUALS[0]?.itemId ?? '';
const CLARA = VISUALS[1]?.itemId ?? '';

describe('what is told of the avatar before there is a session', () => {
  let simulator: Simulator;
  let backend: AvatarBackend;
  /** Paths of the service's that were asked for. */
  let calls: string[] = [];

  before(async () => {
    simulator = await assembleSimulator({ profile: 'live', partner: PARTNER }, silentParts());
  });
  after(() => simulator.close());
  afterEach(() => backend.close());

  function start(options: AvatarBackendOptions = {}): void {
    calls = [];
    backend = createAvatarBackend({
      ks: createKsSource({ partnerId: 7, adminSecret: PARTNER.adminSecret, ovpUrl: simulator.url }),
      baseUrl: simulator.baseUrl,
      defaults: { avatarId: MAYA },
      logger: SILENT,
      fetch: (url, init) => {
        calls.push(new URL(url).pathname);
        return fetch(url, init);
      },
      ...options,
    });
  }

  const get = (query = '', headers: Record<string, string> = {}): Promise<Response> =>
    backend.fetch(new Request(`${API}/avatar${query}`, { headers }));
  const facts = async (query = ''): Promise<PublicAvatar> => (await (await get(query)).json()) as PublicAvatar;

  it('is the name and a picture of the default avatar, and no voice where none is on offer', async () => {
    start();
    const { imageUrl, ...rest } = await facts();
    assert.deepEqual(rest, { avatarId: MAYA, name: 'Maya', voices: [] });
    assert.equal((await fetch(imageUrl ?? '')).headers.get('Content-Type'), 'image/png');
  });

  it('names the voices that pages may choose', async () => {
    start({ voices: ['slt', 'not-of-the-catalogue'] });
    assert.deepEqual((await facts()).voices, [
      { id: 'slt', name: 'Grace', language: 'en-US' },
      { id: 'not-of-the-catalogue' },
    ]);
    await backend.close();
    start({ voices: 'any' });
    assert.equal((await facts()).voices.length, VOICES.length);
  });

  it('is told of another avatar where pages may choose it, and of no other', async () => {
    start({ avatars: [CLARA] });
    assert.equal((await facts(`?avatarId=${CLARA}`)).name, 'Clara');
    assert.equal((await get('?avatarId=5ef4233d6d84715f123115e9')).status, 403);
  });

  it('can be kept by browsers and proxies, and is not sent again where it is the same', async () => {
    start({ allowedOrigins: ['https://other.example'] });
    const first = await get('', { Origin: 'https://other.example' });
    assert.equal(first.headers.get('Cache-Control'), 'public, max-age=300');
    assert.equal(first.headers.get('Access-Control-Allow-Origin'), 'https://other.example');
    assert.equal(first.headers.get('Vary'), 'Origin');
    const again = await get('', { 'If-None-Match': first.headers.get('ETag') ?? '' });
    assert.deepEqual([again.status, await again.text()], [304, '']);
    assert.equal((await backend.fetch(new Request(`${API}/avatar`, { method: 'POST' }))).status, 405);
  });

  it('costs the service two calls in ten minutes, however many ask and whatever they name', async () => {
    let now = 1_000_000;
    start({ avatars: 'any', now: () => now });
    await Promise.all(Array.from({ length: 40 }, (_, i) => get(i % 2 ? `?avatarId=made-up-${i}` : '')));
    const lists = (): number => calls.filter((path) => path.endsWith('/catalog-item/list')).length;
    assert.equal(lists(), 2);
    now += 600_000;
    // What is known is answered at once, and read anew beside.
    assert.equal((await facts()).name, 'Maya');
    assert.equal(lists() <= 4, true);
  });

  it('is no more than the id where the catalogue cannot be read, which the operator is told once in a while', async () => {
    const server = await startLocalServer((_request, response) => response.writeHead(500).end());
    const warnings: string[] = [];
    start({
      ks: undefined,
      getKs: () => 'a-kaltura-session',
      baseUrl: `${server.url}/v1/avatar-session`,
      logger: { ...SILENT, warn: (text) => void warnings.push(text) },
    });
    for (let i = 0; i < 3; i++) {
      const answer = await get();
      assert.deepEqual([answer.status, await answer.json()], [200, { avatarId: MAYA, voices: [] }]);
      assert.equal(answer.headers.get('Cache-Control'), 'public, max-age=30');
    }
    assert.deepEqual(warnings, ['The catalogue could not be read: pages show no face before the avatar is there']);
    await server.close();
  });
});

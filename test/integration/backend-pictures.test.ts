import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, it } from 'node:test';

import { createAvatarBackend, type AvatarBackend } from '../../src/server/backend.js';
import type { PublicAvatar } from '../../src/server/kaltura/public-facts.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import { startLocalServer, type LocalServer, type ReceivedRequest } from '../support/local-server.js';
import { SILENT } from '../support/silent.js';
import { until } from '../support/until.js';

const API = 'https://shop.example/api/avatar';
const MEGABYTE = 1024 * 1024;
const PICTURE = Buffer.from('\x89PNG and all that a picture has', 'latin1');

type Answer = (request: ReceivedRequest, response: ServerResponse) => void;

const pictureOf =
  (type: string, bytes: Buffer | string = PICTURE, status = 200): Answer =>
  (_request, response) =>
    response.writeHead(status, { 'Content-Type': type }).end(bytes);

describe('the pictures of avatars that the backend serves itself', () => {
  let service: LocalServer;
  let elsewhere: LocalServer | undefined;
  let backend: AvatarBackend;
  let warnings: string[];
  /** What the host of the pictures answers, by path. */
  let answers: Map<string, Answer>;

  afterEach(async () => {
    await backend.close();
    await service.close();
    await elsewhere?.close();
    elsewhere = undefined;
  });

  /** @param others Of the avatar `other`, whose picture has an address of its own. */
  async function start(options: AvatarBackendOptions = {}, others: object = {}): Promise<void> {
    warnings = [];
    answers = new Map([
      ['/maya.png', pictureOf('image/png')],
      ['/maya.mp4', pictureOf('video/mp4', '0123456789')],
    ]);
    service = await startLocalServer((request, response) => {
      const { pathname } = new URL(request.url, 'http://localhost');
      const answer = answers.get(pathname);
      if (answer) {
        answer(request, response);
        return;
      }
      const of = (path: string): string => `${service.url}${path}`;
      const objects = [
        { itemId: 'maya', attributes: {}, imageUrl: of('/maya.png'), loadingVideo: of('/maya.mp4') },
        { itemId: 'other', attributes: {}, ...others },
      ];
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ objects, totalCount: 2 }));
    });
    backend = createAvatarBackend({
      ks: 'a-kaltura-session',
      baseUrl: `${service.url}/v1/avatar-session`,
      defaults: { avatarId: 'maya' },
      avatars: ['other', 'unknown'],
      proxyPictures: true,
      logger: { ...SILENT, warn: (text, details) => void warnings.push(`${text} ${JSON.stringify(details)}`) },
      ...options,
    });
  }

  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    backend.fetch(new Request(`${API}/${path}`, { headers }));
  const askedFor = (path: string): ReceivedRequest['headers'][] =>
    service.requests.filter(({ url }) => url === path).map(({ headers }) => headers);

  it('have addresses beside what is told of the avatar, and are found there', async () => {
    await start();
    const { imageUrl = '', videoUrl = '' } = (await (await get('avatar')).json()) as PublicAvatar;
    assert.doesNotMatch(imageUrl + videoUrl, /:/, 'they name no host');
    for (const [address, type, content] of [
      [imageUrl, 'image/png', PICTURE],
      [videoUrl, 'video/mp4', Buffer.from('0123456789')],
    ] as const) {
      const answer = await backend.fetch(new Request(new URL(address, `${API}/avatar`)));
      assert.deepEqual([answer.status, answer.headers.get('Content-Type')], [200, type]);
      assert.deepEqual(Buffer.from(await answer.arrayBuffer()), content);
    }
  });

  it('can be kept by browsers, are shown by any page, and are no pages themselves', async () => {
    await start();
    const { headers } = await get('avatar/picture');
    assert.equal(headers.get('Cache-Control'), 'public, max-age=3600');
    assert.equal(headers.get('Cross-Origin-Resource-Policy'), 'cross-origin');
    assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
    assert.match(headers.get('Content-Security-Policy') ?? '', /^default-src 'none'; sandbox$/);
    const again = await get('avatar/picture', { 'If-None-Match': headers.get('ETag') ?? '' });
    assert.deepEqual([again.status, await again.text()], [304, '']);
    assert.equal((await backend.fetch(new Request(`${API}/avatar/picture`, { method: 'POST' }))).status, 405);
  });

  it('are fetched once an hour, however many ask, and without a secret', async () => {
    let now = 1_000_000;
    await start({ now: () => now });
    await Promise.all(Array.from({ length: 40 }, () => get('avatar/picture?avatarId=maya')));
    now += 3_599_999;
    await get('avatar/picture');
    assert.equal(askedFor('/maya.png').length, 1);
    assert.doesNotMatch(JSON.stringify(askedFor('/maya.png')), /a-kaltura-session|authorization|cookie/i);
    now += 1;
    answers.set('/maya.png', pictureOf('image/png', 'a newer one'));
    assert.equal(await (await get('avatar/picture')).text(), 'a newer one');
    assert.equal(askedFor('/maya.png').length, 2);
  });

  it('stay as they were where their host fails, which is asked again after a minute', async () => {
    let now = 1_000_000;
    await start({ now: () => now });
    await get('avatar/picture');
    answers.set('/maya.png', pictureOf('text/html', 'Sorry', 503));
    now += 3_600_000;
    for (let i = 0; i < 3; i++) {
      assert.deepEqual(Buffer.from(await (await get('avatar/picture')).arrayBuffer()), PICTURE);
    }
    assert.equal(askedFor('/maya.png').length, 2);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /could not be fetched .*status 503/);
    now += 60_000;
    await get('avatar/picture');
    assert.equal(askedFor('/maya.png').length, 3);
  });

  it('are those of the avatars on offer, at the addresses of the catalogue, and no others', async () => {
    await start();
    assert.equal((await get('avatar/picture?avatarId=somebody')).status, 403);
    assert.equal((await get('avatar/picture?avatarId=unknown')).status, 404);
    assert.equal((await get('avatar/film?avatarId=other')).status, 404);
    const tries = ['url=', 'imageUrl=', 'src='].map((name) => `avatar/picture?${name}${service.url}/other.png`);
    for (const path of tries) await get(path);
    assert.deepEqual(askedFor('/other.png'), []);
  });

  const refused: [what: string, answer: Answer][] = [
    ['a page of HTML', pictureOf('text/html', '<script>alert(1)</script>')],
    ['an SVG, which may hold scripts', pictureOf('image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['JSON', pictureOf('application/json', '{"secret":1}')],
    ['of no type', (_request, response) => response.writeHead(200).end(PICTURE)],
    ['a redirect', (_request, response) => response.writeHead(302, { Location: '/maya.png' }).end()],
    [
      'said to be too large',
      (_request, response) =>
        response.writeHead(200, { 'Content-Type': 'image/png', 'Content-Length': 8 * MEGABYTE + 1 }).write('P'),
    ],
    [
      'too large without saying so',
      (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'image/png' });
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(MEGABYTE)));
          response.once('drain', more);
        };
        more();
      },
    ],
    [
      'cut off',
      (_request, response) =>
        response.writeHead(200, { 'Content-Type': 'image/png' }).write('P', () => response.destroy()),
    ],
  ];
  for (const [what, answer] of refused) {
    it(`are not what is ${what}`, async () => {
      await start();
      answers.set('/maya.png', answer);
      const response = await get('avatar/picture');
      assert.deepEqual([response.status, response.headers.get('Cache-Control')], [404, 'no-store']);
      assert.equal(askedFor('/maya.png').length, 1);
      assert.equal(warnings.length, 1, 'the operator is told');
    });
  }

  it('are not waited for without end', async () => {
    await start({ timeoutMs: 200 });
    answers.set('/maya.png', () => undefined);
    assert.equal((await get('avatar/picture')).status, 404);
  });

  it('are not asked for without TLS, but at the service itself', async () => {
    elsewhere = await startLocalServer(pictureOf('image/png'));
    await start({}, { imageUrl: `${elsewhere.url}/inside.png` });
    assert.equal((await get('avatar/picture?avatarId=other')).status, 404);
    assert.deepEqual(elsewhere.requests, []);
  });

  it('are fetched four at a time, so that they take no more memory than that', async () => {
    const ids = Array.from({ length: 12 }, (_, i) => `avatar-${i}`);
    let held: ServerResponse[] = [];
    await start({ avatars: ids });
    service.requests.length = 0;
    const objects = ids.map((itemId) => ({ itemId, attributes: {}, imageUrl: `${service.url}/${itemId}.png` }));
    answers.set('/v1/catalog-item/list', pictureOf('application/json', JSON.stringify({ objects, totalCount: 12 })));
    for (const id of ids) answers.set(`/${id}.png`, (_request, response) => void held.push(response));
    const asked = Promise.all(ids.map((id) => get(`avatar/picture?avatarId=${id}`)));
    for (let left = ids.length; left > 0; left -= 4) {
      await until(() => held.length === 4);
      const ready = held;
      held = [];
      for (const response of ready) response.writeHead(200, { 'Content-Type': 'image/png' }).end(PICTURE);
    }
    assert.ok((await asked).every(({ status }) => status === 200));
  });

  it('can be asked for in parts, as some browsers ask for films', async () => {
    await start();
    const etag = (await get('avatar/film')).headers.get('ETag') ?? '';
    const parts: [range: string, status: number, content: string, part: string | null][] = [
      ['bytes=0-1', 206, '01', 'bytes 0-1/10'],
      ['bytes=8-', 206, '89', 'bytes 8-9/10'],
      ['bytes=-3', 206, '789', 'bytes 7-9/10'],
      ['bytes=5-50', 206, '56789', 'bytes 5-9/10'],
      ['bytes=10-', 416, '', 'bytes */10'],
      ['bytes=3-2', 416, '', 'bytes */10'],
      ['bytes=-0', 416, '', 'bytes */10'],
      ['bytes=0-1,4-5', 200, '0123456789', null],
      ['lines=0-1', 200, '0123456789', null],
    ];
    for (const [range, status, content, part] of parts) {
      const answer = await get('avatar/film', { Range: range });
      assert.deepEqual(
        [answer.status, await answer.text(), answer.headers.get('Content-Range')],
        [status, content, part],
        range,
      );
    }
    assert.equal((await get('avatar/film', { Range: 'bytes=0-1', 'If-Range': etag })).status, 206);
    assert.equal((await get('avatar/film', { Range: 'bytes=0-1', 'If-Range': '"older"' })).status, 200);
  });

  it('are left to their host unless that is asked for', async () => {
    await start({ proxyPictures: undefined });
    const { imageUrl } = (await (await get('avatar')).json()) as PublicAvatar;
    assert.equal(imageUrl, `${service.url}/maya.png`);
    assert.equal((await get('avatar/picture')).status, 404);
    assert.deepEqual(askedFor('/maya.png'), []);
  });
});

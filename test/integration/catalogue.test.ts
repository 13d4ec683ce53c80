import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { AvatarControl } from '../../src/server/avatar-control.js';
import { createKsSource } from '../../src/server/kaltura/ks-mint.js';
import type { CatalogueAvatar } from '../../src/server/kaltura/catalogue.js';
import { listCatalogue } from '../../src/server/standalone/list-catalogue.js';
import { VISUALS, VOICES } from '../../src/simulator/catalogue/catalogue.js';
import { assembleSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { startLocalServer } from '../support/local-server.js';
import { silentParts } from '../support/simulator-fakes.js';

const CLI = fileURLToPath(new URL('../../src/server/cli.ts', import.meta.url));
const PARTNER = { id: 7, adminSecret: 'secret-0817' };

interface ListBody {
  filter: { typeEqual: string };
  pager: { offset: number; limit: number };
}

describe('the catalogue', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await assembleSimulator({ profile: 'live', partner: PARTNER }, silentParts());
  });
  after(() => simulator.close());

  const control = (baseUrl = simulator.baseUrl): AvatarControl => {
    const ks = createKsSource({ partnerId: 7, adminSecret: PARTNER.adminSecret, ovpUrl: simulator.url });
    return new AvatarControl({ ks, baseUrl });
  };
  /** A catalogue that answers with these items, page by page. */
  const withItems = async (objects: unknown[], totalCount: unknown = objects.length) => {
    const server = await startLocalServer((request, response) => {
      const { pager } = JSON.parse(request.body) as ListBody;
      const page = objects.slice(pager.offset, pager.offset + pager.limit);
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ objects: page, totalCount }));
    });
    const { catalogue } = control(`${server.url}/v1/avatar-session`);
    return { server, catalogue };
  };

  it('lists every avatar with its name and a picture that can be fetched', async () => {
    const avatars = await control().catalogue.avatars();
    assert.deepEqual(
      avatars.map(({ id, name }) => [id, name]),
      VISUALS.map(({ itemId, name }) => [itemId, name]),
    );
    const picture = await fetch(avatars[0]?.imageUrl ?? '');
    assert.equal(picture.headers.get('Content-Type'), 'image/png');
  });

  it('lists every voice with its language', async () => {
    const voices = await control().catalogue.voices();
    assert.deepEqual(
      voices.map(({ id, language }) => [id, language]),
      VOICES.map(({ itemId, language }) => [itemId, language]),
    );
  });

  it('gives ids that sessions are opened with', async () => {
    const [avatar] = await control().catalogue.avatars();
    const session = await control().create({ avatarId: avatar?.id ?? '' });
    await session.end();
  });

  it('is read page by page to its end', async () => {
    const items = Array.from({ length: 121 }, (_, i) => ({ itemId: `item-${i}` }));
    const { server, catalogue } = await withItems(items);
    assert.equal((await catalogue.avatars()).length, 121);
    assert.deepEqual(
      server.requests.map(({ body }) => (JSON.parse(body) as ListBody).pager.offset),
      [0, 50, 100],
    );
    await server.close();
  });

  it('ends where a page is empty, whatever it says of its length', async () => {
    const { server, catalogue } = await withItems([{ itemId: 'one' }], 1e9);
    assert.equal((await catalogue.voices()).length, 1);
    await server.close();
  });

  it('leaves out what cannot be read of an item, and links that are not of the web', async () => {
    const { server, catalogue } = await withItems([
      { itemId: 'one', attributes: { visual: { name: 7, ageGroup: 'Adult' } }, imageUrl: 'javascript:alert(1)' },
      { itemId: 'two', attributes: null, imageUrl: 'https://example.com/two.png', loadingVideo: {} },
    ]);
    const expected: CatalogueAvatar[] = [
      { id: 'one', ageGroup: 'Adult' },
      { id: 'two', imageUrl: 'https://example.com/two.png' },
    ];
    assert.deepEqual(await catalogue.avatars(), expected);
    await server.close();
  });

  it('says so where the answer is none of a catalogue', async () => {
    const { server, catalogue } = await withItems([{ name: 'nameless' }]);
    await assert.rejects(catalogue.avatars(), { code: 'PROTOCOL', message: /catalogue: itemId/ });
    await server.close();
  });

  it('is printed as a table that obeys no control characters, or as JSON', async () => {
    const { server, catalogue } = await withItems([
      { itemId: 'one', attributes: { voice: { name: 'A\u001b[31mnna', language: 'en-US' } } },
    ]);
    assert.equal(
      await listCatalogue(catalogue, 'voices', false),
      'id   name       language  description\none  A [31mnna  en-US\n',
    );
    assert.deepEqual(JSON.parse(await listCatalogue(catalogue, 'voices', true)), [
      { id: 'one', name: 'A\u001b[31mnna', language: 'en-US' },
    ]);
    await server.close();
  });

  it('is listed by the command, from an account alone', async () => {
    const { PATH = '' } = process.env;
    const env = {
      PATH,
      AVATAR_PARTNER_ID: '7',
      AVATAR_ADMIN_SECRET: PARTNER.adminSecret,
      AVATAR_OVP_URL: simulator.url,
      AVATAR_BASE_URL: simulator.url,
    };
    const args = ['--conditions=kaltura-avatar-source', '--import', 'tsx', CLI];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [...args, 'avatars'], { env });
    assert.match(stdout, /^id +name +genderPresentation +ageGroup\n5ef4233d6d84715f123115e2 +Maya +Female +Adult\n/);
    assert.equal(stderr, '');
  });
});

import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, it } from 'node:test';

import { toIceServers } from '../../src/core/ice-servers.js';
import { parseIceServerLinks } from '../../src/core/whep/link-header.js';
import { makeSdpFragment, withFragment } from '../../src/session/whep/sdp-fragment.js';
import { WhepClient } from '../../src/core/whep/whep-client.js';
import { startLocalServer, type LocalServer, type ReceivedRequest } from '../support/local-server.js';

describe('the TURN server of a session', () => {
  it('is expanded to the addresses where the service relays when it is a bare host', () => {
    const expanded = [
      'turn:relay.example:80?transport=udp',
      'turn:relay.example:443?transport=udp',
      'turn:relay.example:80?transport=tcp',
      'turns:relay.example:443?transport=tcp',
    ];
    for (const url of ['relay.example', 'turn:relay.example', 'turn:relay.example?transport=udp']) {
      assert.deepEqual(toIceServers({ url, username: 'u', credential: 'c' }), [
        { urls: expanded, username: 'u', credential: 'c' },
      ]);
    }
  });

  it('is left alone when it has a scheme and a port', () => {
    for (const url of ['turn:relay.example:3478', 'turns:relay.example:443?transport=tcp', 'stun:stun.example']) {
      assert.deepEqual(toIceServers({ url }), [{ urls: url }]);
    }
  });

  it('is given the scheme that it lacks when it has a port', () => {
    assert.deepEqual(toIceServers({ url: 'relay.example:3478?transport=tcp' }), [
      { urls: 'turn:relay.example:3478?transport=tcp' },
    ]);
  });

  it('may be missing', () => {
    assert.deepEqual(toIceServers(undefined), []);
  });
});

describe('the Link header', () => {
  it('names ICE servers, with their credentials', () => {
    const header =
      '<stun:stun.example:3478>; rel="ice-server", ' +
      '<turn:turn.example:3478?transport=udp>; rel=ice-server; username="a, \\"b\\""; credential="c;d"; credential-type="password"';
    assert.deepEqual(parseIceServerLinks(header), [
      { urls: 'stun:stun.example:3478' },
      { urls: 'turn:turn.example:3478?transport=udp', username: 'a, "b"', credential: 'c;d' },
    ]);
  });

  it('may name a TURN server that nobody can log in to, for which browsers would refuse all others', () => {
    assert.deepEqual(parseIceServerLinks('<turn:a.example>; rel="ice-server", <stun:b.example>; rel="ice-server"'), [
      { urls: 'stun:b.example' },
    ]);
  });

  it('may name other things, which are ignored', () => {
    assert.deepEqual(
      parseIceServerLinks('<https://a.example/>; rel="next", <https://b.example/>; rel="ice-server", rubbish'),
      [],
    );
    assert.deepEqual(parseIceServerLinks(null), []);
  });
});

describe('a trickle fragment', () => {
  it('repeats the ICE credentials and the first media section of the offer', () => {
    const offer =
      'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=ice-ufrag:abcd\r\na=ice-pwd:secretsecret\r\na=mid:0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\n';
    assert.equal(
      makeSdpFragment(offer, ['candidate:1 1 udp 1 192.0.2.1 5000 typ host'], true),
      'a=ice-ufrag:abcd\r\na=ice-pwd:secretsecret\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\n' +
        'a=candidate:1 1 udp 1 192.0.2.1 5000 typ host\r\na=end-of-candidates\r\n',
    );
  });
});

describe('the answer to an ICE restart', () => {
  const ANSWER =
    'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=candidate:1 1 udp 1 192.0.2.1 5000 typ host\r\na=end-of-candidates\r\n' +
    'a=ice-ufrag:old1\r\na=ice-pwd:old-password\r\na=mid:0\r\na=setup:passive\r\n' +
    'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=ice-ufrag:old1\r\na=ice-pwd:old-password\r\na=mid:1\r\n';

  it('is the answer before, with the new credentials everywhere and the new candidates in the first section', () => {
    const fragment =
      'a=ice-ufrag:new1\na=ice-pwd:new-password\nm=video 9 UDP/TLS/RTP/SAVPF 96\na=mid:0\n' +
      'a=candidate:2 1 udp 1 192.0.2.2 5000 typ host\na=end-of-candidates\n';
    assert.equal(
      withFragment(ANSWER, fragment),
      'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=ice-ufrag:new1\r\na=ice-pwd:new-password\r\na=mid:0\r\na=setup:passive\r\n' +
        'a=candidate:2 1 udp 1 192.0.2.2 5000 typ host\r\na=end-of-candidates\r\n' +
        'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=ice-ufrag:new1\r\na=ice-pwd:new-password\r\na=mid:1\r\n',
    );
  });

  it('has no candidates of the path before, also where there are no new ones yet', () => {
    const [one] = ANSWER.split('m=audio');
    assert.doesNotMatch(withFragment(one ?? '', 'a=ice-ufrag:new1\r\na=ice-pwd:new-password\r\n'), /candidate/);
  });
});

describe('the WHEP client', () => {
  let server: LocalServer;
  afterEach(() => server.close());
  const serve = async (answer: (request: ReceivedRequest, response: ServerResponse) => void): Promise<void> => {
    server = await startLocalServer(answer);
  };
  const created = (response: ServerResponse, headers: Record<string, string> = {}): void => {
    response.writeHead(201, { 'Content-Type': 'application/sdp', ...headers }).end('v=0\r\n');
  };

  it('posts the offer to the whole URL, query included, and takes the Location relative to what answered', async () => {
    await serve((_request, response) =>
      created(response, { Location: '/rtc/v1/whip/?action=delete&session=x', ETag: '"1"' }),
    );
    const resource = await new WhepClient().post(`${server.url}/rtc/v1/whep/?app=app&stream=s1`, 'v=0 offer');
    assert.equal(resource.url, `${server.url}/rtc/v1/whip/?action=delete&session=x`);
    assert.equal(resource.etag, '"1"');
    const [request] = server.requests;
    assert.equal(request?.url, '/rtc/v1/whep/?app=app&stream=s1');
    assert.equal(request.headers['content-type'], 'application/sdp');
    assert.equal(request.headers.authorization, undefined);
    assert.equal(request.body, 'v=0 offer');
  });

  it('follows a redirect with the offer and resolves the Location against where it ended up', async () => {
    await serve(({ url }, response) => {
      if (url === '/old') response.writeHead(307, { Location: '/deep/new' }).end();
      else created(response, { Location: 'resource/1' });
    });
    const resource = await new WhepClient().post(`${server.url}/old`, 'v=0 offer');
    assert.equal(resource.url, `${server.url}/deep/resource/1`);
    assert.equal(server.requests[1]?.body, 'v=0 offer');
  });

  it('follows a 308 too, query included', async () => {
    await serve(({ url }, response) => {
      if (url === '/old?stream=s1') response.writeHead(308, { Location: '/new?stream=s1' }).end();
      else created(response, { Location: '?session=x' });
    });
    const resource = await new WhepClient().post(`${server.url}/old?stream=s1`, 'v=0 offer');
    assert.equal(resource.url, `${server.url}/new?session=x`);
    assert.equal(server.requests[1]?.body, 'v=0 offer');
  });

  for (const [what, headers] of [
    ['without a Location, which a server may hide', {}],
    ['with a Location that is no URL', { Location: 'http://' }],
  ] as const) {
    it(`goes on ${what}`, async () => {
      await serve((_request, response) => created(response, headers));
      assert.equal((await new WhepClient().post(server.url, 'v=0 offer')).url, undefined);
    });
  }

  it('sends a token on every request where there is one', async () => {
    await serve((_request, response) => created(response, { Location: '/r/1' }));
    const client = new WhepClient({ token: 'abc' });
    const resource = await client.post(server.url, 'v=0 offer');
    await client.patch(resource, 'a=end-of-candidates\r\n');
    await client.discoverIceServers(server.url);
    await client.delete(resource.url ?? '');
    assert.deepEqual(
      server.requests.map(({ method, headers }) => `${method} ${headers.authorization}`),
      ['POST Bearer abc', 'PATCH Bearer abc', 'OPTIONS Bearer abc', 'DELETE Bearer abc'],
    );
  });

  it('takes the server’s own offer, and answers it where the server says', async () => {
    await serve(({ method }, response) => {
      if (method === 'POST') response.writeHead(406, { Location: '/r/1' }).end('v=0 counter-offer');
      else response.writeHead(204).end();
    });
    const client = new WhepClient();
    const resource = await client.post(server.url, 'v=0 offer');
    assert.deepEqual([resource.isCounterOffer, resource.sdp], [true, 'v=0 counter-offer']);
    await client.answer(resource, 'v=0 answer');
    const answer = server.requests[1];
    assert.deepEqual(
      [answer?.method, answer?.url, answer?.headers['content-type'], answer?.body],
      ['PATCH', '/r/1', 'application/sdp', 'v=0 answer'],
    );
  });

  it('takes a 406 without an offer for what it is', async () => {
    await serve((_request, response) => response.writeHead(406, { 'Content-Type': 'text/plain' }).end('No.'));
    await assert.rejects(new WhepClient().post(server.url, 'v=0 offer'), { code: 'PROTOCOL', status: 406 });
  });

  it('refuses an answer that is not SDP, and gives its resource back', async () => {
    await serve((_request, response) => response.writeHead(201, { Location: '/r/1' }).end('<html>'));
    await assert.rejects(new WhepClient().post(server.url, 'v=0 offer'), { code: 'PROTOCOL' });
    while (server.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([server.requests[1]?.method, server.requests[1]?.url], ['DELETE', '/r/1']);
  });

  it('says that somebody else watches when the server says conflict', async () => {
    await serve((_request, response) => response.writeHead(409, { 'Retry-After': '2' }).end());
    await assert.rejects(new WhepClient().post(server.url, 'v=0 offer'), {
      code: 'RTC_CONNECTION_FAILED',
      status: 409,
      retryAfterMs: 2000,
    });
  });

  it('restarts ICE whatever the entity tag, and gives what the server answered', async () => {
    await serve(({ method }, response) => {
      if (method === 'POST') created(response, { Location: '/r/1', ETag: '"1"' });
      else response.writeHead(200, { ETag: '"2"' }).end('a=ice-ufrag:abcd\r\na=ice-pwd:secret\r\n');
    });
    const client = new WhepClient();
    const answer = await client.restartIce(await client.post(server.url, 'v=0 offer'), 'a=ice-ufrag:mine\r\n');
    assert.deepEqual(answer, { sdpFragment: 'a=ice-ufrag:abcd\r\na=ice-pwd:secret\r\n', etag: '"2"' });
    const { method, headers, body } = server.requests[1] ?? {};
    assert.deepEqual(
      [method, headers?.['if-match'], headers?.['content-type'], body],
      ['PATCH', '"*"', 'application/trickle-ice-sdpfrag', 'a=ice-ufrag:mine\r\n'],
    );
  });

  it('says so where there is no answer at all, as SRS does with an offer that it does not like', async () => {
    await serve((_request, response) => response.destroy());
    await assert.rejects(new WhepClient().post(server.url, 'v=0 offer'), { code: 'NETWORK', status: undefined });
  });

  it('takes a resource that is gone for deleted', async () => {
    await serve((_request, response) => response.writeHead(404).end());
    await new WhepClient().delete(`${server.url}/r/1`);
  });
});

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';

import type { SessionCredentials } from '../../src/core/protocol.js';
import type { SimulatorOptions } from '../../src/simulator/options.js';
import { assembleSimulator, startSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { CANDIDATE_FRAGMENT, RECVONLY_OFFER, RESTART_FRAGMENT } from '../support/offer.js';
import { ViewerProcess } from '../support/media-viewer.js';
import { locationOf, patch, postOffer, SimulatorClient } from '../support/simulator-client.js';
import { FakeMediaEngine, fakeVoice, ManualTimers } from '../support/simulator-fakes.js';

const ORIGIN = { Origin: 'https://example.com' };

let simulator: Simulator;
let client: SimulatorClient;
let engine: FakeMediaEngine;
let session: SessionCredentials;
let whepUrl: string;

async function start(options: SimulatorOptions): Promise<void> {
  simulator = await assembleSimulator(options, {
    clock: new ManualTimers(),
    createVoice: fakeVoice,
    createMediaEngine: (listener) => (engine = new FakeMediaEngine(listener)),
  });
  client = new SimulatorClient(simulator.baseUrl);
  session = await client.open();
  whepUrl = await client.whepUrl(session);
}

const viewers = (): number | undefined => simulator.sessions().find(({ id }) => id === session.sessionId)?.viewers;

describe('WHEP as it is specified', () => {
  beforeEach(() => start({}));
  afterEach(() => simulator.close());

  it('answers an offer with 201, the SDP, the resource and its entity tag', async () => {
    const answer = await postOffer(whepUrl, RECVONLY_OFFER);
    assert.equal(answer.status, 201);
    assert.equal(answer.headers.get('Content-Type'), 'application/sdp');
    assert.match(answer.headers.get('Location') ?? '', /^\/rtc\/v1\/whep\/resource\/[\w-]+$/);
    assert.match(answer.headers.get('ETag') ?? '', /^"[^"]+"$/);
    assert.equal(answer.headers.get('Accept-Patch'), 'application/trickle-ice-sdpfrag');
    assert.match(await answer.text(), /^v=0/);
    assert.equal(viewers(), 1);
  });

  it('takes the URL with and without its last slash, and a Bearer token that nobody asked for', async () => {
    const answer = await postOffer(whepUrl.replace('/whep/?', '/whep?'), RECVONLY_OFFER, { Authorization: 'Bearer x' });
    assert.equal(answer.status, 201);
  });

  it('tells of ICE servers in Link headers', async () => {
    await simulator.close();
    await start({
      iceServerLinks: [
        { url: 'stun:stun.example.com' },
        { url: 'turn:turn.example.com?transport=udp', username: 'u"1', credential: 'c' },
      ],
    });
    const answer = await postOffer(whepUrl, RECVONLY_OFFER);
    assert.equal(
      answer.headers.get('Link'),
      '<stun:stun.example.com>; rel="ice-server", <turn:turn.example.com?transport=udp>; rel="ice-server"; ' +
        'username="u\\"1"; credential="c"; credential-type="password"',
    );
  });

  it('says what it takes when it is asked, to pages of any origin', async () => {
    const answer = await fetch(whepUrl, {
      method: 'OPTIONS',
      headers: { ...ORIGIN, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type' },
    });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.get('Accept-Post'), 'application/sdp');
    assert.equal(answer.headers.get('Access-Control-Allow-Origin'), '*');
    for (const method of ['POST', 'PATCH', 'DELETE']) {
      assert.ok(answer.headers.get('Access-Control-Allow-Methods')?.includes(method));
    }
  });

  it('lets pages read the headers that matter, on errors as well', async () => {
    const [good, bad] = [await postOffer(whepUrl, RECVONLY_OFFER), await postOffer(whepUrl, RECVONLY_OFFER)];
    for (const answer of [good, bad]) {
      const exposed = answer.headers.get('Access-Control-Expose-Headers') ?? '';
      for (const name of ['Location', 'ETag', 'Link', 'Retry-After', 'Accept-Patch']) assert.ok(exposed.includes(name));
    }
  });

  it('answers errors with problem details', async () => {
    const answer = await postOffer(whepUrl, RECVONLY_OFFER, { 'Content-Type': 'text/plain' });
    assert.equal(answer.status, 415);
    assert.equal(answer.headers.get('Content-Type'), 'application/problem+json');
    const problem = (await answer.json()) as Record<string, unknown>;
    assert.deepEqual(problem, {
      title: 'Unsupported Media Type',
      status: 415,
      detail: 'The body should be application/sdp.',
    });
  });

  it('answers 404 for a stream that does not exist, or not any more', async () => {
    assert.equal((await postOffer(whepUrl.replace(session.sessionId, 'nothing'), RECVONLY_OFFER)).status, 404);
    await client.call(session, 'end');
    assert.equal((await postOffer(whepUrl, RECVONLY_OFFER)).status, 404);
  });

  it('answers 405 to methods that make no sense', async () => {
    assert.equal((await fetch(whepUrl)).status, 405);
    assert.equal((await fetch(whepUrl, { method: 'PUT' })).status, 405);
  });

  it('answers 409 with Retry-After to a second viewer, also while the first one connects', async () => {
    const answers = await Promise.all([postOffer(whepUrl, RECVONLY_OFFER), postOffer(whepUrl, RECVONLY_OFFER)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409]);
    const refused = answers.find(({ status }) => status === 409);
    assert.ok(Number(refused?.headers.get('Retry-After')) > 0);
  });

  it('lets the next viewer in after DELETE, which a second time finds nothing', async () => {
    const resource = locationOf(await postOffer(whepUrl, RECVONLY_OFFER));
    assert.equal((await fetch(resource, { method: 'DELETE' })).status, 200);
    assert.equal((await fetch(resource, { method: 'DELETE' })).status, 404);
    assert.equal(viewers(), 0);
    assert.equal((await postOffer(whepUrl, RECVONLY_OFFER)).status, 201);
  });

  it('lets the next viewer in when the first one is gone', async () => {
    const first = await postOffer(whepUrl, RECVONLY_OFFER);
    engine.listener.onEvent({ type: 'viewer-gone', stageId: session.sessionId });
    assert.equal((await fetch(locationOf(first), { method: 'DELETE' })).status, 404);
    assert.equal((await postOffer(whepUrl, RECVONLY_OFFER)).status, 201);
  });

  it('lets the next viewer in when the first offer was refused', async () => {
    engine.connectViewer = () => Promise.reject(Object.assign(new Error('No.'), { name: 'BadOfferError' }));
    assert.equal((await postOffer(whepUrl, RECVONLY_OFFER)).status, 400);
    assert.equal(viewers(), 0);
  });

  it('takes candidates of the ICE session that the entity tag names, and 412 for another', async () => {
    const connected = await postOffer(whepUrl, RECVONLY_OFFER);
    const [resource, etag] = [locationOf(connected), connected.headers.get('ETag') ?? ''];
    assert.equal((await patch(resource, CANDIDATE_FRAGMENT, { 'If-Match': etag })).status, 204);
    assert.equal((await patch(resource, CANDIDATE_FRAGMENT)).status, 204);
    assert.equal((await patch(resource, CANDIDATE_FRAGMENT, { 'If-Match': '"other"' })).status, 412);
    assert.equal((await patch(resource, CANDIDATE_FRAGMENT, { 'Content-Type': 'text/plain' })).status, 415);
    assert.equal((await patch(`${resource}x`, CANDIDATE_FRAGMENT)).status, 404);
    assert.equal(engine.calls.filter((call) => call.startsWith('candidates')).length, 2);
  });

  for (const anyTag of ['"*"', '*']) {
    it(`restarts ICE for If-Match: ${anyTag}, with a new entity tag`, async () => {
      const connected = await postOffer(whepUrl, RECVONLY_OFFER);
      const [resource, etag] = [locationOf(connected), connected.headers.get('ETag') ?? ''];
      const restarted = await patch(resource, RESTART_FRAGMENT, { 'If-Match': anyTag });
      assert.equal(restarted.status, 200);
      assert.equal(restarted.headers.get('Content-Type'), 'application/trickle-ice-sdpfrag');
      assert.match(await restarted.text(), /a=ice-ufrag:/);
      const newEtag = restarted.headers.get('ETag') ?? '';
      assert.notEqual(newEtag, etag);
      assert.equal((await patch(resource, CANDIDATE_FRAGMENT, { 'If-Match': etag })).status, 412);
      assert.equal((await patch(resource, CANDIDATE_FRAGMENT, { 'If-Match': newEtag })).status, 204);
    });
  }

  it('gives the viewer up with the session', async () => {
    const resource = locationOf(await postOffer(whepUrl, RECVONLY_OFFER));
    await client.call(session, 'end');
    assert.equal((await fetch(resource, { method: 'DELETE' })).status, 404);
    assert.equal(engine.calls.at(-1), `close ${session.sessionId}`);
  });
});

describe('WHEP as SRS serves it', () => {
  beforeEach(() => start({ profile: 'srs' }));
  afterEach(() => simulator.close());

  it('answers 201 with a resource at the WHIP path, and with nothing that SRS does not send', async () => {
    const answer = await postOffer(whepUrl, RECVONLY_OFFER);
    assert.equal(answer.status, 201);
    assert.match(
      answer.headers.get('Location') ?? '',
      new RegExp(`^/rtc/v1/whip/\\?action=delete&token=[\\w-]+&app=app&stream=${session.sessionId}&session=[\\w-]+$`),
    );
    for (const name of ['ETag', 'Link', 'Accept-Post', 'Accept-Patch']) assert.equal(answer.headers.get(name), null);
    assert.equal(answer.headers.get('Connection'), 'close');
    const sdp = await answer.text();
    assert.match(sdp, /a=ssrc:1 cname/);
    assert.doesNotMatch(sdp, /msid/);
  });

  it('closes the connection after the preflight too, and sends no Accept-Post', async () => {
    const answer = await fetch(whepUrl, { method: 'OPTIONS', headers: ORIGIN });
    assert.equal(answer.headers.get('Connection'), 'close');
    assert.equal(answer.headers.get('Accept-Post'), null);
    assert.equal(answer.headers.get('Access-Control-Allow-Origin'), '*');
    assert.equal(answer.headers.get('Access-Control-Max-Age'), null);
  });

  it('closes the connection without an answer on bad SDP, a data channel, HEAD and PATCH', async () => {
    const withDataChannel = `${RECVONLY_OFFER}m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n`;
    await assert.rejects(postOffer(whepUrl, withDataChannel), TypeError);
    await assert.rejects(fetch(whepUrl, { method: 'HEAD' }), TypeError);
    const resource = locationOf(await postOffer(whepUrl, RECVONLY_OFFER));
    await assert.rejects(patch(resource, CANDIDATE_FRAGMENT), TypeError);
    assert.equal((await fetch(resource, { method: 'DELETE' })).status, 200);
    engine.connectViewer = () => Promise.reject(Object.assign(new Error('No.'), { name: 'BadOfferError' }));
    await assert.rejects(postOffer(whepUrl, 'nonsense'), TypeError);
    assert.equal(viewers(), 0);
  });

  it('connects to a stream that does not exist, on a stage of its own that goes with the viewer', async () => {
    const answer = await postOffer(whepUrl.replace(session.sessionId, 'nothing'), RECVONLY_OFFER);
    assert.equal(answer.status, 201);
    const stageId = engine.calls[0]?.replace('open ', '');
    assert.deepEqual(engine.calls, [`open ${stageId}`, `connect ${stageId}`]);
    await fetch(locationOf(answer), { method: 'DELETE' });
    assert.deepEqual(engine.calls.slice(2), [`disconnect ${stageId}`, `close ${stageId}`]);
    assert.equal(simulator.sessions().length, 1);
  });

  it('answers 200 to the DELETE of what it does not know', async () => {
    const url = new URL('/rtc/v1/whip/?action=delete&session=unknown', simulator.url);
    assert.equal((await fetch(url, { method: 'DELETE' })).status, 200);
  });

  it('has room for one viewer all the same, and for the next after DELETE', async () => {
    const first = await postOffer(whepUrl, RECVONLY_OFFER);
    assert.equal((await postOffer(whepUrl, RECVONLY_OFFER)).status, 409);
    await fetch(locationOf(first), { method: 'DELETE' });
    assert.equal((await postOffer(whepUrl, RECVONLY_OFFER)).status, 201);
  });
});

for (const profile of ['documented', 'srs', 'live'] as const) {
  describe(`WHEP on the real media engine, ${profile}`, () => {
    before(async () => {
      simulator = await startSimulator({ profile, ks: ['test-ks'] });
      client = new SimulatorClient(simulator.baseUrl);
      session = await client.open({ visualConfig: { id: '5ef4233d6d84715f123115e2' } });
      whepUrl = await client.whepUrl(session);
    });
    after(() => simulator.close());

    it('answers a real offer with codecs that browsers know and a candidate on this machine', async () => {
      const answer = await postOffer(whepUrl, RECVONLY_OFFER);
      assert.equal(answer.status, 201);
      const sdp = await answer.text();
      assert.match(sdp, /a=rtpmap:\d+ VP8\/90000/);
      assert.match(sdp, /a=rtpmap:\d+ opus\/48000\/2/);
      assert.match(sdp, /a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 /);
      const streams = new Set([...sdp.matchAll(/^a=msid:(\S+) /gm)].map(([, stream]) => stream));
      assert.equal(streams.size, { documented: 1, srs: 0, live: 2 }[profile]);
      assert.equal((await fetch(locationOf(answer), { method: 'DELETE' })).status, 200);
    });

    it('does not take what is no offer', async () => {
      for (const offer of ['', 'nonsense', 'v=0\r\n', RECVONLY_OFFER.slice(0, 200)]) {
        if (profile !== 'documented') await assert.rejects(postOffer(whepUrl, offer), TypeError);
        else assert.equal((await postOffer(whepUrl, offer)).status, 400);
      }
      assert.equal(viewers(), 0);
    });

    if (profile === 'documented') {
      it('counters an offer with its own, and plays once that is answered', async () => {
        simulator.faults.add({ call: 'whep-post', kind: 'counter-offer' });
        const viewers = new ViewerProcess();
        try {
          const viewer = await viewers.createViewer();
          const countered = await postOffer(whepUrl, viewer.offerSdp);
          assert.equal(countered.status, 406);
          const resource = locationOf(countered);
          const answer = await viewer.answerOffer(await countered.text());
          const sdp = { 'Content-Type': 'application/sdp' };
          assert.equal((await patch(resource, 'nonsense', sdp)).status, 400);
          assert.equal((await patch(resource, answer, sdp)).status, 204);
          await viewer.nextState('connected');
          await viewer.nextFrames(2);
          assert.equal((await patch(resource, answer, sdp)).status, 400);
          assert.equal((await fetch(resource, { method: 'DELETE' })).status, 200);
        } finally {
          await viewers.close();
        }
      });

      it('restarts ICE, and refuses fragments that make no sense', async () => {
        const connected = await postOffer(whepUrl, RECVONLY_OFFER);
        const [resource, etag] = [locationOf(connected), connected.headers.get('ETag') ?? ''];
        assert.equal((await patch(resource, CANDIDATE_FRAGMENT, { 'If-Match': etag })).status, 204);
        assert.equal((await patch(resource, 'nonsense', { 'If-Match': etag })).status, 400);
        assert.equal((await patch(resource, 'a=mid:0\r\n', { 'If-Match': '"*"' })).status, 400);
        const restarted = await patch(resource, RESTART_FRAGMENT, { 'If-Match': '"*"' });
        assert.equal(restarted.status, 200);
        assert.match(await restarted.text(), /a=ice-pwd:/);
      });
    }
  });
}

import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { afterEach, before, beforeEach, describe, it } from 'node:test';

import { createRetryPolicy } from '../../src/core/retry.js';
import { WhepConnection } from '../../src/session/whep/whep-connection.js';
import type { WhepConnectionOptions, WhepStep, WhepTarget } from '../../src/session/whep/whep-options.js';
import { ManualClock, settled } from '../support/manual-clock.js';
import { SILENT, ignore } from '../support/silent.js';

const URL_OF_STREAM = 'https://media.example/rtc/v1/whep/?app=app&stream=s1';
const RESOURCE = 'https://media.example/rtc/v1/whip/?action=delete&session=x';
const ANSWER = 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=ice-ufrag:serv\r\na=ice-pwd:server-password\r\na=mid:0\r\n';
const NEW_CREDENTIALS = 'a=ice-ufrag:new1\r\na=ice-pwd:new-password\r\nm=video 9 X 0\r\na=mid:0\r\n';
const TURN = { urls: 'turn:relay.example:3478', username: 'u', credential: 'c' };
const STATES = ['connectionstatechange', 'iceconnectionstatechange', 'icecandidate'];

class FakeMediaStream {
  readonly #tracks = new Set<unknown>();
  addTrack(track: unknown): void {
    this.#tracks.add(track);
  }
  removeTrack(track: unknown): void {
    this.#tracks.delete(track);
  }
  getTracks(): unknown[] {
    return [...this.#tracks];
  }
}

/** A peer connection that does what a test says. Its n-th description has the ICE user fragment `gen<n>`. */
class FakePeer extends EventTarget {
  readonly configurations: RTCConfiguration[] = [];
  readonly stopped = new Set<string>();
  signalingState = 'stable';
  connectionState = 'new';
  iceConnectionState = 'new';
  iceGatheringState = 'gathering';
  localDescription: RTCSessionDescriptionInit | null = null;
  currentRemoteDescription: RTCSessionDescriptionInit | null = null;
  frames: number[] = [0];
  /** What the server sends. */
  sent = ['video', 'audio'];
  /** Where it is set, descriptions are never set. */
  isStuck = false;
  #current: RTCSessionDescriptionInit | null = null;

  /** Node can lose the tie between a listener and its signal to garbage collection, which browsers do not. */
  override addEventListener(type: string, listener: EventListener, options?: AddEventListenerOptions): void {
    const { signal, ...others } = options ?? {};
    if (signal?.aborted) return;
    super.addEventListener(type, listener, others);
    signal?.addEventListener('abort', () => this.removeEventListener(type, listener), { once: true });
  }
  #generation = 0;
  readonly #transceivers: { kind: string; receiver: unknown }[] = [];

  addTransceiver(kind: string): unknown {
    const transceiver = {
      kind,
      receiver: { track: { kind, stop: () => this.stopped.add(kind) }, getSynchronizationSources: () => [] },
    };
    this.#transceivers.push(transceiver);
    return transceiver;
  }
  getTransceivers(): unknown[] {
    return this.#transceivers.map(({ kind, receiver }) => ({
      receiver,
      currentDirection: this.sent.includes(kind) ? 'recvonly' : 'inactive',
    }));
  }
  setConfiguration(configuration: RTCConfiguration): void {
    if (configuration.iceServers?.some(({ urls }) => urls === 'nonsense')) throw new SyntaxError('No.');
    this.configurations.push(configuration);
  }
  createOffer(): Promise<RTCSessionDescriptionInit> {
    return Promise.resolve({ type: 'offer', sdp: descriptionOf(++this.#generation) });
  }
  createAnswer(): Promise<RTCSessionDescriptionInit> {
    return Promise.resolve({ type: 'answer', sdp: descriptionOf(++this.#generation) });
  }
  async setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    await settled();
    if (this.isStuck) await new Promise(() => undefined);
    if (this.signalingState === 'closed') throw new TypeError('It is closed.');
    this.localDescription = description.type === 'rollback' ? this.#current : description;
    this.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable';
    if (description.type === 'answer') this.#current = description;
  }
  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    if (description.type === 'answer') this.#current = this.localDescription;
    this.currentRemoteDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable';
    return Promise.resolve();
  }
  getStats(): Promise<Map<string, unknown>> {
    const entries = this.frames.map((framesReceived, id) => ({
      type: 'inbound-rtp',
      kind: this.sent.includes('video') ? 'video' : 'audio',
      id,
      framesReceived,
      packetsReceived: framesReceived,
    }));
    return Promise.resolve(new Map(entries.map((entry) => [String(entry.id), entry])));
  }
  close(): void {
    this.signalingState = 'closed';
    this.connectionState = 'closed';
  }

  find(candidate: string, generation = this.#generation): void {
    const event = new Event('icecandidate');
    Object.assign(event, { candidate: { candidate, usernameFragment: `gen${generation}` } });
    this.dispatchEvent(event);
  }
  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    if (state === 'connected') {
      this.iceConnectionState = 'connected';
      this.dispatchEvent(new Event('iceconnectionstatechange'));
    }
    this.dispatchEvent(new Event('connectionstatechange'));
  }
}

function descriptionOf(generation: number): string {
  return `v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=ice-ufrag:gen${generation}\r\na=ice-pwd:password-${generation}\r\na=mid:0\r\n`;
}

interface Call {
  method: string;
  url: string;
  headers: Headers;
  body: string;
  keepalive: boolean | undefined;
}

type Script = (call: Call) => Response | Promise<Response>;

/** 201 with a resource, 200 with new credentials to an ICE restart, 204 to candidates. */
const obliging: Script = ({ method, headers }) => {
  if (method === 'POST') return created();
  if (headers.get('If-Match') === '"*"') {
    return new Response(NEW_CREDENTIALS, { status: 200, headers: { ETag: '"2"' } });
  }
  return new Response(null, { status: 204 });
};

function created(headers: Record<string, string> = {}): Response {
  return new Response(ANSWER, {
    status: 201,
    headers: { Location: '/rtc/v1/whip/?action=delete&session=x', ETag: '"1"', ...headers },
  });
}

describe('a WHEP connection', () => {
  let peer: FakePeer;
  let clock: ManualClock;
  let calls: Call[];
  let steps: WhepStep[];
  let open: WhepConnection[];
  beforeEach(() => {
    Object.assign(globalThis, { MediaStream: FakeMediaStream, RTCRtpReceiver: { getCapabilities: () => null } });
    clock = new ManualClock();
    calls = [];
    steps = [];
    open = [];
  });
  afterEach(async () => {
    await Promise.all(open.map((connection) => connection.close()));
    assert.equal(clock.sleepers, 0, 'no timer is left');
    for (const type of STATES) assert.deepEqual(getEventListeners(peer, type), [], `nobody listens to ${type}`);
    Reflect.deleteProperty(globalThis, 'MediaStream');
    Reflect.deleteProperty(globalThis, 'RTCRtpReceiver');
  });

  const create = (script: Script = obliging, options: WhepConnectionOptions = {}): WhepConnection => {
    peer = new FakePeer();
    const fake = peer;
    const connection = new WhepConnection({
      logger: SILENT,
      delay: clock.delay,
      retryPolicy: createRetryPolicy({}, () => 1),
      createPeerConnection: () => fake as unknown as RTCPeerConnection,
      onStep: (step) => steps.push(step),
      fetch: async (url, { method = '', headers, body, keepalive, signal }) => {
        const call = {
          method,
          url,
          headers: new Headers(headers),
          body: typeof body === 'string' ? body : '',
          keepalive,
        };
        calls.push(call);
        signal?.throwIfAborted();
        const aborted = new Promise<never>((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        });
        return Promise.race([script(call), aborted]);
      },
      ...options,
    });
    open.push(connection);
    return connection;
  };
  const until = async (reached: () => boolean): Promise<void> => {
    for (const deadline = performance.now() + 10_000; !reached();) {
      assert.ok(performance.now() < deadline, 'what was waited for has not come');
      await settled();
    }
  };
  const sent = (method: string): Call[] => calls.filter((call) => call.method === method);
  const connected = async (
    connection: WhepConnection,
    target: Partial<WhepTarget> = {},
    times = 1,
  ): Promise<WhepConnection> => {
    const connecting = connection.connect({ url: URL_OF_STREAM, ...target });
    await until(() => sent('POST').length >= times && peer.currentRemoteDescription !== null);
    peer.become('connected');
    peer.frames = [1];
    await connecting;
    return connection;
  };
  const failure = (promise: Promise<unknown>): Promise<{ code?: string; status?: number }> =>
    promise.then(
      () => assert.fail('it did not fail'),
      (error: unknown) => error as { code?: string; status?: number },
    );

  // Time stands still for a page, but not while a file is loaded.
  before(() => import('../../src/session/whep/later.js'));

  describe('whose offer has been answered already', () => {
    const RESOURCE = 'https://shop.example/session/1/whep/resource';
    const ANSWER = { sdp: descriptionOf(9), location: RESOURCE, etag: '"1"' };
    const shown = async (connection: WhepConnection, target: Partial<WhepTarget>): Promise<void> => {
      const connecting = connection.connect({ url: URL_OF_STREAM, ...target });
      await until(() => peer.currentRemoteDescription !== null);
      peer.become('connected');
      peer.frames = [1];
      await connecting;
    };

    it('takes the answer, and sends no offer', async () => {
      const connection = create();
      assert.match(await connection.offer(), /ufrag:gen1/);
      await shown(connection, { answer: ANSWER, iceServers: [TURN] });
      assert.equal(peer.currentRemoteDescription?.sdp, ANSWER.sdp);
      assert.match(peer.localDescription?.sdp ?? '', /ufrag:gen1/);
      assert.deepEqual(peer.configurations.at(-1)?.iceServers, [TURN]);
      assert.deepEqual(sent('POST'), []);
    });

    it('keeps the offer that it has sent, and the ICE servers of that, where the server names others', async () => {
      const connection = create();
      await connection.prepare([TURN]);
      await connection.offer();
      await shown(connection, { answer: ANSWER, iceServers: [{ urls: 'stun:stun.example' }] });
      assert.match(peer.localDescription?.sdp ?? '', /ufrag:gen1/);
      assert.deepEqual(peer.configurations.at(-1)?.iceServers, [TURN]);
    });

    it('sends candidates and frees its place where the answer says, and proves who asks', async () => {
      const connection = create();
      await connection.offer();
      await shown(connection, { answer: ANSWER, proof: () => ({ Authorization: 'Bearer key' }) });
      peer.find('candidate:1');
      await until(() => sent('PATCH').length === 1);
      await connection.close();
      assert.deepEqual(
        calls.map(({ method, url, headers }) => [method, url, headers.get('Authorization')]),
        [
          ['PATCH', RESOURCE, 'Bearer key'],
          ['DELETE', RESOURCE, 'Bearer key'],
        ],
      );
    });

    it('sends no candidates to a server that gives no entity tag', async () => {
      const connection = create();
      await connection.offer();
      const { sdp, location } = ANSWER;
      await shown(connection, { answer: { sdp, location } });
      peer.find('candidate:1');
      await connection.close();
      assert.deepEqual(sent('PATCH'), []);
      assert.equal(sent('DELETE').length, 1);
    });

    it('frees its place where the answer cannot be used', async () => {
      const connection = create();
      peer.setRemoteDescription = () => Promise.reject(new TypeError('No.'));
      await connection.offer();
      const error = await failure(connection.connect({ url: URL_OF_STREAM, answer: ANSWER }));
      assert.equal(error.code, 'PROTOCOL');
      await connection.close();
      assert.equal(sent('DELETE').length, 1);
    });
  });

  describe('made ready', () => {
    it('sends the offer that it has where the ICE servers are the same', async () => {
      const connection = create();
      await connection.prepare([TURN]);
      await connected(connection, { iceServers: [TURN] });
      assert.match(sent('POST')[0]?.body ?? '', /ufrag:gen1/);
      assert.deepEqual(
        peer.configurations.map(({ iceServers }) => iceServers),
        [[TURN]],
      );
    });

    it('sends it where no ICE servers are given, too', async () => {
      const connection = create();
      await connection.prepare([TURN]);
      await connected(connection);
      assert.match(sent('POST')[0]?.body ?? '', /ufrag:gen1/);
    });

    it('makes another offer where they are others', async () => {
      const connection = create();
      await connection.prepare([TURN]);
      await connected(connection, { iceServers: [{ urls: 'stun:stun.example' }] });
      assert.match(sent('POST')[0]?.body ?? '', /ufrag:gen2/);
      assert.deepEqual(peer.configurations.at(-1)?.iceServers, [{ urls: 'stun:stun.example' }]);
    });

    it('waits for the offer that is being made, and makes no second one', async () => {
      const connection = create();
      const preparing = connection.prepare([TURN]);
      await connected(connection, { iceServers: [TURN] });
      await preparing;
      assert.match(sent('POST')[0]?.body ?? '', /ufrag:gen1/);
    });

    it('says so where the browser does not take the ICE servers', async () => {
      assert.equal((await failure(create().prepare([{ urls: 'nonsense' }]))).code, 'INVALID_CONFIGURATION');
      const connecting = create().connect({ url: URL_OF_STREAM, iceServers: [{ urls: 'nonsense' }] });
      assert.equal((await failure(connecting)).code, 'INVALID_CONFIGURATION');
      assert.equal(calls.length, 0);
    });

    it('can be closed while the browser makes its description, which then never comes', async () => {
      const connection = create();
      peer.isStuck = true;
      const [preparing, connecting] = [connection.prepare([TURN]), connection.connect({ url: URL_OF_STREAM })];
      const failures = Promise.all([failure(preparing), failure(connecting)]);
      await connection.close();
      assert.deepEqual(
        (await failures).map(({ code }) => code),
        ['ABORTED', 'ABORTED'],
      );
      assert.equal(calls.length, 0);
    });
  });

  describe('on its way to the first frame', () => {
    it('tells of each step', async () => {
      await connected(create());
      assert.deepEqual(steps, ['offer', 'whep', 'ice', 'dtls', 'first-frame']);
    });

    it('tells of them in order where the browser finds a path before it has taken the answer, and of each once', async () => {
      const connection = create();
      const take = peer.setRemoteDescription.bind(peer);
      peer.setRemoteDescription = async (answer) => {
        await take(answer);
        peer.become('connected');
        await settled();
      };
      await connected(connection);
      assert.deepEqual(steps, ['offer', 'whep', 'ice', 'dtls', 'first-frame']);
    });

    it('makes the same offer again after a conflict, when the server says so', async () => {
      const connection = create((call) =>
        sent('POST').length === 1
          ? new Response(null, { status: 409, headers: { 'Retry-After': '2' } })
          : obliging(call),
      );
      const connecting = connected(connection, {}, 2);
      await until(() => clock.sleepers === 1);
      await clock.advance(1999);
      assert.equal(sent('POST').length, 1);
      await clock.advance(1);
      await connecting;
      assert.deepEqual(new Set(sent('POST').map(({ body }) => body)).size, 1);
    });

    for (const status of [429, 503]) {
      it(`gives up after three times ${status}`, async () => {
        const failed = failure(create(() => new Response(null, { status })).connect({ url: URL_OF_STREAM }));
        for (const times of [1, 2]) {
          await until(() => sent('POST').length === times && clock.sleepers === 1);
          await clock.advance(1000);
        }
        assert.equal((await failed).status, status);
        assert.equal(sent('POST').length, 3);
      });
    }

    it('gives up at once after any other refusal', async () => {
      for (const status of [400, 401, 404, 418, 500]) {
        calls.length = 0;
        const connection = create(() => new Response('<h1>No</h1>', { status }));
        assert.equal((await failure(connection.connect({ url: URL_OF_STREAM }))).status, status);
        assert.deepEqual([sent('POST').length, peer.signalingState], [1, 'closed']);
      }
    });

    it('makes the same offer again where nothing was answered, three times in all', async () => {
      const connection = create(() => Promise.reject(new TypeError('Failed to fetch')));
      const failed = failure(connection.connect({ url: URL_OF_STREAM }));
      for (let tries = 1; tries < 3; tries++) {
        await until(() => sent('POST').length === tries && clock.sleepers > 0);
        await clock.advance(1000);
      }
      assert.equal((await failed).code, 'NETWORK');
      assert.deepEqual(new Set(sent('POST').map(({ body }) => body)).size, 1);
      assert.equal(sent('POST').length, 3);
    });

    it('gives its place back when no picture comes, because a server may connect to a stream that does not exist', async () => {
      const connection = create(obliging, { firstFrameTimeoutMs: 100 });
      const failed = failure(connection.connect({ url: URL_OF_STREAM }));
      await until(() => peer.currentRemoteDescription !== null);
      peer.become('connected');
      for (let waits = 0; waits < 3; waits++) {
        await until(() => clock.sleepers > 0 && steps.includes('dtls'));
        await clock.advance(40);
      }
      assert.equal((await failed).code, 'MEDIA_STALLED');
      await connection.close();
      assert.deepEqual(
        [peer.signalingState, [...peer.stopped], connection.isOpen],
        ['closed', ['audio', 'video'], false],
      );
      assert.deepEqual(
        sent('DELETE').map(({ url }) => url),
        [RESOURCE],
      );
    });

    it('gives its place back when the answer does not fit', async () => {
      const connection = create();
      peer.setRemoteDescription = () => Promise.reject(new Error('No such codec.'));
      assert.equal((await failure(connection.connect({ url: URL_OF_STREAM }))).code, 'PROTOCOL');
      await until(() => sent('DELETE').length === 1);
    });

    it('gives its place back when no path is found in time', async () => {
      const failed = failure(create(obliging, { connectTimeoutMs: 300 }).connect({ url: URL_OF_STREAM }));
      await until(() => clock.sleepers > 0);
      await clock.advance(300);
      assert.equal((await failed).code, 'TIMEOUT');
      await until(() => sent('DELETE').length === 1);
    });

    it('gives its place back when ICE fails', async () => {
      const failed = failure(create().connect({ url: URL_OF_STREAM }));
      await until(() => clock.sleepers > 0);
      peer.become('failed');
      assert.equal((await failed).code, 'RTC_CONNECTION_FAILED');
      await until(() => sent('DELETE').length === 1);
    });

    it('stops at once when it is told to, and gives back what the server makes late', async () => {
      const caller = new AbortController();
      let answer: (response: Response) => void = ignore;
      const connection = create((call) =>
        call.method === 'POST' ? new Promise<Response>((resolve) => (answer = resolve)) : obliging(call),
      );
      const failed = failure(connection.connect({ url: URL_OF_STREAM, signal: caller.signal, token: 'abc' }));
      await until(() => sent('POST').length === 1);
      caller.abort();
      assert.equal((await failed).code, 'ABORTED');
      answer(created());
      await until(() => sent('DELETE').length === 1);
      const [deletion] = sent('DELETE');
      assert.deepEqual([deletion?.keepalive, deletion?.headers.get('Authorization')], [true, 'Bearer abc']);
    });

    it('sends nothing where it is told to stop before it began', async () => {
      const connecting = create().connect({ url: URL_OF_STREAM, signal: AbortSignal.abort() });
      assert.equal((await failure(connecting)).code, 'ABORTED');
      assert.equal(calls.length, 0);
    });
  });

  describe('with candidates that are found after the offer', () => {
    it('sends those that are there at once, and later ones together, for the ICE session that the server named', async () => {
      let answer: () => void = ignore;
      const connection = create((call) =>
        call.method === 'PATCH' && sent('PATCH').length === 1
          ? new Promise<Response>((resolve) => (answer = () => resolve(new Response(null, { status: 204 }))))
          : obliging(call),
      );
      const connecting = connection.connect({ url: URL_OF_STREAM });
      await until(() => sent('POST').length === 1);
      peer.find('candidate:1');
      peer.find('candidate:2');
      await until(() => sent('PATCH').length === 1);
      peer.find('candidate:3');
      peer.find('candidate:stale', 0);
      peer.iceGatheringState = 'complete';
      peer.find('candidate:4');
      await settled();
      assert.equal(sent('PATCH').length, 1);
      answer();
      await until(() => sent('PATCH').length === 2);
      assert.deepEqual(
        sent('PATCH').map(({ body }) => body.match(/candidate:\w+|end-of-candidates/g)),
        [
          ['candidate:1', 'candidate:2'],
          ['candidate:3', 'candidate:4', 'end-of-candidates'],
        ],
      );
      assert.deepEqual(
        sent('PATCH').map(({ headers }) => headers.get('If-Match')),
        ['"1"', '"1"'],
      );
      await connection.close();
      await failure(connecting);
    });

    it('does not take an entity tag that names nothing for one, which would ask for an ICE restart', async () => {
      await connected(create((call) => (call.method === 'POST' ? created({ ETag: '*' }) : obliging(call))));
      peer.find('candidate:1');
      await until(() => sent('PATCH').length === 1);
      assert.equal(sent('PATCH')[0]?.headers.get('If-Match'), null);
    });

    for (const [what, refuse] of [
      ['drops the connection', () => Promise.reject<Response>(new TypeError('Failed to fetch'))],
      ['answers 405', () => new Response(null, { status: 405 })],
    ] as const) {
      it(`goes on without them where the server ${what}`, async () => {
        const connection = create((call) => (call.method === 'PATCH' ? refuse() : obliging(call)));
        const connecting = connected(connection);
        await until(() => sent('POST').length === 1);
        peer.find('candidate:1');
        await until(() => sent('PATCH').length === 1);
        peer.find('candidate:2');
        await connecting;
        await settled();
        assert.equal(sent('PATCH').length, 1);
      });
    }
  });

  describe('with ICE servers that the server names', () => {
    const LINK = { Link: '<turn:relay.example:3478>; rel="ice-server"; username="u"; credential="c"' };
    const linking: Script = (call) => (call.method === 'POST' ? created(LINK) : obliging(call));
    const restarts = (): number => sent('PATCH').filter(({ headers }) => headers.get('If-Match') === '"*"').length;

    it('uses them by an ICE restart where it has none', async () => {
      await connected(create(linking));
      await until(() => restarts() === 1);
      assert.deepEqual(peer.configurations.at(-1)?.iceServers, [TURN]);
      assert.match(peer.currentRemoteDescription?.sdp ?? '', /ufrag:new1/);
    });

    it('prefers its own', async () => {
      await connected(create(linking), { iceServers: [{ urls: 'stun:stun.example' }] });
      assert.equal(restarts(), 0);
    });

    it('goes on without them where the server cannot restart ICE', async () => {
      const connection = create((call) =>
        call.method === 'PATCH' ? Promise.reject(new TypeError('Failed to fetch')) : linking(call),
      );
      await connected(connection);
      await until(() => peer.signalingState === 'stable' && restarts() === 1);
      assert.match(peer.localDescription?.sdp ?? '', /ufrag:gen1/);
    });

    it('answers the server’s own offer with them', async () => {
      const connection = create((call) =>
        call.method === 'POST'
          ? new Response('v=0 counter-offer', { status: 406, headers: { Location: '/r/1', ...LINK } })
          : obliging(call),
      );
      await connected(connection);
      assert.deepEqual(peer.configurations.at(-1)?.iceServers, [TURN]);
      assert.equal(restarts(), 0);
      assert.deepEqual(
        [sent('PATCH')[0]?.headers.get('Content-Type'), connection.canRestartIce],
        ['application/sdp', false],
      );
    });

    it('asks for them before the offer where it is told to, and needs no restart', async () => {
      const connection = create(
        (call) => (call.method === 'OPTIONS' ? new Response(null, { status: 204, headers: LINK }) : linking(call)),
        { discoverIceServers: true },
      );
      await connected(connection, { token: 'abc' });
      assert.deepEqual(
        calls.map(({ method }) => method),
        ['OPTIONS', 'POST'],
      );
      assert.deepEqual(
        peer.configurations.map(({ iceServers }) => iceServers),
        [[TURN]],
      );
      assert.equal(calls[0]?.headers.get('Authorization'), 'Bearer abc');
    });

    it('goes on where nobody answers that question', async () => {
      const connection = create(
        (call) => (call.method === 'OPTIONS' ? new Response(null, { status: 405 }) : obliging(call)),
        { discoverIceServers: true },
      );
      await connected(connection);
      assert.deepEqual(peer.configurations.at(-1)?.iceServers, []);
    });
  });

  describe('that restarts ICE', () => {
    it('sends new credentials and takes the server’s in place of the old, and its new entity tag', async () => {
      const connection = await connected(create());
      peer.become('disconnected');
      const restarting = connection.restartIce();
      await until(() => sent('PATCH').length === 1 && peer.signalingState === 'stable');
      peer.become('connected');
      await restarting;
      const [restart] = sent('PATCH');
      assert.deepEqual([restart?.url, restart?.headers.get('If-Match')], [RESOURCE, '"*"']);
      assert.match(restart?.body ?? '', /ufrag:gen2\r\na=ice-pwd:password-2/);
      assert.equal(
        peer.currentRemoteDescription?.sdp,
        ANSWER.replace('serv', 'new1').replace('server-password', 'new-password'),
      );
      peer.find('candidate:1', 1);
      peer.find('candidate:2');
      await until(() => sent('PATCH').length === 2);
      assert.equal(sent('PATCH')[1]?.headers.get('If-Match'), '"2"');
      assert.deepEqual(sent('PATCH')[1]?.body.match(/candidate:\d/g), ['candidate:2']);
    });

    it('does it once for all who ask at the same time; one of them may leave', async () => {
      const connection = await connected(create());
      const caller = new AbortController();
      const left = failure(connection.restartIce({ signal: caller.signal }));
      const stays = connection.restartIce();
      caller.abort();
      assert.equal((await left).code, 'ABORTED');
      await stays;
      assert.equal(sent('PATCH').length, 1);
    });

    for (const [what, answer, code] of [
      ['refuses', () => new Response(null, { status: 405 }), 'API_REQUEST_FAILED'],
      ['takes it for candidates', () => new Response(null, { status: 204 }), 'PROTOCOL'],
      ['drops the connection', () => Promise.reject<Response>(new TypeError('Failed to fetch')), 'NETWORK'],
      ['answers with a page', () => new Response('<html>', { status: 200 }), 'PROTOCOL'],
    ] as const) {
      it(`is left as it was where the server ${what}`, async () => {
        const connection = await connected(create((call) => (call.method === 'PATCH' ? answer() : obliging(call))));
        assert.equal((await failure(connection.restartIce())).code, code);
        assert.deepEqual([peer.signalingState, peer.localDescription?.sdp], ['stable', descriptionOf(1)]);
        assert.deepEqual([connection.isOpen, connection.canRestartIce, sent('DELETE').length], [true, true, 0]);
      });
    }

    it('goes on sending the candidates of the connection as it was where the server refuses', async () => {
      const isRestart = ({ headers }: Call): boolean => headers.get('If-Match') === '"*"';
      const connection = await connected(
        create((call) => (isRestart(call) ? new Response(null, { status: 405 }) : obliging(call))),
      );
      await failure(connection.restartIce());
      peer.find('candidate:9', 1);
      await until(() => sent('PATCH').length === 2);
      assert.match(sent('PATCH')[1]?.body ?? '', /candidate:9/);
    });

    it('gives up on a server that does not answer in time, and can try again', async () => {
      let isSilent = true;
      const connection = await connected(
        create(
          (call) => (call.method === 'PATCH' && isSilent ? new Promise<Response>(() => undefined) : obliging(call)),
          {
            restartTimeoutMs: 200,
          },
        ),
      );
      const failed = failure(connection.restartIce());
      await until(() => sent('PATCH').length === 1);
      await clock.advance(200);
      assert.equal((await failed).code, 'TIMEOUT');
      assert.equal(peer.signalingState, 'stable');
      isSilent = false;
      await connection.restartIce();
    });

    it('gives up on a path that is not found in time, or fails', async () => {
      const connection = await connected(create(obliging, { restartTimeoutMs: 200 }));
      peer.become('failed');
      const late = failure(connection.restartIce());
      await until(() => peer.currentRemoteDescription?.sdp?.includes('new1') === true);
      await clock.advance(200);
      assert.equal((await late).code, 'TIMEOUT');
      const failed = failure(connection.restartIce());
      await until(() => sent('PATCH').length === 2 && peer.signalingState === 'stable');
      await settled();
      peer.become('failed');
      assert.equal((await failed).code, 'RTC_CONNECTION_FAILED');
    });

    it('ends with the connection', async () => {
      const connection = await connected(
        create((call) => (call.method === 'PATCH' ? new Promise<Response>(() => undefined) : obliging(call))),
      );
      const failed = failure(connection.restartIce());
      await until(() => sent('PATCH').length === 1);
      await connection.close();
      assert.equal((await failed).code, 'ABORTED');
    });

    it('cannot where the server hides its resource, or where there is none', async () => {
      const hidden = await connected(create(() => new Response(ANSWER, { status: 201 })));
      assert.equal(hidden.canRestartIce, false);
      assert.equal((await failure(hidden.restartIce())).code, 'INVALID_STATE');
      assert.equal((await failure(create().restartIce())).code, 'INVALID_STATE');
    });
  });

  describe('at its end', () => {
    it('deletes its resource once, however often it is released and closed', async () => {
      const connection = await connected(create());
      await connection.release();
      assert.deepEqual([connection.isOpen, connection.canRestartIce, peer.signalingState], [false, false, 'stable']);
      await Promise.all([connection.close(), connection.close()]);
      assert.equal(sent('DELETE').length, 1);
      assert.equal(peer.signalingState, 'closed');
    });

    it('waits until the place is free, whoever asked for it first', async () => {
      let answer: () => void = ignore;
      const connection = await connected(
        create((call) =>
          call.method === 'DELETE'
            ? new Promise<Response>((resolve) => (answer = () => resolve(new Response(null, { status: 200 }))))
            : obliging(call),
        ),
      );
      void connection.close();
      let isFree = false;
      const closing = connection.close().then(() => (isFree = true));
      await until(() => sent('DELETE').length === 1);
      await settled();
      assert.equal(isFree, false);
      answer();
      await closing;
    });

    it('stops watching and waiting for frames', async () => {
      const connection = await connected(create());
      connection.watchFrames({ onStall: () => assert.fail('it was told of a stall') });
      const failed = failure(connection.nextFrame({ deadlineMs: 60_000 }));
      await until(() => clock.sleepers === 2);
      await connection.close();
      assert.equal((await failed).code, 'ABORTED');
    });
  });

  it('tells of no stall where the server sends sound alone, which may pause', async () => {
    const connection = create();
    peer.sent = ['audio'];
    await connected(connection);
    connection.watchFrames({ onStall: () => assert.fail('it was told of a stall') });
    await settled();
    assert.equal(clock.sleepers, 0);
  });

  it('counts the frames of a source that came back on top of those before', async () => {
    const connection = await connected(create());
    peer.frames = [70, 5];
    assert.equal(await connection.countFrames(), 75);
  });

  it('says so where the browser has no WebRTC at all', () => {
    Reflect.deleteProperty(globalThis, 'MediaStream');
    assert.throws(() => new WhepConnection(), { code: 'UNSUPPORTED_BROWSER' });
    peer = new FakePeer();
  });
});

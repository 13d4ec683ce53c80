import { expect } from '@open-wc/testing';
import { WhepConnection, type Fetch, type WhepConnectionOptions } from 'kaltura-avatar/whep';

import { addFault, eventually, failureOf, findTestService, reportOf, type TestService } from '../support/in-browser.js';
import { ignore } from '../support/silent.js';

const LINK = '<turn:127.0.0.1:9?transport=udp>; rel="ice-server"; username="u"; credential="c"';

interface Stream {
  url: string;
  sessionId: string;
}

describe('WhepConnection and servers that', () => {
  let service: TestService;
  let peers: RTCPeerConnection[];
  let messages: string[];
  const open: WhepConnection[] = [];
  before(async () => {
    service = await findTestService();
  });
  beforeEach(() => {
    peers = [];
    messages = [];
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((connection) => connection.close()));
    expect(peers.map(({ signalingState }) => signalingState)).to.deep.equal(peers.map(() => 'closed'));
  });

  const create = (options: WhepConnectionOptions = {}): WhepConnection => {
    const debug = (message: string): void => void messages.push(message);
    const connection = new WhepConnection({
      logger: { debug, info: ignore, warn: ignore, error: ignore },
      createPeerConnection: (configuration) => {
        const peer = new RTCPeerConnection(configuration);
        peers.push(peer);
        return peer;
      },
      ...options,
    });
    open.push(connection);
    return connection;
  };
  const post = async (path: string, authorization: string, body: unknown): Promise<Record<string, string>> => {
    const headers = { 'Content-Type': 'application/json', Authorization: authorization };
    const answer = await fetch(service.baseUrl + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as Record<string, string>;
  };
  const publish = async (): Promise<Stream> => {
    const { sessionId = '', token = '' } = await post('/create', 'KS my-ks', { visualConfig: { id: 'maya' } });
    const { whepUrl = '' } = await post(`/${sessionId}/init-client`, `Bearer ${token}`, {});
    return { url: whepUrl, sessionId };
  };
  const nextFrame = (connection: WhepConnection): Promise<void> => connection.nextFrame({ deadlineMs: 5000 });
  const viewersOf = async (sessionId: string): Promise<number | undefined> => (await reportOf(sessionId))?.viewers;
  const remoteUfrag = (): string | undefined =>
    /^a=ice-ufrag:(\S+)/m.exec(peers.at(-1)?.currentRemoteDescription?.sdp ?? '')?.[1];

  describe('name ICE servers', () => {
    /** The simulator of these tests names none, so its answers are given one. */
    const linking: Fetch = async (url, init) => {
      const answer = await fetch(url, init);
      const headers = new Headers(answer.headers);
      if (init.method === 'POST') headers.set('Link', LINK);
      return new Response(answer.status === 204 ? null : await answer.text(), { status: answer.status, headers });
    };

    it('are answered with an ICE restart that uses them', async () => {
      const connection = create({ fetch: linking });
      await connection.connect({ url: (await publish()).url });
      await eventually(
        () => peers[0]?.getConfiguration().iceServers?.length === 1 && peers[0].signalingState === 'stable',
      );
      await nextFrame(connection);
      expect(messages).to.deep.equal([]);
    });

    it('are shown as well where they cannot restart ICE', async () => {
      const stream = await publish();
      await addFault({ call: 'whep-patch', kind: 'close-socket', sessionId: stream.sessionId, times: Infinity });
      const connection = create({ fetch: linking });
      await connection.connect({ url: stream.url });
      await eventually(() => messages.some((message) => message.includes('could not be used')));
      await nextFrame(connection);
      expect(connection.connectionState).to.equal('connected');
    });

    it('and make an offer of their own are answered with them', async () => {
      const { url, sessionId } = await publish();
      await addFault({ call: 'whep-post', kind: 'counter-offer', sessionId });
      const connection = create({ fetch: linking });
      await connection.connect({ url });
      expect(peers[0]?.getConfiguration().iceServers?.[0]?.urls).to.include('turn:127.0.0.1:9?transport=udp');
      expect(connection.canRestartIce).to.be.false;
      await nextFrame(connection);
    });
  });

  it('answer like SRS are played: no stream ids, no entity tag, no candidates, no status', async () => {
    const sent: string[] = [];
    const srs: Fetch = async (url, init) => {
      sent.push(init.method ?? '');
      if (init.method === 'PATCH') throw new TypeError('Failed to fetch');
      const answer = await fetch(url, init);
      const headers = { Location: new URL(answer.headers.get('Location') ?? '', url).pathname };
      const sdp = (await answer.text()).replace(/^a=(msid|ssrc:\d+ msid|msid-semantic).*\r\n/gm, '');
      expect(sdp).not.to.include('msid');
      return new Response(sdp, { status: answer.status, headers });
    };
    const { url, sessionId } = await publish();
    const connection = create({ fetch: srs });
    await connection.connect({ url });
    expect(connection.stream.getTracks()).to.have.lengthOf(2);
    expect((await failureOf(connection.restartIce())).code).to.equal('NETWORK');
    await nextFrame(connection);
    await connection.close();
    expect(sent.at(-1)).to.equal('DELETE');
    expect(await viewersOf(sessionId)).to.equal(0);
  });

  it('restart ICE give new credentials, and the path before is not used any more', async () => {
    const connection = create();
    await connection.connect({ url: (await publish()).url });
    const before = remoteUfrag();
    await connection.restartIce();
    expect(remoteUfrag()).not.to.equal(before);
    await nextFrame(connection);
  });

  it('restart ICE without being heard are asked again', async () => {
    let isUnheard = true;
    const lossy: Fetch = async (url, init) => {
      const answer = await fetch(url, init);
      if (!isUnheard || new Headers(init.headers).get('If-Match') !== '"*"') return answer;
      isUnheard = false;
      throw new TypeError('Failed to fetch');
    };
    const connection = create({ fetch: lossy });
    await connection.connect({ url: (await publish()).url });
    expect((await failureOf(connection.restartIce())).code).to.equal('NETWORK');
    await connection.restartIce();
    await nextFrame(connection);
  });

  it('send sound alone are heard', async () => {
    const [speaker, audio] = [new AudioContext(), new Audio()];
    const far = new RTCPeerConnection();
    const answering: Fetch = async (_url, { method, body }) => {
      if (method !== 'POST') return new Response();
      await far.setRemoteDescription({ type: 'offer', sdp: body as string });
      const tone = new OscillatorNode(speaker);
      const { stream } = tone.connect(new MediaStreamAudioDestinationNode(speaker)) as MediaStreamAudioDestinationNode;
      tone.start();
      for (const track of stream.getTracks()) far.addTrack(track, stream);
      for (const each of far.getTransceivers()) if (each.receiver.track.kind === 'video') each.stop();
      await far.setLocalDescription();
      await eventually(() => far.iceGatheringState === 'complete');
      const headers = { Location: '/resource', 'Content-Type': 'application/sdp' };
      return new Response(far.localDescription?.sdp, { status: 201, headers });
    };
    try {
      const connection = create({ fetch: answering, firstFrameTimeoutMs: 5000 });
      await connection.connect({ url: 'https://whep.example/sound' });
      await nextFrame(connection);
      // The browser knows how loud it is once it is played.
      audio.muted = true;
      audio.srcObject = connection.stream;
      await audio.play();
      await eventually(() => (connection.audioLevel() ?? 0) > 0);
    } finally {
      far.close();
      await speaker.close();
    }
  });

  it('send no picture are left', async () => {
    const { url, sessionId } = await publish();
    await addFault({ call: 'whep-post', kind: 'no-media', sessionId });
    const connection = create({ firstFrameTimeoutMs: 300 });
    expect((await failureOf(connection.connect({ url }))).code).to.equal('MEDIA_STALLED');
    await connection.close();
    expect(await viewersOf(sessionId)).to.equal(0);
    expect(connection.stream.getTracks().map(({ readyState }) => readyState)).to.deep.equal(['ended', 'ended']);
  });

  it('are left at any moment, while the connection is made ready too', async () => {
    const { url, sessionId } = await publish();
    for (const moment of [0, 1, 2, 3, 4]) {
      const connection = create();
      const preparing = connection.prepare([{ urls: 'stun:127.0.0.1:9' }]).catch((error: unknown) => error);
      const failed = failureOf(connection.connect({ url }));
      for (let turns = 0; turns < moment; turns++) await new Promise((resolve) => setTimeout(resolve));
      await connection.close();
      await preparing;
      expect((await failed).code).to.equal('ABORTED');
    }
    await eventually(async () => (await viewersOf(sessionId)) === 0);
  });
});

import { expect } from '@open-wc/testing';
import { WhepConnection, type WhepConnectionOptions, type WhepStep } from 'kaltura-avatar/whep';

import { addFault, eventually, failureOf, findTestService, reportOf, type TestService } from '../support/in-browser.js';
import { SILENT } from '../support/silent.js';

describe('WhepConnection, alone', () => {
  let service: TestService;
  const open: WhepConnection[] = [];
  before(async () => {
    service = await findTestService();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((connection) => connection.close()));
  });

  const create = (options: WhepConnectionOptions = {}): WhepConnection => {
    const connection = new WhepConnection({ logger: SILENT, ...options });
    open.push(connection);
    return connection;
  };
  /** A stream of the simulator's, and the session that it belongs to. */
  const publish = async (): Promise<{ url: string; sessionId: string }> => {
    const post = async (
      path: string,
      headers: Record<string, string>,
      body: unknown,
    ): Promise<Record<string, string>> =>
      (await (
        await fetch(service.baseUrl + path, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', ...headers },
          body: JSON.stringify(body),
        })
      ).json()) as Record<string, string>;
    const { sessionId = '', token = '' } = await post(
      '/create',
      { Authorization: 'KS my-ks' },
      { visualConfig: { id: 'maya' } },
    );
    const { whepUrl = '' } = await post(`/${sessionId}/init-client`, { Authorization: `Bearer ${token}` }, {});
    return { url: whepUrl, sessionId };
  };
  const nextFrame = (connection: WhepConnection): Promise<void> => connection.nextFrame({ deadlineMs: 5000 });

  it('plays a stream and tells each step of the way', async () => {
    const steps: WhepStep[] = [];
    const connection = create({ onStep: (step) => steps.push(step) });
    await connection.connect({ url: (await publish()).url });
    expect(steps).to.deep.equal(['offer', 'whep', 'ice', 'dtls', 'first-frame']);
    expect(connection.stream.getTracks().map(({ kind }) => kind)).to.have.members(['audio', 'video']);
    await nextFrame(connection);
  });

  it('restarts ICE and goes on with the same media', async () => {
    const connection = create();
    await connection.connect({ url: (await publish()).url });
    expect(connection.canRestartIce).to.be.true;
    await connection.restartIce();
    await nextFrame(connection);
    await connection.restartIce();
    await nextFrame(connection);
    expect(connection.connectionState).to.equal('connected');
  });

  it('is left as it was where the server refuses to restart ICE', async () => {
    const { url, sessionId } = await publish();
    const connection = create();
    await connection.connect({ url });
    await addFault({ call: 'whep-patch', kind: 'status', status: 405, sessionId });
    expect((await failureOf(connection.restartIce())).status).to.equal(405);
    await nextFrame(connection);
    await connection.restartIce();
    await nextFrame(connection);
  });

  it('sends the offer that was prepared, and makes another one for other ICE servers', async () => {
    const { url } = await publish();
    const iceServers = [{ urls: 'stun:127.0.0.1:9' }];
    const prepared = create();
    await prepared.prepare(iceServers);
    await prepared.connect({ url, iceServers });
    await prepared.close();
    const other = create();
    await other.prepare(iceServers);
    await other.connect({ url, iceServers: [] });
    await nextFrame(other);
  });

  it('frees its place at once when it is released, and shows the last frame until it is closed', async () => {
    const { url, sessionId } = await publish();
    const connection = create();
    await connection.connect({ url });
    await connection.release();
    await eventually(async () => (await reportOf(sessionId))?.viewers === 0);
    expect(connection.stream.getVideoTracks()[0]?.readyState).to.equal('live');
    expect(connection.canRestartIce).to.be.false;
    await connection.close();
    expect(connection.stream.getVideoTracks()[0]?.readyState).to.equal('ended');
  });

  it('tells when the picture stands still', async () => {
    const { url, sessionId } = await publish();
    await addFault({ call: 'whep-post', kind: 'drop-media', afterMs: 200, sessionId });
    const connection = create({ stallAfterMs: 1000 });
    await connection.connect({ url });
    await new Promise<void>((resolve) => connection.watchFrames({ onStall: () => resolve() }));
    expect(connection.connectionState).to.equal('connected');
  });
});

import { expect } from '@open-wc/testing';
import { KalturaAvatarSession } from 'kaltura-avatar/session';

import { eventually, findTestService, reportOf, reports, type TestService } from '../support/in-browser.js';
import {
  createDocumentedBackend,
  createServerControlledPage,
  runOverviewPage,
  type BackendFetch,
  type PageOptions,
} from '../support/parity-pages.js';
import { ignore } from '../support/silent.js';

describe('a published page that hands the session’s token over as the key', () => {
  let service: TestService;
  let container: HTMLElement;
  let options: PageOptions;
  let known: number;
  const open: KalturaAvatarSession[] = [];
  const { info } = console;
  before(async () => {
    service = await findTestService();
    console.info = ignore; // The pages log as they please.
  });
  after(() => (console.info = info));
  beforeEach(async () => {
    container = document.createElement('div');
    container.id = 'avatar-container';
    document.body.append(container);
    options = { baseUrl: service.baseUrl, backend: createDocumentedBackend(service.baseUrl) };
    known = (await reports()).length;
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((session) => session.endSession()));
    container.remove();
  });

  /** The sessions that were opened since the test began. */
  const opened = async (): Promise<Awaited<ReturnType<typeof reports>>> => (await reports()).slice(known);
  const showsPicture = (): Promise<true> => eventually(() => (container.querySelector('video')?.videoWidth ?? 0) > 0);

  const ourBackend: BackendFetch = (path, body) =>
    fetch(`/documented${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const backends: [string, () => BackendFetch][] = [
    ['the documents’ backend', () => options.backend],
    ['our backend, with the documents’ routes', () => ourBackend],
  ];
  for (const [whose, backend] of backends) {
    it(`runs as the server-controlled example on ${whose}: starts, speaks, is interrupted, ends, and opened one session`, async () => {
      const page = createServerControlledPage({ ...options, backend: backend() });
      await page.start();
      if (page.session) open.push(page.session);
      expect([page.status, page.error]).to.deep.equal(['ready', null]);
      await showsPicture();
      const [report, ...others] = await opened();
      expect(others).to.be.empty;
      expect(page.session?.getSessionId()).to.equal(report?.id);
      expect(report).to.include({ avatarId: 'avatar-123', voiceId: 'voice-456', viewers: 1 });
      expect([page.session?.getSessionState(), page.session?.getConnectionState()]).to.deep.equal([
        'READY',
        'CONNECTED',
      ]);

      await page.speak('This is a long story that goes on and on, and that nobody will ever hear to its very end.');
      await eventually(() => page.session?.isSpeaking);
      await page.interrupt();
      await eventually(() => page.session?.isSpeaking === false);
      await page.end();
      expect([page.status, page.error]).to.deep.equal(['idle', null]);
      expect(page.session?.getSessionState()).to.equal('ENDED');
      // One, which the service has heard the end of, or hears it in a moment.
      await eventually(async () => (await opened()).map(({ state }) => state).join() === 'ended');
    });
  }

  it('runs as the overview’s frontend: shows what the backend says, and opened one session', async () => {
    const session = await runOverviewPage(options);
    open.push(session);
    await eventually(() => session.getSessionState() === 'READY');
    await showsPicture();
    await eventually(() => session.isSpeaking);
    const [report, ...others] = await opened();
    expect(others).to.be.empty;
    expect(session.getSessionId()).to.equal(report?.id);
    expect(report?.turns.map(({ text }) => text)).to.deep.equal(['Hello from the backend!']);
    expect(report?.viewers).to.equal(1);
  });

  it('opens no second session in whatever order it attaches and creates, and however often', async () => {
    const created = await options.backend('/api/avatar/create');
    const { sessionId, token } = (await created.json()) as { sessionId: string; token: string };
    const session = new KalturaAvatarSession(token, { baseUrl: service.baseUrl });
    open.push(session);
    session.attachAvatar('avatar-container');
    const creating = session.createSession({ avatarId: 'avatar-123', videoContainerId: 'avatar-container' });
    session.attachAvatar('avatar-container');
    await creating;
    session.attachAvatar('avatar-container');
    await showsPicture();
    expect(session.getSessionId()).to.equal(sessionId);
    expect((await opened()).map(({ id, viewers }) => [id, viewers])).to.deep.equal([[sessionId, 1]]);
    expect(container.querySelectorAll('video')).to.have.lengthOf(1);
    expect((await reportOf(sessionId))?.state).to.equal('ready');
  });
});

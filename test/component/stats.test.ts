import { expect } from '@open-wc/testing';
import { KalturaAvatarSession, type AvatarStats, type Quality } from 'kaltura-avatar/session';

import { addFault, eventually, findTestService, type TestService } from '../support/in-browser.js';
import { SILENT } from '../support/silent.js';

describe('the statistics of a session', () => {
  let service: TestService;
  const open: KalturaAvatarSession[] = [];
  before(async () => {
    service = await findTestService();
  });
  afterEach(() => Promise.all(open.splice(0).map((session) => session.endSession())));

  const connected = async (): Promise<KalturaAvatarSession> => {
    const session = new KalturaAvatarSession('my-ks', { baseUrl: service.baseUrl, logger: SILENT });
    open.push(session);
    await session.createSession({ avatarId: 'maya' });
    return session;
  };
  /** Lets the page paint, so that something has arrived since the last question. */
  const painted = async (frames = 15): Promise<void> => {
    for (let left = frames; left > 0; left--) await new Promise((resolve) => requestAnimationFrame(resolve));
  };
  /** Asks until the rates are known. */
  const flowing = (session: KalturaAvatarSession): Promise<AvatarStats> =>
    eventually(async () => {
      await painted();
      const stats = await session.getStats();
      const isKnown = (stats.bitrateKbps ?? 0) > 0 && stats.lossPercent !== undefined;
      return isKnown && (stats.framesPerSecond ?? 0) > 0 && stats.roundTripMs !== undefined && stats;
    });

  it('tell what real media is like, in this browser’s own report', async () => {
    const stats = await flowing(await connected());
    expect(stats.frameWidth).to.be.above(0);
    expect(stats.frameHeight).to.equal(stats.frameWidth);
    expect(stats.framesPerSecond).to.be.within(1, 60);
    expect(stats.bitrateKbps).to.be.within(10, 20_000);
    expect(stats.roundTripMs).to.be.within(0, 500);
    expect(stats.jitterMs).to.be.within(0, 1000);
    expect(stats.lossPercent).to.be.within(0, 100);
    expect(stats.packetsLost).to.be.a('number');
    expect(stats.freezeCount).to.be.a('number');
    expect(stats.totalFreezesMs).to.be.a('number');
    expect(stats.framesDecoded).to.be.above(0);
    expect(stats.framesDropped).to.be.a('number');
    expect(stats.path).to.deep.equal({ kind: 'direct', protocol: 'udp' });
  });

  it('go on after a new connection, with rates that are never negative', async () => {
    await addFault({ call: 'whep-post', kind: 'drop-media', afterMs: 500 });
    const session = await connected();
    const rates: number[] = [];
    const watch = async (): Promise<AvatarStats> => {
      await painted();
      const stats = await session.getStats();
      rates.push(stats.bitrateKbps ?? 0, stats.framesPerSecond ?? 0, stats.lossPercent ?? 0, stats.packetsLost ?? 0);
      return stats;
    };
    await eventually(async () => {
      await watch();
      return session.getSessionState() === 'RECONNECTING';
    });
    await eventually(async () => ((await watch()).framesPerSecond ?? 0) > 0 && session.getSessionState() === 'READY');
    expect(Math.min(...rates)).to.equal(0);
  });

  it('are refused while there is no session', async () => {
    const session = new KalturaAvatarSession('my-ks', { baseUrl: service.baseUrl, logger: SILENT });
    const error = await session.getStats().catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'INVALID_STATE');
  });

  it('tell of a poor quality when the picture stands still, by an event with the figures', async () => {
    // Only what the quality watch waits for goes by faster; the rest waits for real media.
    const delay = (ms: number, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<void> =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, ms === 5000 ? 500 : ms === 500 ? 60_000 : ms);
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(signal.reason as Error);
        });
      });
    await addFault({ call: 'whep-post', kind: 'drop-media', afterMs: 300 });
    const session = new KalturaAvatarSession('my-ks', { baseUrl: service.baseUrl, logger: SILENT }, { delay });
    open.push(session);
    const told = new Promise<[Quality, AvatarStats]>((resolve) => {
      session.on('qualityChange', (quality, stats) => resolve([quality, stats]));
    });
    await session.createSession({ avatarId: 'maya' });
    const [quality, stats] = await told;
    expect(quality).to.equal('poor');
    expect(stats.framesPerSecond).to.be.below(10);
    expect(session.getSessionState()).to.equal('READY');
  });
});

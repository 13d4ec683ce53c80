import { expect } from '@open-wc/testing';
import {
  AvatarMetricsEvent,
  AvatarSessionEndEvent,
  type KalturaAvatarSession,
  type KalturaAvatarElement,
  type SessionSummary,
  type TurnMetrics,
} from 'kaltura-avatar';

import { mountAvatar, partOf } from '../support/avatar-fixture.js';
import { addFault, captureComplaints, eventually, nextEvent } from '../support/in-browser.js';
import { useSessionStand } from '../support/session-stand.js';
import { wav } from '../support/wav.js';

const SENTENCE = 'A secret that no figure tells.';

/** A live avatar that tells all that happens to it. */
async function start(attributes: Record<string, string> = {}): Promise<KalturaAvatarElement> {
  const avatar = await mountAvatar(attributes);
  await avatar.start();
  await eventually(() => avatar.video?.textTracks.length === 1);
  return avatar;
}

/** All of an event's own that a page can read. */
const figuresOf = (event: Event): Record<string, unknown> => Object.fromEntries(Object.entries(event));

describe('the figures of a turn', () => {
  it('tell when a text was taken and first heard, and for how long, but no text', async () => {
    const avatar = await start();
    const told = nextEvent(document.body, 'avatar-metrics');
    const askedAt = performance.now();
    void avatar.speak(SENTENCE);
    await nextEvent(avatar, 'avatar-speaking-start');
    const heardAfterMs = performance.now() - askedAt;
    const event = await told;
    expect(event).to.be.instanceOf(AvatarMetricsEvent);
    expect(event.turnId).to.equal(avatar.transcript[0]?.turnId);
    expect([event.kind, event.outcome, event.answeredAfterMs]).to.deep.equal(['text', 'ended', undefined]);
    expect(event.acceptedAfterMs).to.be.within(0, heardAfterMs);
    expect(event.heardAfterMs).to.be.within(event.acceptedAfterMs ?? NaN, heardAfterMs + 1);
    expect(event.heardMs).to.be.greaterThan(500);
    expect(JSON.stringify(figuresOf(event))).not.to.contain('secret');
    expect(figuresOf(event)).to.have.all.keys(
      ...['isTrusted', 'turnId', 'kind', 'outcome', 'acceptedAfterMs', 'answeredAfterMs'],
      ...['heardAfterVoiceMs', 'heardAfterMs', 'heardMs'],
    );
  });

  it('tell of recordings, and of what was interrupted before it was heard', async () => {
    const avatar = await start();
    const recorded = nextEvent(avatar, 'avatar-metrics');
    void avatar.speakAudio(wav({ seconds: 0.6, sampleRate: 44_100 }));
    expect((await recorded).kind).to.equal('audio');
    const interrupted = nextEvent(avatar, 'avatar-metrics');
    void avatar.speak(SENTENCE).catch(() => undefined);
    await avatar.interrupt();
    const { outcome, heardAfterMs, heardMs } = await interrupted;
    expect([outcome, heardAfterMs, heardMs]).to.deep.equal(['interrupted', undefined, undefined]);
  });

  it('tell of a reply of the backend’s from the question on', async () => {
    const avatar = await start({ 'session-endpoint': '/api/talking-avatar/session' });
    const told = nextEvent(avatar, 'avatar-metrics');
    const askedAt = performance.now();
    await avatar.send('Hello');
    await nextEvent(avatar, 'avatar-speaking-start');
    const heardAfterMs = performance.now() - askedAt;
    const event = await told;
    expect(event.turnId).to.equal(avatar.transcript.find(({ role }) => role === 'avatar')?.turnId);
    expect([event.kind, event.outcome, event.acceptedAfterMs]).to.deep.equal(['reply', 'ended', undefined]);
    expect(event.answeredAfterMs).to.be.within(0, heardAfterMs);
    expect(event.heardAfterMs).to.be.within(event.answeredAfterMs ?? NaN, heardAfterMs + 1);
    expect(event.heardMs).to.be.greaterThan(300);
  });
});

describe('the figures of a session', () => {
  let complaints: ReturnType<typeof captureComplaints>;
  beforeEach(() => (complaints = captureComplaints()));
  afterEach(() => complaints.restore());

  const ENDS: Record<string, (avatar: KalturaAvatarElement) => unknown> = {
    page: (avatar) => avatar.end(),
    visitor: async (avatar) => {
      avatar.controls = true;
      (await eventually(() => partOf(avatar, 'end-button') ?? undefined)).click();
    },
    withdrawn: (avatar) => avatar.withdrawConsent(),
    idle: (avatar) => (avatar.idleTimeout = 0.2),
    left: (avatar) => avatar.parentElement?.remove(),
    service: async (avatar) => {
      await addFault({ call: 'say-text', kind: 'expire', sessionId: avatar.sessionId ?? '' });
      await avatar.speak('Are you there?').catch(() => undefined);
    },
  };
  for (const [reason, end] of Object.entries(ENDS)) {
    it(`are told once where it is over, with the reason that its state has, too: ${reason}`, async () => {
      const startedAt = performance.now();
      const avatar = await start();
      const told: AvatarSessionEndEvent[] = [];
      avatar.addEventListener('avatar-session-end', (event) => told.push(event));
      const states: unknown[] = [];
      avatar.addEventListener('avatar-state-change', (event) => states.push([event.state, event.reason]));
      await end(avatar);
      const event = await eventually(() => told[0]);
      expect(event).to.be.instanceOf(AvatarSessionEndEvent);
      expect([event.reason, event.turns, event.worstQuality]).to.deep.equal([reason, 0, 'good']);
      expect(states).to.deep.equal([['ended', reason]]);
      expect(event.seconds).to.be.within(0, (performance.now() - startedAt) / 1000);
      await avatar.end();
      expect(told).to.have.lengthOf(1);
    });
  }

  it('count the turns that were heard, replies of the backend’s among them, and come after the last of them', async () => {
    const avatar = await start({ 'session-endpoint': '/api/talking-avatar/session', controls: '' });
    const told: string[] = [];
    for (const type of ['avatar-metrics', 'avatar-session-end'] as const)
      avatar.addEventListener(type, () => told.push(type));
    const ended = nextEvent(avatar, 'avatar-session-end');
    await avatar.send('Hello');
    await eventually(() => told.length === 1);
    const turn = avatar.session?.speak(SENTENCE);
    await turn?.started;
    (await eventually(() => partOf(avatar, 'end-button') ?? undefined)).click();
    const { turns, seconds } = await ended;
    expect(turns).to.equal(2);
    expect(seconds).to.be.greaterThan(1);
    expect(told).to.deep.equal(['avatar-metrics', 'avatar-metrics', 'avatar-session-end']);
  });

  it('are told anew for each session of an element, and not for one that was never seen', async () => {
    const avatar = await start();
    const told: string[] = [];
    avatar.addEventListener('avatar-session-end', ({ reason }) => told.push(reason));
    await avatar.end();
    await eventually(() => told.length === 1);
    await addFault({ call: 'create', kind: 'status', status: 400 });
    await avatar.start().catch(() => undefined);
    expect(avatar.state).to.equal('error');
    expect(told).to.deep.equal(['page']);
  });
});

describe('the figures of a session without an element', () => {
  const stand = useSessionStand();

  it('are told by its own events, with the reason that the page gives', async () => {
    const session: KalturaAvatarSession = stand.create('my-ks');
    const metrics = new Promise<TurnMetrics>((resolve) => session.once('metrics', resolve));
    const over = new Promise<SessionSummary>((resolve) => session.once('sessionEnd', resolve));
    await session.createSession({ avatarId: 'maya' });
    const turn = session.speak(SENTENCE);
    await turn.finished;
    const { turnId, kind, heardAfterMs } = await metrics;
    expect([turnId, kind]).to.deep.equal([turn.id, 'text']);
    expect(heardAfterMs).to.be.greaterThan(0);
    await session.endSession({ reason: 'idle' });
    const { reason, turns } = await over;
    expect([reason, turns]).to.deep.equal(['idle', 1]);
  });

  it('say that it failed where it did', async () => {
    const grant = (await (await fetch(`${stand.service.endpointsUrl}/seed`, { method: 'POST' })).json()) as {
      sessionId: string;
      token: string;
    };
    const session = stand.create();
    const over = new Promise<SessionSummary>((resolve) => session.once('sessionEnd', resolve));
    await session.initSession(grant);
    await addFault({ call: 'say-text', kind: 'status', status: 401, sessionId: grant.sessionId });
    await session.sayText(SENTENCE).catch(() => undefined);
    expect((await over).reason).to.equal('error');
  });
});

import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';
import { AvatarError } from 'kaltura-avatar/errors';
import { connectAnalytics, type AnalyticsEvent, type AnalyticsOptions } from 'kaltura-avatar/analytics';

import { AvatarErrorEvent } from '../../src/element/events/error-event.js';
import { AvatarMessageEvent } from '../../src/element/events/message-event.js';
import { AvatarMetricsEvent } from '../../src/element/events/metrics-event.js';
import { AvatarSessionEndEvent } from '../../src/element/events/session-end-event.js';
import { AvatarStateChangeEvent } from '../../src/element/events/state-change-event.js';

interface Page {
  dataLayer?: unknown;
  gtag?: unknown;
  analytics?: unknown;
}

const page = globalThis as Page;

/** An event as the element fires it, by its name alone. */
function eventOf(type: string, members: object = {}): Event {
  return Object.assign(new Event(type, { bubbles: true, composed: true }), members);
}

describe('connectAnalytics()', () => {
  const stops: (() => void)[] = [];
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
    delete page.dataLayer;
    delete page.gtag;
    delete page.analytics;
  });

  const connect = (target: EventTarget, options: AnalyticsOptions): void =>
    void stops.push(connectAnalytics(target, options));
  const createTarget = (): HTMLElement => document.createElement('div');

  function journal(target: EventTarget, texts?: boolean): AnalyticsEvent[] {
    const told: AnalyticsEvent[] = [];
    connect(target, { to: (event) => void told.push(event), texts });
    return told;
  }

  it('tells what happens at a real avatar, wherever it stands in the page', async () => {
    const told = journal(document);
    const avatar = await fixture<KalturaAvatarElement>(
      html`<kaltura-avatar session-endpoint="/api/avatar/session"></kaltura-avatar>`,
    );
    await avatar.start();
    await avatar.end();
    const states = told
      .filter(({ name }) => name === 'avatar_state_change')
      .map(({ params }) => params['avatar_state']);
    expect(states).to.deep.equal(['connecting', 'live', 'ended']);
  });

  it('tells of each event what is worth counting, and no text', () => {
    const target = createTarget();
    const told = journal(target);
    target.dispatchEvent(new AvatarStateChangeEvent('live'));
    target.dispatchEvent(new AvatarMessageEvent('My name is Anna.', 'voice'));
    target.dispatchEvent(new AvatarErrorEvent(new AvatarError('TIMEOUT', 'Anna was not answered.')));
    const unknown = { answeredAfterMs: undefined, heardAfterVoiceMs: undefined, heardAfterMs: undefined };
    const times = { ...unknown, acceptedAfterMs: 120, heardMs: undefined };
    target.dispatchEvent(new AvatarMetricsEvent({ turnId: 't1', kind: 'text', outcome: 'interrupted', ...times }));
    const end = { seconds: 61, turns: 3, reason: 'idle', worstQuality: 'good' } as const;
    target.dispatchEvent(new AvatarSessionEndEvent(end));
    target.dispatchEvent(eventOf('avatar-consent', { given: true, version: '2026-11', microphone: false }));
    target.dispatchEvent(eventOf('avatar-feedback', { stars: 5, comment: 'From Anna.', other: 'Anna' }));
    expect(told).to.deep.equal([
      { name: 'avatar_state_change', params: { avatar_state: 'live' } },
      { name: 'avatar_message', params: { avatar_via: 'voice' } },
      { name: 'avatar_error', params: { avatar_error: 'TIMEOUT' } },
      {
        name: 'avatar_metrics',
        params: {
          avatar_turn_id: 't1',
          avatar_kind: 'text',
          avatar_outcome: 'interrupted',
          avatar_accepted_after_ms: 120,
        },
      },
      {
        name: 'avatar_session_end',
        params: { avatar_seconds: 61, avatar_turns: 3, avatar_reason: 'idle', avatar_worst_quality: 'good' },
      },
      {
        name: 'avatar_consent',
        params: { avatar_given: true, avatar_version: '2026-11', avatar_microphone: false },
      },
      { name: 'avatar_feedback', params: { avatar_stars: 5 } },
    ]);
  });

  it('tells what visitors write where that is wanted, its beginning', () => {
    const target = createTarget();
    const told = journal(target, true);
    target.dispatchEvent(new AvatarMessageEvent('a'.repeat(500), 'text'));
    target.dispatchEvent(eventOf('avatar-feedback', { stars: 5, comment: 'Nice.' }));
    expect(told.map(({ params }) => params)).to.deep.equal([
      { avatar_via: 'text', avatar_message: 'a'.repeat(100) },
      { avatar_stars: 5, avatar_comment: 'Nice.' },
    ]);
  });

  it('pushes to the data layer, which a tag manager finds when it comes', () => {
    const target = createTarget();
    connect(target, { to: 'dataLayer' });
    target.dispatchEvent(new AvatarStateChangeEvent('live'));
    expect(page.dataLayer).to.deep.equal([{ event: 'avatar_state_change', avatar_state: 'live' }]);
  });

  it('calls gtag() and analytics.track() as they want to be called', () => {
    const target = createTarget();
    const calls: unknown[][] = [];
    page.gtag = (...given: unknown[]) => calls.push(given);
    const tracked: unknown[] = [];
    const analytics = {
      track(...given: unknown[]): void {
        if (this === analytics) tracked.push(given);
      },
    };
    page.analytics = analytics;
    connect(target, { to: 'ga4' });
    connect(target, { to: 'segment' });
    target.dispatchEvent(new AvatarStateChangeEvent('live'));
    expect(calls).to.deep.equal([['event', 'avatar_state_change', { avatar_state: 'live' }]]);
    expect(tracked).to.deep.equal([['avatar_state_change', { avatar_state: 'live' }]]);
  });

  it('waits for analytics that come late, and tells them all in order', async () => {
    const target = createTarget();
    connect(target, { to: 'ga4' });
    for (const state of ['connecting', 'live'] as const) target.dispatchEvent(new AvatarStateChangeEvent(state));
    const states: unknown[] = [];
    page.gtag = (_command: string, _name: string, params: AnalyticsEvent['params']) =>
      states.push(params['avatar_state']);
    await waitUntil(() => states.length === 2, 'they were told', { timeout: 10_000 });
    target.dispatchEvent(new AvatarStateChangeEvent('ended'));
    expect(states).to.deep.equal(['connecting', 'live', 'ended']);
  });

  it('keeps the last hundred events for analytics that never come, or are something else', () => {
    const target = createTarget();
    page.analytics = 'blocked';
    connect(target, { to: 'segment' });
    for (let count = 0; count < 150; count += 1) target.dispatchEvent(eventOf('avatar-metrics', { heardMs: count }));
    const lengths: unknown[] = [];
    page.analytics = {
      track: (_name: string, params: AnalyticsEvent['params']) => lengths.push(params['avatar_heard_ms']),
    };
    target.dispatchEvent(eventOf('avatar-metrics', { heardMs: 150 }));
    expect([lengths.length, lengths[0], lengths.at(-1)]).to.deep.equal([100, 51, 150]);
  });

  it('goes on where analytics fail, whose error is theirs', async () => {
    const target = createTarget();
    const errors: unknown[] = [];
    const onError = (event: ErrorEvent): void => {
      errors.push(event.message);
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    // Before the test runner, which would take it for the test's.
    const { onerror } = window;
    window.onerror = null;
    window.addEventListener('error', onError, { capture: true });
    let calls = 0;
    page.gtag = () => {
      calls += 1;
      throw new Error('not today');
    };
    connect(target, { to: 'ga4' });
    target.dispatchEvent(new AvatarStateChangeEvent('live'));
    target.dispatchEvent(new AvatarStateChangeEvent('ended'));
    await waitUntil(() => errors.length === 2);
    window.removeEventListener('error', onError, { capture: true });
    window.onerror = onerror;
    expect(calls).to.equal(2);
    expect(String(errors[0])).to.include('not today');
  });

  it('tells nothing more when it is stopped', () => {
    const target = createTarget();
    const told: AnalyticsEvent[] = [];
    const stop = connectAnalytics(target, { to: (event) => void told.push(event) });
    target.dispatchEvent(new AvatarStateChangeEvent('live'));
    stop();
    stop();
    target.dispatchEvent(new AvatarStateChangeEvent('ended'));
    expect(told.length).to.equal(1);
  });

  it('says what is wrong with what it is given', () => {
    const wrong: [unknown, unknown, RegExp][] = [
      [createTarget(), { to: 'matomo' }, /to should be 'dataLayer', 'ga4', 'segment' or a function/],
      [createTarget(), { to: 'toString' }, /to should be/],
      [null, { to: 'ga4' }, /the first argument should be an element/],
    ];
    for (const [target, options, message] of wrong)
      expect(() => connectAnalytics(target as EventTarget, options as AnalyticsOptions)).to.throw(TypeError, message);
  });

  describe('by a script tag', () => {
    async function load(dataset: Record<string, string>): Promise<void> {
      const script = Object.assign(document.createElement('script'), { src: '/dist/cdn/kaltura-avatar.analytics.js' });
      Object.assign(script.dataset, dataset);
      const loaded = new Promise((resolve) => script.addEventListener('load', resolve, { once: true }));
      document.head.append(script);
      await loaded;
      script.remove();
    }

    it('tells of all avatars of the page, as its attributes say', async () => {
      const calls: unknown[][] = [];
      page.gtag = (...given: unknown[]) => calls.push(given);
      await load({ to: 'ga4', texts: '' });
      await load({});
      const target = await fixture(html`<div></div>`);
      target.dispatchEvent(new AvatarMessageEvent('Hello', 'text'));
      expect(calls).to.deep.equal([['event', 'avatar_message', { avatar_via: 'text', avatar_message: 'Hello' }]]);
      expect(page.dataLayer).to.deep.equal([{ event: 'avatar_message', avatar_via: 'text' }]);
    });
  });
});

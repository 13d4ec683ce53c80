import { expect } from '@open-wc/testing';

import { backendFetch, type BackendRequestInit } from '../../src/element/backend/backend-fetch.js';
import { addFault, captureComplaints, eventually, reportOf } from '../support/in-browser.js';
import { mountAvatar } from '../support/avatar-fixture.js';

describe('requests to the page’s own backend', () => {
  const fetch = window.fetch.bind(window);
  const sent: (string | null)[] = [];
  beforeEach(() => {
    sent.length = 0;
    window.fetch = (_, init) => {
      sent.push(new Headers(init?.headers).get('X-Page'));
      return Promise.resolve(new Response('{}'));
    };
  });
  afterEach(() => {
    window.fetch = fetch;
    window.dispatchEvent(new PageTransitionEvent('pageshow'));
  });

  const mark = (value: string): RequestInit => ({ headers: { 'X-Page': value } });
  const access = (requestInit: BackendRequestInit) => ({
    sessionEndpoint: '/api/avatar/session',
    credentials: 'same-origin' as const,
    requestInit,
  });

  it('carry what the page gives at that moment, as a value or by a function', async () => {
    const page = access(mark('one'));
    const send = backendFetch(page);
    await send('/api/avatar/session', {});
    page.requestInit = mark('two');
    await send('/api/avatar/session', {});
    page.requestInit = () => Promise.resolve(mark('three'));
    await send('/api/avatar/session', {});
    await send('/api/avatar/session/1/end', { keepalive: true });
    expect(sent).to.deep.equal(['one', 'two', 'three', 'three']);
  });

  it('end a session with the newest that the page gives, while the page stays', async () => {
    let token = 'old';
    const send = backendFetch(access(() => Promise.resolve(mark(token))));
    await send('/api/avatar/session', {});
    token = 'new';
    await send('/api/avatar/session/1/end', { keepalive: true });
    expect(sent).to.deep.equal(['old', 'new']);
  });

  it('end a session with what was given last where the page’s function fails', async () => {
    const page = access(mark('good'));
    const send = backendFetch(page);
    await send('/api/avatar/session', {});
    page.requestInit = () => Promise.reject(new Error('The login is over.'));
    await send('/api/avatar/session/1/end', { keepalive: true });
    page.requestInit = () => {
      throw new Error('The login is over.');
    };
    await send('/api/avatar/session/1/end', { keepalive: true });
    expect(sent).to.deep.equal(['good', 'good', 'good']);
  });

  it('end a session at once when the page is left, also one that waits already', async () => {
    const page = access(mark('good'));
    const send = backendFetch(page);
    await send('/api/avatar/session', {});
    page.requestInit = () => new Promise(() => undefined);
    const waiting = send('/api/avatar/session/1/end', { keepalive: true });
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    await waiting;
    await send('/api/avatar/session/2/end', { keepalive: true });
    expect(sent).to.deep.equal(['good', 'good', 'good']);
  });

  it('are given up with their signal while the page’s function has not answered', async () => {
    const send = backendFetch(access(() => new Promise(() => undefined)));
    const outcome = await send('/api/avatar/session', { signal: AbortSignal.timeout(1) }).catch(
      (error: unknown) => error,
    );
    expect((outcome as Error).name).to.equal('TimeoutError');
    expect(sent).to.deep.equal([]);
  });
});

describe('a greeting', () => {
  it('is said all the same where the service was busy at first', async () => {
    const complaints = captureComplaints();
    await addFault({ call: 'say-text', kind: 'status', status: 400, times: 1 });
    const avatar = await mountAvatar({ greeting: 'Good day.', muted: '' });
    await avatar.start();
    const turns = await eventually(async () => {
      const report = await reportOf(avatar.sessionId);
      return report !== undefined && report.turns.length > 0 && report.turns;
    });
    complaints.restore();
    expect(turns.map(({ text }) => text)).to.deep.equal(['Good day.']);
    await avatar.end();
  });
});

import { expect, fixture, html } from '@open-wc/testing';
import type { AvatarConsentEvent, KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { FakeRecognition } from '../support/fake-recognition.js';
import { captureComplaints, eventually, failureOf, nextEvent, reportOf } from '../support/in-browser.js';

/** It takes consents to the version 2026-11 alone. */
const ENDPOINT = '/api/asking-avatar/session';
const VERSION = '2026-11';

interface Call {
  method: string;
  /** Below the endpoint. */
  path: string;
  body: Record<string, unknown>;
  status: number | undefined;
}

/** What the page asks of the backend. */
function watchCalls(): { calls: Call[]; restore: () => void } {
  const original = window.fetch.bind(window);
  const calls: Call[] = [];
  window.fetch = async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input, location.href);
    const isOfBackend = pathname.startsWith(ENDPOINT);
    const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : {};
    const call: Call = {
      method: init?.method ?? 'GET',
      path: pathname.slice(ENDPOINT.length),
      body,
      status: undefined,
    };
    if (isOfBackend) calls.push(call);
    const response = await original(input, init);
    call.status = response.status;
    return response;
  };
  return { calls, restore: () => (window.fetch = original) };
}

const find = (avatar: KalturaAvatarElement, part: string): HTMLElement | null =>
  avatar.shadowRoot?.querySelector<HTMLElement>(`[part~="${part}"]`) ?? null;
const shown = (avatar: KalturaAvatarElement, part: string): Promise<HTMLElement> =>
  eventually(() => find(avatar, part) ?? undefined);
const answer = async (avatar: KalturaAvatarElement, how: 'accept' | 'decline'): Promise<void> =>
  (await shown(avatar, `consent-${how}-button`)).click();
const consentsOf = (avatar: KalturaAvatarElement): Pick<AvatarConsentEvent, 'given' | 'version' | 'microphone'>[] => {
  const told: Pick<AvatarConsentEvent, 'given' | 'version' | 'microphone'>[] = [];
  avatar.addEventListener('avatar-consent', ({ given, version, microphone }) =>
    told.push({ given, version, microphone }),
  );
  return told;
};

describe('consent', () => {
  let watch: ReturnType<typeof watchCalls>;
  let console: ReturnType<typeof captureComplaints>;
  beforeEach(() => {
    localStorage.clear();
    watch = watchCalls();
    console = captureComplaints();
    FakeRecognition.install();
  });
  afterEach(async () => {
    await Promise.all(mounted.splice(0).map((avatar) => avatar.end()));
    watch.restore();
    console.restore();
    FakeRecognition.restore();
    localStorage.clear();
  });

  const mounted: KalturaAvatarElement[] = [];
  const mount = async (attributes: Record<string, string> = {}): Promise<KalturaAvatarElement> => {
    const avatar = document.createElement('kaltura-avatar');
    const all = { consent: 'required', 'session-endpoint': ENDPOINT, 'consent-version': VERSION, ...attributes };
    for (const [name, value] of Object.entries(all)) avatar.setAttribute(name, value);
    mounted.push(avatar);
    await fixture(html`<div>${avatar}</div>`);
    await avatar.updateComplete;
    return avatar;
  };
  /** The calls that open something, cost something, or tell of the visitor. */
  const costly = (): string[] =>
    watch.calls.filter(({ method }) => method !== 'GET').map(({ path }) => path.replace(/^\/[\w-]{20,}/, '/:id'));

  describe('comes before anything is asked of the backend', () => {
    const ways: [string, Record<string, string>, (avatar: KalturaAvatarElement) => unknown][] = [
      ['start()', {}, (avatar) => avatar.start().catch(() => undefined)],
      ['autostart with a greeting', { autostart: '', greeting: 'Hello.' }, () => undefined],
      ['send()', {}, (avatar) => avatar.send('Hello?').catch(() => undefined)],
      [
        'the start button',
        {},
        async (avatar) => {
          const button = await shown(avatar, 'start-button');
          button.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, composed: true }));
          button.click();
        },
      ],
      [
        'the composer',
        { composer: '' },
        async (avatar) => {
          const field = (await shown(avatar, 'composer-field')) as HTMLTextAreaElement;
          field.value = 'Hello?';
          field.dispatchEvent(new InputEvent('input', { bubbles: true }));
          field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
        },
      ],
      [
        'the microphone',
        { composer: '' },
        async (avatar) => {
          (await shown(avatar, 'microphone-button')).click();
        },
      ],
    ];
    for (const [name, attributes, act] of ways)
      it(`with ${name}`, async () => {
        const avatar = await mount(attributes);
        void act(avatar);
        await shown(avatar, 'consent-accept-button');
        expect(avatar.state).to.equal('idle');
        expect(avatar.session).to.equal(null);
        expect(watch.calls.filter(({ path }) => !path.includes('/avatars'))).to.deep.equal([]);
        expect(FakeRecognition.count).to.equal(0);
        await avatar.end();
        await eventually(() => find(avatar, 'consent') === null || name === 'the microphone');
      });

    it('whatever the attribute says', async () => {
      const avatar = await mount({ consent: 'requred' });
      const started = failureOf(avatar.start());
      await answer(avatar, 'decline');
      expect((await started).code).to.equal('CONSENT_REQUIRED');
    });

    it('and what is said before the start is refused as ever', async () => {
      const avatar = await mount();
      expect((await failureOf(avatar.speak('Hello.'))).code).to.equal('INVALID_STATE');
      expect(costly()).to.deep.equal([]);
    });
  });

  it('goes along with the request for a session once it is given, and with each message', async () => {
    const avatar = await mount();
    const told = consentsOf(avatar);
    const sent = avatar.send('Hello?');
    await answer(avatar, 'accept');
    await sent;
    expect(avatar.state).to.equal('live');
    expect(find(avatar, 'consent')).to.equal(null);
    expect(told).to.deep.equal([{ given: true, version: VERSION, microphone: false }]);
    const [opened] = watch.calls.filter(({ path, method }) => path === '' && method === 'POST');
    expect(opened?.body['consent']).to.deep.equal({ version: VERSION });
    const reply = watch.calls.find(({ path }) => path.endsWith('/reply'));
    expect(reply?.body).to.deep.include({ message: 'Hello?', consent: { version: VERSION } });
    expect([opened?.status, reply?.status]).to.deep.equal([200, 200]);
  });

  it('is refused by “Not now”: the avatar stays idle, and the start fails with CONSENT_REQUIRED', async () => {
    const avatar = await mount();
    const told = consentsOf(avatar);
    const errors: string[] = [];
    avatar.addEventListener('avatar-error', ({ error }) => errors.push(error.code));
    const started = failureOf(avatar.start());
    await answer(avatar, 'decline');
    expect((await started).code).to.equal('CONSENT_REQUIRED');
    await eventually(() => find(avatar, 'consent') === null);
    expect(avatar.state).to.equal('idle');
    expect(avatar.error).to.equal(null);
    expect(errors).to.deep.equal([]);
    expect(told).to.deep.equal([{ given: false, version: VERSION, microphone: false }]);
    expect(costly()).to.deep.equal([]);
    // The next start asks again.
    const again = avatar.start();
    await answer(avatar, 'accept');
    await again;
    expect(avatar.state).to.equal('live');
  });

  it('is remembered for an endpoint and a version, and shared with other avatars that ask for it', async () => {
    const [first, second] = [await mount(), await mount()];
    const started = Promise.all([first.start(), second.start()]);
    await shown(second, 'consent');
    await answer(first, 'accept');
    await started;
    const third = await mount();
    await third.start();
    expect(third.state).to.equal('live');
    expect(Object.keys(localStorage)).to.deep.equal([
      `kaltura-avatar:consent:${location.origin}${ENDPOINT} ${VERSION}`,
    ]);
    const other = await mount({ 'consent-version': '2026-12' });
    void other.start().catch(() => undefined);
    await shown(other, 'consent');
  });

  it('is remembered for the life of the page where there is no storage', async () => {
    const setItem = Object.getOwnPropertyDescriptor(Storage.prototype, 'setItem') ?? {};
    Storage.prototype.setItem = () => {
      throw new DOMException('Denied', 'SecurityError');
    };
    try {
      const avatar = await mount();
      const started = avatar.start();
      await answer(avatar, 'accept');
      await started;
      const next = await mount();
      await next.start();
      expect(localStorage.length).to.equal(0);
      await next.withdrawConsent();
    } finally {
      Object.defineProperty(Storage.prototype, 'setItem', setItem);
    }
  });

  it('is asked for again where the backend wants another version, and the start goes on', async () => {
    const avatar = await mount({ 'consent-version': '2025-01' });
    const told = consentsOf(avatar);
    const started = avatar.start();
    await answer(avatar, 'accept');
    await eventually(() => watch.calls.some(({ status }) => status === 403));
    await answer(avatar, 'accept');
    await started;
    expect(avatar.state).to.equal('live');
    expect(told.map(({ version }) => version)).to.deep.equal(['2025-01', VERSION]);
    const asked = watch.calls.filter(({ path, method }) => path === '' && method === 'POST');
    expect(asked.map(({ body, status }) => [body['consent'], status])).to.deep.equal([
      [{ version: '2025-01' }, 403],
      [{ version: VERSION }, 200],
    ]);
  });

  it('leaves the avatar idle where the visitor declines another version', async () => {
    const avatar = await mount({ 'consent-version': '2025-01' });
    const started = failureOf(avatar.start());
    await answer(avatar, 'accept');
    await eventually(() => watch.calls.some(({ status }) => status === 403));
    await answer(avatar, 'decline');
    expect((await started).code).to.equal('CONSENT_REQUIRED');
    await eventually(() => avatar.state === 'idle' && find(avatar, 'consent') === null);
    expect(avatar.error).to.equal(null);
    expect(watch.calls.filter(({ status }) => status === 200 && costly().length > 1)).to.deep.equal([]);
  });

  it('is withdrawn by withdrawConsent(): the backend is told, the session ends, and the next start asks', async () => {
    const avatar = await mount();
    const started = avatar.start();
    await answer(avatar, 'accept');
    await started;
    const id = avatar.sessionId;
    const told = nextEvent(avatar, 'avatar-consent');
    await avatar.withdrawConsent();
    expect((await told).given).to.equal(false);
    expect(avatar.state).to.equal('ended');
    const call = watch.calls.find(({ path }) => path.endsWith('/consent'));
    expect([call?.body, call?.status]).to.deep.equal([{ withdrawn: true }, 200]);
    expect((await reportOf(id))?.state).to.equal('ended');
    expect(localStorage.length).to.equal(0);
    void avatar.start().catch(() => undefined);
    await shown(avatar, 'consent');
  });

  it('is withdrawn by the visitor, for all avatars that had it', async () => {
    const [first, second] = [await mount(), await mount()];
    const started = Promise.all([first.start(), second.start()]);
    await answer(first, 'accept');
    await started;
    const button = await shown(first, 'consent-note-button');
    const told = consentsOf(second);
    button.click();
    (await shown(first, 'consent-withdraw-button')).click();
    await eventually(() => first.state === 'ended' && second.state === 'ended');
    expect(told).to.deep.equal([{ given: false, version: VERSION, microphone: false }]);
    expect(watch.calls.filter(({ path }) => path.endsWith('/consent'))).to.have.length(2);
    await eventually(() => find(first, 'consent-note-button') === null);
  });

  it('has a line of its own for the microphone, which is asked for where it was not given', async () => {
    const avatar = await mount({ composer: '' });
    await shown(avatar, 'microphone-button');
    const told = consentsOf(avatar);
    const started = avatar.start();
    const box = (await shown(avatar, 'consent-microphone')) as HTMLInputElement;
    expect(box.checked).to.equal(false);
    await answer(avatar, 'accept');
    await started;
    find(avatar, 'microphone-button')?.click();
    const again = (await shown(avatar, 'consent-microphone')) as HTMLInputElement;
    expect(FakeRecognition.count).to.equal(0);
    again.click();
    await answer(avatar, 'accept');
    await eventually(() => find(avatar, 'consent') === null);
    expect(avatar.state).to.equal('live');
    expect(told.map(({ microphone }) => microphone)).to.deep.equal([false, true]);
    await eventually(() => watch.calls.some(({ path, status }) => path.endsWith('/consent') && status === 200));
    expect(watch.calls.find(({ path }) => path.endsWith('/consent'))?.body).to.deep.equal({
      version: VERSION,
      microphone: true,
    });
    find(avatar, 'microphone-button')?.click();
    await eventually(() => FakeRecognition.count === 1);
    FakeRecognition.latest?.abort();
  });

  it('is asked for in a named dialog that takes the focus of a visitor who starts, and gives it back', async () => {
    const avatar = await mount({ composer: '' });
    await shown(avatar, 'microphone-button');
    const start = await shown(avatar, 'start-button');
    start.focus();
    start.click();
    const card = await shown(avatar, 'consent-card');
    expect(card.getAttribute('role')).to.equal('dialog');
    await eventually(() => avatar.shadowRoot?.activeElement === card);
    await expect(avatar).to.be.accessible();
    expect(getComputedStyle(start).visibility).to.equal('hidden');
    card.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    await eventually(() => avatar.shadowRoot?.activeElement === find(avatar, 'start-button'));
    expect(avatar.state).to.equal('idle');
  });

  it('takes the focus of nobody where the avatar starts by itself, and is announced', async () => {
    const avatar = await mount({ autostart: '' });
    await shown(avatar, 'consent-card');
    expect(avatar.matches(':focus-within')).to.equal(false);
    const status = avatar.shadowRoot?.querySelector('.consent-status');
    await eventually(() => status?.textContent.includes('Before we start'));
    await avatar.end();
  });

  it('links to the terms in a new tab, and to nothing that is no page', async () => {
    const avatar = await mount({ 'consent-terms': '/terms' });
    void avatar.start().catch(() => undefined);
    const link = (await shown(avatar, 'consent-terms')) as HTMLAnchorElement;
    expect([link.href, link.target]).to.deep.equal([`${location.origin}/terms`, '_blank']);
    avatar.consentTerms = 'data:text/html,<script>alert(1)</script>';
    await eventually(() => find(avatar, 'consent-terms') === null);
    expect(console.messages.join()).to.contain('consent-terms should be an http or https URL');
  });

  it('shows the terms of the page in its slot', async () => {
    const avatar = await mount();
    avatar.innerHTML = '<p slot="consent">Our own words.</p>';
    void avatar.start().catch(() => undefined);
    await shown(avatar, 'consent');
    expect(avatar.querySelector('p')?.checkVisibility()).to.equal(true);
  });
});

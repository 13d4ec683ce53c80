import { expect, fixture, html } from '@open-wc/testing';
import type { KalturaAvatarElement } from 'kaltura-avatar';

import { mountAvatar, partOf } from '../support/avatar-fixture.js';
import { addFault, captureComplaints, eventually, reportOf, reports } from '../support/in-browser.js';

describe('the life of <kaltura-avatar> on a page', () => {
  let complaints: ReturnType<typeof captureComplaints>;
  beforeEach(() => {
    complaints = captureComplaints();
  });
  afterEach(() => complaints.restore());

  const openSessions = async (): Promise<number> => (await reports()).filter(({ state }) => state !== 'ended').length;

  it('survives 50 moves while it connects and lives, with one session and one video', async () => {
    const avatar = await mountAvatar({ controls: '', captions: '' });
    const before = (await reports()).length;
    const places = await fixture<HTMLElement>(
      html`<div>
        <p></p>
        <section><div></div></section>
      </div>`,
    );
    const [first, second] = [places.querySelector('p'), places.querySelector('section div')];
    const starting = avatar.start();
    for (let move = 0; move < 25; move++) (move % 2 ? first : second)?.append(avatar);
    await starting;
    for (let move = 0; move < 25; move++) {
      (move % 2 ? first : second)?.append(avatar);
      await avatar.updateComplete;
    }
    await eventually(() => avatar.video?.paused === false);
    expect([avatar.state, (await reports()).length - before]).to.deep.equal(['live', 1]);
    const { currentTime = 0 } = avatar.video ?? {};
    await eventually(() => (avatar.video?.currentTime ?? 0) > currentTime);
    expect(avatar.shadowRoot?.querySelectorAll('video, .controls')).to.have.length(2);
    expect(complaints.messages).to.deep.equal([]);
  });

  it('goes on where the page moves it with moveBefore()', async () => {
    const avatar = await mountAvatar();
    await avatar.start();
    const elsewhere = await fixture<HTMLElement>(html`<div></div>`);
    elsewhere.moveBefore(avatar, null);
    expect([avatar.state, avatar.video?.paused]).to.deep.equal(['live', false]);
  });

  it('is cloned with its attributes, and without its session', async () => {
    const avatar = await mountAvatar({ 'avatar-id': 'noor', muted: '' });
    await avatar.start();
    avatar.after(avatar.cloneNode(true));
    const clone = avatar.nextElementSibling as KalturaAvatarElement;
    await clone.updateComplete;
    expect([clone.avatarId, clone.muted, clone.state, clone.sessionId]).to.deep.equal(['noor', true, 'idle', null]);
  });

  it('ends what it was opening when it is removed on the way, and starts by itself when it is back', async () => {
    const avatar = await mountAvatar({ autostart: '' });
    await eventually(() => avatar.sessionId !== null);
    const { parentElement, sessionId } = avatar;
    avatar.remove();
    await eventually(async () => (await reportOf(sessionId))?.state === 'ended');
    await eventually(() => avatar.state === 'ended');
    parentElement?.append(avatar);
    await eventually(() => avatar.state === 'live');
    expect(avatar.sessionId).not.to.equal(sessionId);
  });

  it('is not started again by itself after the visitor has ended it', async () => {
    const avatar = await mountAvatar({ autostart: '' });
    await eventually(() => avatar.state === 'live');
    await avatar.end();
    avatar.label = 'Maya';
    await avatar.updateComplete;
    await avatar.updateComplete;
    expect(avatar.state).to.equal('ended');
  });

  it('greets in the language that the visitor speaks at the start', async () => {
    const avatar = await mountAvatar({ lang: 'en', greeting: '{"en": "Good day.", "he": "שלום."}' });
    avatar.lang = 'he-IL';
    await avatar.start();
    await eventually(() => avatar.transcript.some(({ text }) => text === 'שלום.'));
    expect(avatar.transcript).to.have.length(1);
  });

  it('greets once a session is live, and again in the next one', async () => {
    const avatar = await mountAvatar({ greeting: 'Good day.' });
    for (let nth = 0; nth < 2; nth++) {
      await avatar.start();
      const turns = await eventually(async () => {
        const report = await reportOf(avatar.sessionId);
        return report !== undefined && report.turns.length > 0 && report.turns;
      });
      expect(turns.map(({ text }) => text)).to.deep.equal(['Good day.']);
      await avatar.end();
    }
  });

  it('lets one of several with solo speak at a time', async () => {
    const [first, second, loud] = await Promise.all([
      mountAvatar({ solo: '' }),
      mountAvatar({ solo: '' }),
      mountAvatar(),
    ]);
    await Promise.all([first, second, loud].map((avatar) => avatar.start()));
    const long = 'One two three four five six seven eight nine ten. '.repeat(4);
    await Promise.all([first.speak(long), loud.speak(long)]);
    await eventually(() => first.speaking && loud.speaking);
    await second.speak(long);
    await eventually(() => second.speaking && !first.speaking);
    expect(loud.speaking).to.be.true;
    expect((await reportOf(first.sessionId))?.turns.at(-1)?.state).to.equal('interrupted');
  });

  it('shows what it is doing as custom states', async () => {
    const avatar = await mountAvatar();
    const on = (): string[] =>
      ['idle', 'connecting', 'live', 'speaking', 'ended', 'error'].filter((state) =>
        avatar.matches(`:state(${state})`),
      );
    const seen = [on()];
    const starting = avatar.start();
    await avatar.updateComplete;
    seen.push(on());
    await starting;
    await avatar.updateComplete;
    seen.push(on());
    await avatar.speak('Hello there.');
    await eventually(() => avatar.speaking);
    await avatar.updateComplete;
    seen.push(on());
    await avatar.end();
    await avatar.updateComplete;
    expect([...seen, on()]).to.deep.equal([['idle'], ['connecting'], ['live'], ['live', 'speaking'], ['ended']]);
  });

  it('shows the page’s own elements in its slots, and starts when they are pressed', async () => {
    await addFault({ call: 'create', kind: 'status', status: 500 });
    const avatar = await mountAvatar();
    avatar.innerHTML = `<img slot="poster" alt=""><b slot="start">Talk to me</b><i slot="loading">One moment</i>
      <div slot="error"><button>Once more</button></div><div slot="ended"><button>Encore</button></div>`;
    const slotted = (name: string): boolean => avatar.querySelector(`[slot="${name}"]`)?.checkVisibility() ?? false;
    // A refusal may come before anybody looks again.
    const isLoadingShown = new Promise<boolean>((resolve) => {
      avatar.addEventListener('avatar-state-change', ({ state }) => {
        if (state === 'connecting') void avatar.updateComplete.then(() => resolve(slotted('loading')));
      });
    });
    avatar.querySelector<HTMLElement>('[slot="start"]')?.click();
    expect(await isLoadingShown).to.be.true;
    await eventually(() => avatar.state === 'error' && slotted('error'));
    avatar.querySelector<HTMLElement>('[slot="error"]')?.click();
    expect(avatar.state, 'only the button starts it').to.equal('error');
    avatar.querySelector<HTMLElement>('[slot="error"] button')?.click();
    await eventually(() => avatar.state === 'live');
    await avatar.end();
    await avatar.updateComplete;
    expect(slotted('ended')).to.be.true;
    avatar.querySelector<HTMLElement>('[slot="ended"] button')?.click();
    expect(avatar.state).to.equal('connecting');
    await avatar.end();
  });

  it('says that the browser lacks WebRTC, before anything is asked for', async () => {
    const { RTCPeerConnection } = window;
    Reflect.deleteProperty(window, 'RTCPeerConnection');
    try {
      const avatar = await mountAvatar();
      expect(avatar.state).to.equal('unsupported');
      expect(partOf(avatar, 'unsupported')?.textContent).to.contain('This browser cannot show the avatar');
      await expect(avatar).to.be.accessible();
      const before = await openSessions();
      let code = '';
      await avatar.start().catch((error: unknown) => (code = (error as { code: string }).code));
      expect([code, await openSessions()]).to.deep.equal(['UNSUPPORTED_BROWSER', before]);
    } finally {
      window.RTCPeerConnection = RTCPeerConnection;
    }
  });
});

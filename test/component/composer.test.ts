import { expect, fixture, html } from '@open-wc/testing';
import type { AvatarMessageEvent, KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { FakeRecognition } from '../support/fake-recognition.js';
import {
  addFault,
  captureComplaints,
  eventually,
  failureOf,
  nextEvent,
  reportOf,
  type SessionReport,
} from '../support/in-browser.js';

const ENDPOINT = '/api/talking-avatar/session';
const part = (avatar: KalturaAvatarElement, name: string): HTMLElement => {
  const found = avatar.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`);
  if (!found) throw new Error(`There is no ${name}`);
  return found;
};
const field = (avatar: KalturaAvatarElement): HTMLTextAreaElement =>
  part(avatar, 'composer-field') as HTMLTextAreaElement;
const statusOf = (avatar: KalturaAvatarElement): string => part(avatar, 'composer-status').textContent.trim();
const write = (avatar: KalturaAvatarElement, text: string): void => {
  field(avatar).value = text;
  field(avatar).dispatchEvent(new InputEvent('input', { bubbles: true }));
};
const press = (target: HTMLElement, key: string, init: KeyboardEventInit = {}): boolean =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }));
const say = (avatar: KalturaAvatarElement, text: string): void => {
  write(avatar, text);
  press(field(avatar), 'Enter');
};
const turnsOf = async (avatar: KalturaAvatarElement): Promise<SessionReport['turns']> =>
  (await reportOf(avatar.sessionId))?.turns ?? [];
const saidBy = (avatar: KalturaAvatarElement): string[] =>
  avatar.transcriptLog.entries.map(({ role, text }) => `${role}: ${text}`);

describe('the composer', () => {
  let console: ReturnType<typeof captureComplaints>;
  beforeEach(() => {
    console = captureComplaints();
    FakeRecognition.remove();
  });
  afterEach(() => {
    console.restore();
    FakeRecognition.restore();
  });

  const mountComposer = async (endpoint: string | null = ENDPOINT): Promise<KalturaAvatarElement> => {
    const avatar = await fixture<KalturaAvatarElement>(
      html`<kaltura-avatar composer session-endpoint=${endpoint ?? ''}></kaltura-avatar>`,
    );
    await eventually(() => avatar.shadowRoot?.querySelector('.composer') !== null);
    return avatar;
  };
  const mount = mountComposer;

  it('is a named field and a button, and accessible', async () => {
    const avatar = await mount();
    await expect(avatar).to.be.accessible();
    expect(field(avatar).getAttribute('aria-label')).to.equal('Message');
    expect(part(avatar, 'send-button').textContent.trim()).to.equal('Send');
    expect(avatar.shadowRoot?.querySelector('[part~="microphone-button"]')).to.equal(null);
  });

  it('grows with its text up to four lines, and is not there in a thumbnail', async () => {
    const avatar = await mount();
    const low = field(avatar).clientHeight;
    write(avatar, 'one\ntwo\nthree');
    const grown = field(avatar).clientHeight;
    write(avatar, 'one\ntwo\nthree\nfour\nfive\nsix\nseven');
    expect(grown).to.be.greaterThan(low * 1.8);
    expect(field(avatar).clientHeight).to.be.lessThan(low * 4);
    avatar.style.inlineSize = '160px';
    expect(field(avatar).checkVisibility()).to.be.false;
  });

  it('invites in few words where there is little room', async () => {
    const avatar = await mount();
    avatar.style.inlineSize = '360px';
    await eventually(() => field(avatar).placeholder === 'Write a message…');
    avatar.style.inlineSize = '200px';
    await eventually(() => field(avatar).placeholder === 'Message');
  });

  it('is written in the direction of the page, and then of what is written', async () => {
    const avatar = await mount();
    avatar.dir = 'rtl';
    const directions: string[] = [];
    for (const text of ['', 'Hello', 'مرحبا', '']) {
      write(avatar, text);
      await avatar.updateComplete;
      directions.push(getComputedStyle(field(avatar)).direction);
    }
    expect(directions).to.deep.equal(['rtl', 'ltr', 'rtl', 'rtl']);
  });

  it('starts the avatar with the first message, and the backend’s answer is spoken', async () => {
    const avatar = await mount();
    let event: AvatarMessageEvent | undefined;
    avatar.addEventListener('avatar-message', (sent) => (event = sent));
    say(avatar, ' Hello there ');
    expect([event?.message, event?.via]).to.deep.equal(['Hello there', 'text']);
    await nextEvent(avatar, 'avatar-speaking-start');
    expect(field(avatar).value).to.equal('');
    expect((await turnsOf(avatar)).map(({ text }) => text)).to.deep.equal([
      'You said: Hello there. That was message 1.',
    ]);
    expect(saidBy(avatar)).to.deep.equal([
      'visitor: Hello there',
      'avatar: You said: Hello there. That was message 1.',
    ]);
    await expect(avatar).to.be.accessible();
  });

  it('leaves lines and compositions alone', async () => {
    const avatar = await mount();
    let count = 0;
    avatar.addEventListener('avatar-message', (event) => {
      count++;
      event.preventDefault();
    });
    write(avatar, 'こんにち');
    expect(press(field(avatar), 'Enter', { shiftKey: true })).to.be.true;
    expect(press(field(avatar), 'Enter', { isComposing: true })).to.be.true;
    expect(press(field(avatar), 'Enter', { keyCode: 229 })).to.be.true;
    expect(count).to.equal(0);
    part(avatar, 'send-button').click();
    expect(count).to.equal(1);
  });

  it('sends nothing where there is nothing', async () => {
    const avatar = await mount();
    let count = 0;
    avatar.addEventListener('avatar-message', () => count++);
    say(avatar, ' \n ');
    part(avatar, 'send-button').click();
    expect([count, avatar.state]).to.deep.equal([0, 'idle']);
    expect((await failureOf(avatar.send(''))).code).to.equal('INVALID_INPUT');
  });

  it('does nothing more where the page answers by itself', async () => {
    const avatar = await mount();
    const ancestor = new AbortController();
    document.addEventListener('avatar-message', (event) => event.preventDefault(), ancestor);
    const calls = (): number =>
      performance.getEntriesByType('resource').filter(({ name }) => name.includes('/session')).length;
    const before = calls();
    say(avatar, 'Hello');
    await avatar.send('Hello again');
    ancestor.abort();
    expect([avatar.state, saidBy(avatar)]).to.deep.equal(['idle', ['visitor: Hello', 'visitor: Hello again']]);
    expect(calls()).to.equal(before);
  });

  it('interrupts the answer before with the next message, also one that is sent by the page', async () => {
    const avatar = await mount();
    say(avatar, 'Please go on');
    await nextEvent(avatar, 'avatar-speaking-start');
    await avatar.send('Stop it');
    const turns = await turnsOf(avatar);
    expect(turns[0]?.state).to.equal('interrupted');
    expect(turns.at(-1)?.text).to.equal('You said: Stop it. That was message 2.');
    expect(avatar.state).to.equal('live');
    expect(console.messages).to.be.empty;
  });

  it('asks with the element’s credentials and headers, and keeps the endpoint’s query', async () => {
    const avatar = await mount(`${ENDPOINT}?tenant=7`);
    avatar.requestInit = { headers: { 'X-Page': 'mine' } };
    avatar.credentials = 'include';
    const { fetch: original } = globalThis;
    const asked: Request[] = [];
    globalThis.fetch = (input, init) => {
      const request = new Request(input, init);
      if (request.url.includes('/reply')) asked.push(request);
      return original(input, init);
    };
    try {
      await avatar.send('Hello');
      const [request] = asked;
      expect(request?.url).to.equal(`${location.origin}${ENDPOINT}/${avatar.sessionId}/reply?tenant=7`);
      expect(request?.headers.get('X-Page')).to.equal('mine');
      expect(request?.credentials).to.equal('include');
    } finally {
      globalThis.fetch = original;
    }
  });

  it('gives the message back and says why where nobody answers, and sends it as one when it is sent again', async () => {
    const avatar = await mount();
    const failed = nextEvent(avatar, 'avatar-error');
    say(avatar, 'Please fail at once');
    expect((await failed).error.code).to.equal('API_REQUEST_FAILED');
    await eventually(() => field(avatar).value === 'Please fail at once');
    expect(statusOf(avatar)).to.equal('There was no answer. Please try again.');
    await expect(avatar).to.be.accessible();
    await failureOf(avatar.send('Please fail at once'));
    expect(saidBy(avatar)).to.deep.equal(['visitor: Please fail at once']);
    write(avatar, 'Something else');
    await avatar.updateComplete;
    expect(statusOf(avatar)).to.equal('');
  });

  it('tells of an answer that breaks off, and keeps what there was of it', async () => {
    const avatar = await mount();
    const error = await failureOf(avatar.send('Please fail later'));
    expect(error.message).to.contain('The reply failed');
    await eventually(() => saidBy(avatar)[1]?.includes('You said: Please fail later'));
  });

  describe('after the machine had slept, and let its session die', () => {
    const { now } = Date;
    let sleptMs: number;
    beforeEach(() => {
      sleptMs = 0;
      Date.now = () => now() + sleptMs;
    });
    afterEach(() => {
      Date.now = now;
    });
    const messageOf = (text: string): string => `You said: ${text}. That was message 1.`;

    const endAtBackend = async ({ session, sessionId }: KalturaAvatarElement): Promise<void> => {
      const headers = { 'Content-Type': 'application/json', ...session?.getProof() };
      await fetch(`${ENDPOINT}/${sessionId}/end`, { method: 'POST', headers, body: '{}' });
    };
    const expireWhenSpoken = ({ sessionId }: KalturaAvatarElement): Promise<void> =>
      addFault({ call: 'say-text', kind: 'expire', sessionId: sessionId ?? '' });

    for (const [told, die] of [
      ['by the backend', endAtBackend],
      ['by the service, once the answer has begun', expireWhenSpoken],
    ] as const)
      it(`has the message answered in another session, told ${told}`, async () => {
        const avatar = await mount();
        const errors: string[] = [];
        avatar.addEventListener('avatar-error', ({ error }) => errors.push(error.code));
        await avatar.start();
        const first = avatar.sessionId;
        await die(avatar);
        sleptMs = 3_600_000;
        await avatar.send('Good morning');
        expect(avatar.sessionId).not.to.equal(first);
        expect((await turnsOf(avatar)).map(({ text }) => text)).to.deep.equal([messageOf('Good morning')]);
        expect([avatar.state, ...errors]).to.deep.equal(['live']);
        await eventually(() => saidBy(avatar).length > 1);
        expect(saidBy(avatar)).to.deep.equal(['visitor: Good morning', `avatar: ${messageOf('Good morning')}`]);
      });
  });

  it('gives the message back where the avatar cannot be started, or is ended on the way', async () => {
    const avatar = await mount('/api/nowhere/session');
    say(avatar, 'Hello?');
    await eventually(() => avatar.state === 'error' && field(avatar).value === 'Hello?');
    avatar.sessionEndpoint = ENDPOINT;
    await avatar.updateComplete;
    press(field(avatar), 'Enter');
    await eventually(() => avatar.state === 'connecting' && field(avatar).value === '');
    await avatar.end();
    await eventually(() => field(avatar).value === 'Hello?');
  });

  it('says what is missing where there is nobody to answer, before it opens a session', async () => {
    const avatar = await mount(null);
    const error = await failureOf(avatar.send('Hello'));
    expect([error.code, avatar.state]).to.deep.equal(['INVALID_CONFIGURATION', 'idle']);
    expect(error.message).to.contain('avatar.reply');
    const silent = await mount('/api/avatar/session');
    expect((await failureOf(silent.send('Hello'))).code).to.equal('INVALID_CONFIGURATION');
    expect(silent.state).to.equal('live');
  });

  describe('with a reply of the page', () => {
    it('speaks a text, and what streams', async () => {
      const avatar = await mount();
      avatar.reply = (message) => `One: ${message}.`;
      await avatar.send('first');
      avatar.reply = async function* (message) {
        yield 'Two: ';
        yield await Promise.resolve(`${message}.`);
      };
      await avatar.send('second');
      expect((await turnsOf(avatar)).map(({ text }) => text)).to.deep.equal(['One: first.', 'Two: second.']);
    });

    it('tells the one that is interrupted to stop, and to return', async () => {
      const avatar = await mount();
      let signal: AbortSignal | undefined;
      let hasReturned = false;
      avatar.reply = async function* (message, options) {
        if (message === 'short') {
          yield 'Fine.';
          return;
        }
        signal = options.signal;
        try {
          for (;;) {
            yield 'And another sentence. ';
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
        } finally {
          hasReturned = true;
        }
      };
      const first = failureOf(avatar.send('long'));
      await nextEvent(avatar, 'avatar-speaking-start');
      await avatar.send('short');
      expect((await first).code).to.equal('ABORTED');
      expect(signal?.aborted).to.be.true;
      await eventually(() => hasReturned);
      expect((await turnsOf(avatar)).at(-1)?.text).to.equal('Fine.');
      expect(console.messages).to.be.empty;
    });

    it('stops with the session', async () => {
      const avatar = await mount();
      let signal: AbortSignal | undefined;
      avatar.reply = (_message, options) => {
        signal = options.signal;
        return new Promise(() => undefined);
      };
      const sent = failureOf(avatar.send('Hello'));
      await eventually(() => signal !== undefined);
      avatar.remove();
      expect((await sent).code).to.equal('ABORTED');
      expect(signal?.aborted).to.be.true;
    });

    it('shows that it failed', async () => {
      const avatar = await mount();
      avatar.reply = () => Promise.reject(new Error('no model'));
      const failed = nextEvent(avatar, 'avatar-error');
      say(avatar, 'Hello');
      expect((await failed).error.message).to.contain('reply failed');
      await eventually(() => field(avatar).value === 'Hello');
      expect(statusOf(avatar)).to.contain('no answer');
    });
  });

  describe('where the browser can listen', () => {
    beforeEach(() => FakeRecognition.install());

    const mount = async (): Promise<KalturaAvatarElement> => {
      const avatar = await mountComposer();
      // Who listens, the backend says.
      await eventually(() => avatar.shadowRoot?.querySelector('[part~="microphone-button"]') !== null);
      return avatar;
    };

    const microphone = (avatar: KalturaAvatarElement): HTMLElement => part(avatar, 'microphone-button');
    const recognition = (): FakeRecognition => {
      if (!FakeRecognition.latest) throw new Error('Nobody listens');
      return FakeRecognition.latest;
    };
    const release = (avatar: KalturaAvatarElement, key: string): boolean =>
      microphone(avatar).dispatchEvent(new KeyboardEvent('keyup', { key, bubbles: true, cancelable: true }));
    /** Answers nothing, so that nothing has to be started. */
    const listening = async (): Promise<{ avatar: KalturaAvatarElement; sent: string[] }> => {
      const avatar = await mount();
      const sent: string[] = [];
      avatar.addEventListener('avatar-message', (event) => {
        sent.push(`${event.via}: ${event.message}`);
        event.preventDefault();
      });
      return { avatar, sent };
    };

    it('listens while a key is held, through pauses, shows what it hears, and sends it when it is let go', async () => {
      const { avatar, sent } = await listening();
      avatar.lang = 'en-GB';
      await avatar.updateComplete;
      press(microphone(avatar), ' ');
      await avatar.updateComplete;
      expect(microphone(avatar).getAttribute('aria-pressed')).to.equal('true');
      expect(recognition().lang).to.equal('en-GB');
      expect(statusOf(avatar)).to.equal('Your browser is listening…');
      expect(microphone(avatar).title).to.equal('Hold to talk · Your browser is listening…');
      await expect(avatar).to.be.accessible();
      recognition().hear('hello');
      await avatar.updateComplete;
      expect(field(avatar).value).to.equal('hello');
      recognition().end();
      expect(FakeRecognition.count).to.equal(2);
      recognition().hear('again');
      await avatar.updateComplete;
      expect(field(avatar).value).to.equal('hello again');
      await longer();
      release(avatar, ' ');
      await eventually(() => sent.length > 0);
      expect(sent).to.deep.equal(['voice: hello again']);
      await avatar.updateComplete;
      expect([field(avatar).value, microphone(avatar).getAttribute('aria-pressed')]).to.deep.equal(['', 'false']);
    });

    it('listens from one click to the next, or until the visitor pauses', async () => {
      const { avatar, sent } = await listening();
      write(avatar, 'Well,');
      microphone(avatar).click();
      recognition().hear('first');
      microphone(avatar).click();
      await eventually(() => sent.length === 1);
      press(microphone(avatar), 'Enter');
      release(avatar, 'Enter');
      expect(recognition().isRunning).to.be.true;
      recognition().hear('second');
      recognition().end();
      expect(sent).to.deep.equal(['voice: Well, first', 'voice: second']);
    });

    it('says in plain words why it hears nothing, and takes the button away where the browser cannot listen', async () => {
      const reasons: Record<string, [words: string, isButtonThere: boolean]> = {
        'no-speech': ['Nothing was heard', true],
        'audio-capture': ['No microphone was found', true],
        'not-allowed': ['The microphone cannot be used', false],
        'service-not-allowed': ['Your browser cannot write down', false],
        network: ['Your browser cannot write down', false],
        'language-not-supported': ['Your browser cannot write down', false],
      };
      for (const [error, [words, isButtonThere]] of Object.entries(reasons)) {
        const { avatar, sent } = await listening();
        microphone(avatar).click();
        recognition().fail(error);
        await avatar.updateComplete;
        expect(statusOf(avatar)).to.contain(words);
        await expect(avatar).to.be.accessible();
        const button = avatar.shadowRoot?.querySelector('[part~="microphone-button"]') ?? null;
        expect(button !== null).to.equal(isButtonThere, error);
        expect(sent).to.be.empty;
      }
    });

    it('keeps what was heard, unsent, when it has to stop; Escape drops it', async () => {
      const { avatar, sent } = await listening();
      microphone(avatar).click();
      recognition().hear('not yet');
      window.dispatchEvent(new PageTransitionEvent('pagehide'));
      await avatar.updateComplete;
      expect([field(avatar).value, recognition().isRunning]).to.deep.equal(['not yet', false]);
      microphone(avatar).click();
      recognition().hear('never');
      press(microphone(avatar), 'Escape');
      await avatar.updateComplete;
      expect([field(avatar).value, recognition().isRunning, sent.length]).to.deep.equal(['not yet', false, 0]);
      microphone(avatar).click();
      avatar.remove();
      await eventually(() => !recognition().isRunning);
    });

    it('interrupts the avatar as soon as the visitor begins to talk, and listens no more when the session ends', async () => {
      const avatar = await mount();
      say(avatar, 'Please go on');
      await nextEvent(avatar, 'avatar-speaking-start');
      press(microphone(avatar), ' ');
      await nextEvent(avatar, 'avatar-speaking-end');
      expect((await turnsOf(avatar)).at(-1)?.state).to.equal('interrupted');
      expect(field(avatar).value).to.equal('');
      expect(recognition().isRunning).to.be.true;
      await avatar.end();
      expect(recognition().isRunning).to.be.false;
    });
  });
});

/** Longer than a click takes. */
async function longer(): Promise<void> {
  const since = performance.now();
  await eventually(() => performance.now() - since > 450);
}

import { expect, fixture, html } from '@open-wc/testing';
import type { AvatarMetricsEvent, KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { FakeRecognition } from '../support/fake-recognition.js';
import { spoken } from '../support/fed-microphone.js';
import { coughs, samplesIn } from '../support/listening-sounds.js';
import { PageMicrophone } from '../support/page-microphone.js';
import { captureComplaints, eventually, nextEvent, reportOf, type SessionReport } from '../support/in-browser.js';
import { SeededRandom } from '../support/seeded-random.js';

const ENDPOINT = '/api/listening-avatar/session';
const QUESTION = 'What are your opening hours?';

const find = (avatar: KalturaAvatarElement, name: string): HTMLElement | null =>
  avatar.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`) ?? null;
const part = (avatar: KalturaAvatarElement, name: string): HTMLElement => {
  const found = find(avatar, name);
  if (!found) throw new Error(`There is no ${name}`);
  return found;
};
const button = (avatar: KalturaAvatarElement): HTMLElement => part(avatar, 'microphone-button');
const statusOf = (avatar: KalturaAvatarElement): string => part(avatar, 'composer-status').textContent.trim();
const saidBy = (avatar: KalturaAvatarElement): string[] =>
  avatar.transcript.map(({ role, text }) => `${role}: ${text}`);

const turnsOf = async ({ sessionId }: KalturaAvatarElement): Promise<SessionReport['turns']> =>
  (await reportOf(sessionId))?.turns ?? [];

interface Heard {
  recordings: { type: string; size: number; language: string }[];
}

/** What the backend understands of the next recordings; gives what the last were. */
async function understand(...texts: string[]): Promise<Heard> {
  const response = await fetch('/what-is-heard', { method: 'POST', body: JSON.stringify(texts) });
  return (await response.json()) as Heard;
}

const recorded = new Map<string, Promise<ArrayBuffer>>();

function speechOf(text: string): Promise<ArrayBuffer> {
  const speech =
    recorded.get(text) ?? fetch(`/spoken.wav?text=${encodeURIComponent(text)}`).then((answer) => answer.arrayBuffer());
  recorded.set(text, speech);
  return speech;
}

describe('a visitor who talks', () => {
  let microphone: PageMicrophone;
  let console: ReturnType<typeof captureComplaints>;
  beforeEach(async () => {
    FakeRecognition.remove();
    console = captureComplaints();
    microphone = new PageMicrophone();
    await understand();
  });
  afterEach(() => {
    microphone.restore();
    console.restore();
    FakeRecognition.restore();
  });

  const mount = async (attributes: Record<string, string> = { composer: '' }): Promise<KalturaAvatarElement> => {
    const avatar = document.createElement('kaltura-avatar');
    for (const [name, value] of Object.entries({ 'session-endpoint': ENDPOINT, ...attributes }))
      avatar.setAttribute(name, value);
    await fixture(html`<div>${avatar}</div>`);
    await eventually(() => find(avatar, 'microphone-button') !== null);
    return avatar;
  };
  const isListening = (avatar: KalturaAvatarElement): boolean => avatar.matches(':state(listening)');
  const startListening = async (avatar: KalturaAvatarElement): Promise<void> => {
    button(avatar).click();
    await eventually(() => isListening(avatar));
  };
  const hear = async (text: string): Promise<void> => microphone.hear(await speechOf(text));

  describe('in text mode', () => {
    for (const mode of ['push', 'hands-free'])
      it(`is written down and answered in writing, ${mode}, with no session`, async () => {
        const avatar = await mount({ mode: 'text', microphone: mode, lang: 'de' });
        const sent: string[] = [];
        avatar.addEventListener('avatar-message', ({ message, via }) => sent.push(`${via}: ${message}`));
        await understand(QUESTION);
        await startListening(avatar);
        await hear(QUESTION);
        if (mode === 'push') button(avatar).click();
        await eventually(() => saidBy(avatar).at(-1)?.endsWith('That was message 1.'));
        expect(saidBy(avatar)).to.deep.equal([
          `visitor: ${QUESTION}`,
          `avatar: You said: ${QUESTION}. That was message 1.`,
        ]);
        expect(sent).to.deep.equal([`voice: ${QUESTION}`]);
        expect([avatar.state, avatar.sessionId]).to.deep.equal(['idle', null]);
        const { recordings } = await understand();
        expect(recordings.map(({ language }) => language)).to.deep.equal(['de']);
        await expect(avatar).to.be.accessible();
      });

    it('is written down for a page that answers by itself', async () => {
      const avatar = await mount({ mode: 'text', microphone: 'push' });
      avatar.reply = (message) => `${message} At nine.`;
      await understand(QUESTION);
      await startListening(avatar);
      await hear(QUESTION);
      button(avatar).click();
      await eventually(() => saidBy(avatar).at(-1) === `avatar: ${QUESTION} At nine.`);
      expect(avatar.sessionId).to.be.null;
    });
  });

  describe('while a button is held', () => {
    it('is recorded, understood, shown and answered aloud', async () => {
      const avatar = await mount({ composer: '', lang: 'en' });
      const sent: string[] = [];
      const metrics: AvatarMetricsEvent[] = [];
      avatar.addEventListener('avatar-message', ({ message, via }) => sent.push(`${via}: ${message}`));
      avatar.addEventListener('avatar-metrics', (event) => metrics.push(event));
      await understand(QUESTION);
      await startListening(avatar);
      expect(statusOf(avatar)).to.equal('Listening…');
      await expect(avatar).to.be.accessible();
      await hear(QUESTION);
      button(avatar).click();
      await eventually(() => !isListening(avatar));
      await nextEvent(avatar, 'avatar-speaking-start');
      expect(sent).to.deep.equal([`voice: ${QUESTION}`]);
      const answer = `You said: ${QUESTION}. That was message 1.`;
      await eventually(() => saidBy(avatar).length === 2);
      expect(saidBy(avatar)).to.deep.equal([`visitor: ${QUESTION}`, `avatar: ${answer}`]);
      expect((await reportOf(avatar.sessionId))?.turns.map(({ text }) => text)).to.deep.equal([answer]);
      await nextEvent(avatar, 'avatar-speaking-end');
      await eventually(() => metrics.length > 0);
      const [told] = metrics;
      expect(told?.heardAfterVoiceMs).to.be.greaterThan(told?.heardAfterMs ?? Infinity);
      const { recordings } = await understand();
      expect(recordings.map(({ type, language }) => [type, language])).to.deep.equal([['audio/webm', 'en']]);
      // 24 kbit/s, where browsers by themselves take five times as much.
      expect(recordings[0]?.size).to.be.lessThan(20_000);
      expect(console.messages).to.be.empty;
    });

    it('opens the microphone with echo cancellation, noise suppression and gain, and closes it soon after', async () => {
      const avatar = await mount();
      avatar.addEventListener('avatar-message', (event) => event.preventDefault());
      await startListening(avatar);
      const [asked] = microphone.asked;
      expect(asked).to.deep.equal({ echoCancellation: true, noiseSuppression: true, autoGainControl: true });
      expect(microphone.isOpen).to.equal(true);
      button(avatar).dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
      await eventually(() => !microphone.isOpen);
      await startListening(avatar);
      avatar.remove();
      await eventually(() => !microphone.isOpen);
    });

    it('is told that nothing was heard, and is not answered', async () => {
      const avatar = await mount();
      await understand('');
      await startListening(avatar);
      await hear(QUESTION);
      button(avatar).click();
      await eventually(() => statusOf(avatar) === 'Nothing was heard. Please try again.');
      expect(saidBy(avatar)).to.deep.equal([]);
      await avatar.end();
    });

    it('goes on with what was written, in the language that the page says', async () => {
      const avatar = await mount({ composer: '', lang: 'de', 'microphone-language': 'en-GB' });
      const field = part(avatar, 'composer-field') as HTMLTextAreaElement;
      field.value = 'Dear Maya,';
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await understand('when do you open?');
      await startListening(avatar);
      await hear(QUESTION);
      button(avatar).click();
      await eventually(() => saidBy(avatar).length > 0);
      expect(saidBy(avatar)[0]).to.equal('visitor: Dear Maya, when do you open?');
      expect((await understand()).recordings[0]?.language).to.equal('en-GB');
      await avatar.end();
    });

    it('is answered by the page where that answers by itself', async () => {
      for (const isOwnReply of [true, false]) {
        const avatar = await mount();
        const asked: string[] = [];
        if (isOwnReply) avatar.reply = (message) => (asked.push(message), 'At nine.');
        else
          avatar.addEventListener('avatar-message', (event) => {
            event.preventDefault();
            asked.push(event.message);
          });
        await understand(QUESTION);
        await startListening(avatar);
        await hear(QUESTION);
        button(avatar).click();
        await eventually(() => asked.length > 0);
        expect(asked).to.deep.equal([QUESTION]);
        if (isOwnReply) await eventually(async () => (await turnsOf(avatar))[0]?.text === 'At nine.');
        else {
          // The first time the backend has begun to answer; from then on it is not asked.
          await understand('And on Sunday?');
          await startListening(avatar);
          await hear(QUESTION);
          button(avatar).click();
          await eventually(() => asked.length > 1);
          await eventually(async () => (await turnsOf(avatar)).every(({ state }) => state === 'interrupted'));
          expect((await turnsOf(avatar)).map(({ text }) => text).join()).not.to.contain('Sunday');
        }
        await avatar.end();
        expect(console.messages).to.be.empty;
      }
    });

    it('is told in words what keeps the microphone away', async () => {
      const avatar = await mount();
      for (const [refusal, words] of Object.entries({
        NotAllowedError: 'The microphone cannot be used. Check the browser’s permissions.',
        NotFoundError: 'No microphone was found.',
        NotReadableError: 'The microphone is in use elsewhere, or cannot be opened.',
      })) {
        microphone.refusal = refusal;
        button(avatar).click();
        await eventually(() => statusOf(avatar) === words);
        expect(button(avatar).getAttribute('aria-pressed')).to.equal('false');
      }
      await expect(avatar).to.be.accessible();
      Object.defineProperty(navigator, 'mediaDevices', { value: undefined, configurable: true });
      button(avatar).click();
      await eventually(() => statusOf(avatar) === 'The microphone works on secure pages (https) only.');
    });

    it('is asked to allow the microphone, and told when it is muted or unplugged', async () => {
      const avatar = await mount();
      let allow: () => void = () => undefined;
      microphone.permission = new Promise<void>((resolve) => (allow = resolve));
      button(avatar).click();
      await eventually(() => statusOf(avatar) === 'Please allow the microphone.');
      allow();
      await eventually(() => isListening(avatar));
      await eventually(() => statusOf(avatar) === 'Listening…');
      microphone.track.dispatchEvent(new Event('mute'));
      await eventually(() => statusOf(avatar) === 'The microphone is switched off at your device.');
      microphone.track.dispatchEvent(new Event('unmute'));
      await eventually(() => statusOf(avatar) === 'Listening…');
      microphone.unplug();
      await eventually(() => statusOf(avatar) === 'The microphone was unplugged.');
      expect(isListening(avatar)).to.equal(false);
    });

    it('chooses among several microphones', async () => {
      const avatar = await mount();
      await startListening(avatar);
      expect(find(avatar, 'microphone-choice')).to.equal(null);
      microphone.plugInAnother();
      await eventually(() => find(avatar, 'microphone-choice') !== null);
      const menu = part(avatar, 'microphone-choice') as HTMLSelectElement;
      expect([...menu.options].map(({ text }) => text)).to.deep.equal(['Built-in', 'Headset']);
      await expect(avatar).to.be.accessible();
      menu.value = 'second';
      menu.dispatchEvent(new Event('change'));
      await eventually(() => microphone.asked.length === 2);
      expect(microphone.asked[1]?.deviceId).to.deep.equal({ exact: 'second' });
      await eventually(() => isListening(avatar));
    });
  });

  describe('hands-free', () => {
    const handsFree = (attributes: Record<string, string> = {}): Promise<KalturaAvatarElement> =>
      mount({ microphone: 'hands-free', ...attributes });

    it('is answered aloud, again and again, with no more than one press', async () => {
      const avatar = await handsFree();
      const activities: string[] = [];
      avatar.addEventListener('avatar-activity-change', ({ listening, thinking }) =>
        activities.push([listening ? 'listening' : '', thinking ? 'thinking' : ''].filter(Boolean).join('+')),
      );
      await expect(avatar).to.be.accessible();
      expect(button(avatar).textContent.trim()).to.equal('Talk hands-free');
      await understand(QUESTION, 'And on Sunday?');
      await startListening(avatar);
      await eventually(() => avatar.state === 'live');
      void hear(QUESTION);
      await nextEvent(avatar, 'avatar-speaking-start');
      await nextEvent(avatar, 'avatar-speaking-end');
      void hear('And on Sunday?');
      await nextEvent(avatar, 'avatar-speaking-start');
      expect(saidBy(avatar).filter((line) => line.startsWith('visitor'))).to.deep.equal([
        `visitor: ${QUESTION}`,
        'visitor: And on Sunday?',
      ]);
      expect(activities).to.deep.equal([
        ...['listening', 'listening+thinking', 'listening', 'listening+thinking', 'listening'],
      ]);
      button(avatar).click();
      await eventually(() => !isListening(avatar));
      await eventually(() => !microphone.isOpen);
      await avatar.end();
      expect(console.messages).to.be.empty;
    });

    it('interrupts the avatar by going on to speak, and makes it quieter before', async () => {
      const avatar = await handsFree();
      await understand('Please go on', 'Stop it');
      await startListening(avatar);
      await eventually(() => avatar.state === 'live');
      void hear(QUESTION);
      await nextEvent(avatar, 'avatar-speaking-start');
      const quiet = eventually(() => (avatar.video?.volume ?? 1) < 0.5);
      void hear('Please stop now, I would like to know something else.');
      await quiet;
      expect(avatar.volume).to.equal(1);
      await eventually(async () => (await reportOf(avatar.sessionId))?.turns[0]?.state === 'interrupted');
      await eventually(() => saidBy(avatar).includes('visitor: Stop it'));
      await eventually(() => avatar.video?.volume === 1);
      await avatar.end();
    });

    it('is not heard to cough, and its “mhm” lets the avatar speak on', async () => {
      const avatar = await handsFree();
      await understand('Please go on', 'Mhm.');
      await startListening(avatar);
      await eventually(() => avatar.state === 'live');
      void hear(QUESTION);
      await nextEvent(avatar, 'avatar-speaking-start');
      await microphone.hearSamples(coughs(3, new SeededRandom(7)));
      expect((await turnsOf(avatar))[0]?.state).to.equal('speaking');
      // As short as an “mhm” is.
      void microphone.hearSamples((await spoken(QUESTION)).slice(0, samplesIn(0.35)));
      await eventually(async () => {
        const answer = await fetch('/what-is-heard');
        return ((await answer.json()) as { left: string[] }).left.length === 0;
      });
      await eventually(() => avatar.video?.volume === 1);
      expect((await turnsOf(avatar))[0]?.state).to.equal('speaking');
      expect(saidBy(avatar).filter((line) => line.startsWith('visitor'))).to.deep.equal(['visitor: Please go on']);
      await avatar.end();
    });

    it('listens only while the avatar is silent with half-duplex, and where the browser cancels no echo', async () => {
      for (const isAsked of [true, false]) {
        microphone.cancelsEcho = isAsked;
        const avatar = await handsFree(isAsked ? { 'half-duplex': '' } : {});
        await startListening(avatar);
        await eventually(() => avatar.state === 'live');
        expect(microphone.isHearing).to.equal(true);
        void avatar.speak('One two three four five.');
        await nextEvent(avatar, 'avatar-speaking-start');
        expect(microphone.isHearing).to.equal(false);
        await nextEvent(avatar, 'avatar-speaking-end');
        expect(microphone.isHearing).to.equal(true);
        await avatar.end();
        await eventually(() => !microphone.isOpen);
      }
    });

    it('listens no more once the session is over, or the page is left', async () => {
      const avatar = await handsFree();
      await startListening(avatar);
      await eventually(() => avatar.state === 'live');
      await avatar.end();
      await eventually(() => !microphone.isOpen && !isListening(avatar));
      await startListening(avatar);
      window.dispatchEvent(new PageTransitionEvent('pagehide'));
      await eventually(() => !microphone.isOpen && !isListening(avatar));
      await avatar.end();
    });
  });

  it('is not listened to where the page wants no microphone', async () => {
    const avatar = await mount();
    avatar.microphone = 'off';
    await eventually(() => find(avatar, 'microphone-button') === null);
  });
});

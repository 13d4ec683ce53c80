import { expect, fixture, html } from '@open-wc/testing';
import type { AvatarCaptionEvent, KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { expectedOf } from '../../src/element/conversation/expected-speech.js';
import { activeOf, cuesOf, FIRST, liveOf, SECOND, startCaptioned, STORY, trackOf } from '../support/caption-fixture.js';
import { eventually, nextEvent } from '../support/in-browser.js';

describe('captions', () => {
  const overlayOf = (avatar: KalturaAvatarElement): string | undefined =>
    avatar.shadowRoot?.querySelector('[part="captions"]')?.textContent.trim();
  const logOf = (avatar: KalturaAvatarElement): AvatarCaptionEvent[] => {
    const log: AvatarCaptionEvent[] = [];
    avatar.addEventListener('avatar-caption', (event) => log.push(event));
    return log;
  };
  const said = (avatar: KalturaAvatarElement): string[] => avatar.transcript.map(({ text }) => text);

  it('appear one after the other while they are heard, for the browser, screen readers and the page', async () => {
    const avatar = await startCaptioned();
    const log = logOf(avatar);
    const ended = nextEvent(avatar, 'avatar-speaking-end');
    expect(liveOf(avatar)).to.equal('');
    await avatar.speak(`${FIRST} ${SECOND}`);
    const startedAt = await nextEvent(avatar, 'avatar-speaking-start').then(() => avatar.video?.currentTime ?? NaN);
    await eventually(() => activeOf(avatar) === FIRST);
    await eventually(() => liveOf(avatar) === FIRST);
    expect(cuesOf(avatar).map(({ text }) => text)).to.deep.equal([FIRST, SECOND]);
    await eventually(() => activeOf(avatar) === SECOND);
    await eventually(() => liveOf(avatar) === SECOND);
    await expect(avatar).to.be.accessible();
    await ended;
    await eventually(() => activeOf(avatar) === '' && liveOf(avatar) === '');

    const [first, second] = log;
    expect(log.map(({ text }) => text)).to.deep.equal([FIRST, SECOND]);
    expect(first?.startTime).to.be.closeTo(startedAt, 0.5);
    expect(second?.startTime).to.be.above((first?.startTime ?? NaN) + 0.8);
    expect(second?.startTime).to.be.below(avatar.video?.currentTime ?? NaN);
    expect(first?.endTime).to.be.above(first?.startTime ?? NaN);
    const [entry, ...others] = avatar.transcript;
    expect([entry?.role, entry?.text, entry?.turnId]).to.deep.equal(['avatar', `${FIRST} ${SECOND}`, first?.turnId]);
    expect(others).to.deep.equal([]);
    expect(overlayOf(avatar), 'what the browser draws').to.equal(undefined);
  });

  it('follow the attribute and the browser’s own menu, and are there for the page while they are hidden', async () => {
    const avatar = await startCaptioned({ captions: false });
    const track = trackOf(avatar);
    expect([track.kind, track.label, track.mode]).to.deep.equal(['captions', 'Captions', 'hidden']);
    const heard = nextEvent(avatar, 'avatar-caption');
    await avatar.speak('Nobody reads this.');
    expect((await heard).text).to.equal('Nobody reads this.');
    await eventually(() => activeOf(avatar) === 'Nobody reads this.');
    expect(liveOf(avatar), 'a screen reader would talk over the avatar').to.equal('');

    avatar.captions = true;
    await avatar.updateComplete;
    expect(track.mode).to.equal('showing');
    track.mode = 'disabled'; // As the browser's menu does.
    await eventually(() => !avatar.captions);
    await avatar.updateComplete;
    expect([avatar.hasAttribute('captions'), track.mode]).to.deep.equal([false, 'hidden']);
    track.mode = 'showing';
    await eventually(() => avatar.captions);
    await avatar.updateComplete;
    expect([avatar.hasAttribute('captions'), track.mode]).to.deep.equal([true, 'showing']);
  });

  it('are taken away when the avatar is interrupted, with what was not said', async () => {
    const avatar = await startCaptioned();
    const turn = avatar.session?.speak(STORY);
    await nextEvent(avatar, 'avatar-caption');
    await nextEvent(avatar, 'avatar-caption');
    await avatar.interrupt();
    await turn?.finished;
    await eventually(() => activeOf(avatar) === '' && liveOf(avatar) === '');
    const [first, second, ...later] = cuesOf(avatar);
    expect(first?.text).to.equal('This is a long story, which begins here.');
    expect(second?.endTime).to.be.at.most(avatar.video?.currentTime ?? NaN);
    expect(later).to.deep.equal([]);
    const [entry] = avatar.transcript;
    expect(entry?.isInterrupted).to.be.true;
    expect(STORY.startsWith(entry?.text ?? '-'), entry?.text).to.be.true;
    expect(entry?.text.length).to.be.within('This is a long story, which begins here.'.length, 90);
  });

  it('come with text that streams in', async () => {
    const avatar = await startCaptioned();
    const log = logOf(avatar);
    await avatar.session?.speak(tokens('Tokens become a sentence. Then there is another.')).finished;
    expect(said(avatar)).to.deep.equal(['Tokens become a sentence. Then there is another.']);
    expect(log.map(({ text }) => text)).to.deep.equal(['Tokens become a sentence.', 'Then there is another.']);
  });

  it('come with the chunks of a turn, and with the turn after it, whatever characters it has', async () => {
    const avatar = await startCaptioned();
    const log = logOf(avatar);
    await avatar.session?.sayText('Half of a sentence ', 'chunked', false);
    await avatar.session?.sayText('and the other half.', 'chunked', true);
    const text = 'The <b>last</b> & only.';
    await avatar.session?.speak(text).finished;
    expect(said(avatar)).to.deep.equal(['Half of a sentence and the other half.', text]);
    expect(log.find(({ turnId }) => turnId === 'chunked')?.text).to.match(/^Half of a sentence/);
    expect(log.at(-1)?.text).to.equal(text);
    expect(cuesOf(avatar).at(-1)?.getCueAsHTML().textContent).to.equal(text);
  });

  it('come with what the backend says by itself, which only its reply tells the page', async () => {
    const avatar = await startCaptioned();
    const heard = nextEvent(avatar, 'avatar-caption');
    expectedOf(avatar.transcriptLog).add('This is what the backend answers.', { turnId: 'reply' });
    const answer = await fetch(`/api/avatar/session/${avatar.sessionId}/say-text`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...avatar.session?.getProof() },
      body: JSON.stringify({ text: 'This is what the backend answers.', turnId: 'reply', isFinal: true }),
    });
    expect(answer.ok).to.be.true;
    expect(await heard).to.include({ text: 'This is what the backend answers.', turnId: 'reply' });
    await nextEvent(avatar, 'avatar-speaking-end');
    expect(said(avatar)).to.deep.equal(['This is what the backend answers.']);
    expect(avatar.transcript[0]?.isInterrupted).to.equal(undefined);
  });

  it('come with what is being said already when their code arrives', async () => {
    const { session } = await startCaptioned();
    const turn = session?.speak(`${FIRST} ${SECOND}`);
    const later = session?.speak(STORY);
    await turn?.started;
    const late = await fixture<KalturaAvatarElement>(html`<kaltura-avatar captions></kaltura-avatar>`);
    late.session = session;
    expect((await nextEvent(late, 'avatar-caption')).turnId).to.equal(turn?.id);
    await eventually(() => activeOf(late) === SECOND);
    await later?.started;
    await eventually(() => activeOf(late) === 'This is a long story, which begins here.');
    expect(said(late)[0]).to.equal(`${FIRST} ${SECOND}`);
    late.session = null;
  });

  it('go on in an element that is moved in the page', async () => {
    const avatar = await startCaptioned();
    const turn = avatar.session?.speak(`${FIRST} ${SECOND}`);
    await nextEvent(avatar, 'avatar-caption');
    const elsewhere = document.createElement('div');
    document.body.append(elsewhere);
    elsewhere.append(avatar);
    expect((await nextEvent(avatar, 'avatar-caption')).text).to.equal(SECOND);
    await eventually(() => activeOf(avatar) === SECOND);
    await turn?.finished;
    expect(cuesOf(avatar).map(({ text }) => text)).to.deep.equal([FIRST, SECOND]);
    elsewhere.remove();
  });

  it('begin anew with another session, in the same track, while the transcript goes on', async () => {
    const avatar = await startCaptioned();
    const track = trackOf(avatar);
    const turn = avatar.session?.speak(FIRST);
    await nextEvent(avatar, 'avatar-caption');
    await avatar.end();
    await turn?.finished;
    expect(avatar.transcript[0]?.isInterrupted).to.be.true;
    await avatar.start();
    expect(cuesOf(avatar)).to.deep.equal([]);
    await avatar.speak(SECOND);
    await nextEvent(avatar, 'avatar-caption');
    expect([avatar.video?.textTracks.length, trackOf(avatar)]).to.deep.equal([1, track]);
    expect(cuesOf(avatar).map(({ text }) => text)).to.deep.equal([SECOND]);
    expect(said(avatar).at(-1)).to.equal(SECOND);
  });

  it('are drawn by the element where the picture is not the video’s', async () => {
    const avatar = await startCaptioned();
    avatar.chromaKey = '#00ff00';
    await avatar.updateComplete;
    expect(trackOf(avatar).mode).to.equal('hidden');
    await avatar.speak(FIRST);
    await eventually(() => overlayOf(avatar) === FIRST);
    await expect(avatar).to.be.accessible();
    avatar.captions = false;
    await avatar.updateComplete;
    expect(overlayOf(avatar)).to.equal(undefined);
    await nextEvent(avatar, 'avatar-speaking-end');
    avatar.captions = true;
    await avatar.updateComplete;
    expect(overlayOf(avatar)).to.equal(undefined);
  });

  it('keep above what lies over the lower edge', async () => {
    const avatar = await startCaptioned();
    avatar.chromaKey = '#00ff00';
    await avatar.speak(FIRST);
    const overlay = await eventually(
      () => avatar.shadowRoot?.querySelector<HTMLElement>('[part="captions"]') ?? undefined,
    );
    const before = overlay.getBoundingClientRect().bottom;
    avatar.style.setProperty('--kaltura-avatar-captions-inset', '64px');
    expect(before - overlay.getBoundingClientRect().bottom).to.be.closeTo(64, 1);
  });

  it('lie low in a wide picture, below the mouth', async () => {
    const avatar = await startCaptioned();
    avatar.style.cssText = 'inline-size: 800px; block-size: 450px; aspect-ratio: auto';
    avatar.chromaKey = '#00ff00';
    await avatar.speak(FIRST);
    const line = await eventually(
      () => avatar.shadowRoot?.querySelector<HTMLElement>('[part="captions"] span') ?? undefined,
    );
    const { top, bottom, height } = avatar.getBoundingClientRect();
    const share = (y: number): number => (y - top) / height;
    const { top: from, bottom: to } = line.getBoundingClientRect();
    expect(share(from)).to.be.above(0.85);
    expect(bottom - to).to.be.within(4, 24);
  });
});

async function* tokens(text: string): AsyncGenerator<string> {
  for (const token of text.split(/(?<=\s)/)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    yield token;
  }
}

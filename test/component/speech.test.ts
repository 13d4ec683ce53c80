import { expect } from '@open-wc/testing';
import { KalturaAvatarSession } from 'kaltura-avatar/session';

import { ControlClient } from '../../src/core/control-client.js';
import type { SessionControl } from '../../src/core/session-control.js';
import { toSpeakable } from '../../src/session/speech/audio-file.js';
import type { Audible } from '../../src/session/speech/audio-level.js';
import { AvatarSpeech } from '../../src/session/speech/avatar-speech.js';
import { measureMp3 } from '../../src/core/speech/mp3-duration.js';
import { toIceServers } from '../../src/core/ice-servers.js';
import { WhepConnection } from '../../src/session/whep/whep-connection.js';
import { eventually, failureOf, findTestService, reportOf, type TestService } from '../support/in-browser.js';
import { leastOf } from '../support/least-of.js';
import { SILENT } from '../support/silent.js';
import { wav } from '../support/wav.js';

/** What listening may cost of a core. */
const SHARE_OF_A_CORE = 0.005;

describe('speech', () => {
  let service: TestService;
  let session: KalturaAvatarSession;
  before(async () => {
    service = await findTestService();
  });
  beforeEach(() => {
    session = new KalturaAvatarSession('my-ks', { baseUrl: service.baseUrl, logger: SILENT });
  });
  afterEach(() => session.endSession());

  const connect = (): Promise<void> => session.createSession({ avatarId: 'maya' });
  const turnsOf = async (): Promise<[string, string][]> =>
    ((await reportOf(session.getSessionId()))?.turns ?? []).map(({ text, state }) => [text, state]);

  it('says a stream of tokens as one turn and tells when it was heard', async () => {
    await connect();
    const text = 'Good morning. Here is the news of the day. That was all.';
    const turn = session.speak(tokens(text));
    await turn.started;
    expect(session.isSpeaking).to.be.true;
    expect(await turn.finished).to.deep.equal({ outcome: 'ended' });
    expect(turn.text).to.equal(text);
    expect(session.isSpeaking).to.be.false;
    expect(await turnsOf()).to.deep.equal([[text, 'said']]);
  });

  it('says a response as it streams in', async () => {
    await connect();
    const turn = session.speak(await fetch('data:text/plain;charset=utf-8,Hello%20there%2C%20and%20good%20bye.'));
    await turn.accepted;
    expect((await turn.finished).outcome).to.equal('ended');
    expect(await turnsOf()).to.deep.equal([['Hello there, and good bye.', 'said']]);
  });

  it('finishes turns that follow each other, in order', async () => {
    await connect();
    const order: number[] = [];
    const turns = ['This is the first turn of three.', 'Here comes the second one.', 'And this is the last.'].map(
      (text) => session.speak(text),
    );
    const outcomes = await Promise.all(
      turns.map(async (turn, i) => {
        await turn.started;
        const { outcome } = await turn.finished;
        order.push(i);
        return outcome;
      }),
    );
    expect(outcomes).to.deep.equal(['ended', 'ended', 'ended']);
    expect(order).to.deep.equal([0, 1, 2]);
    expect((await turnsOf()).map(([, state]) => state)).to.deep.equal(['said', 'said', 'said']);
  });

  it('settles all that was to be said when it is interrupted, and when the session ends', async () => {
    await connect();
    const said = session.speak('This is a long story that goes on and on, and that nobody will ever hear to its end.');
    const waiting = session.speak(tokens('This is never said.'));
    await said.started;
    await session.interrupt();
    expect([(await said.finished).outcome, (await waiting.finished).outcome]).to.deep.equal([
      'interrupted',
      'interrupted',
    ]);
    const last = session.speak('And this is cut off.');
    await session.endSession();
    expect((await last.finished).outcome).to.equal('interrupted');
  });

  it('says a recording that is no MP3', async () => {
    await connect();
    await session.speakAudio(wav({ seconds: 1.5, sampleRate: 16_000 })).accepted;
    await eventually(() => session.isSpeaking);
    await eventually(async () => (await turnsOf())[0]?.[1] === 'said');
    await eventually(() => !session.isSpeaking);
  });
});

describe('listening', () => {
  let service: TestService;
  let control: SessionControl;
  const audio = new Audio();
  let whep: WhepConnection;
  before(async () => {
    service = await findTestService();
  });
  beforeEach(async () => {
    const client = new ControlClient({ baseUrl: service.baseUrl });
    control = client.session(await client.create('my-ks', { avatarId: 'maya' }));
    const { whepUrl, turn } = await control.initClient();
    whep = new WhepConnection({ logger: SILENT });
    await whep.connect({ url: whepUrl, iceServers: toIceServers(turn) });
    // Chromium tells nothing of sound that no element plays, muted or not.
    audio.muted = true;
    audio.srcObject = whep.stream;
    await audio.play();
  });
  afterEach(async () => {
    audio.srcObject = null;
    await whep.close();
    await control.end();
  });

  /** The connection as a browser or a server without some of its ways to tell would give it. */
  const sound = ({ hasEnergy }: { hasEnergy: boolean }): Audible => ({
    audioLevel: () => undefined,
    getStats: () =>
      hasEnergy
        ? whep.getStats()
        : Promise.resolve(new Map([['audio', { type: 'inbound-rtp', kind: 'audio' }]]) as unknown as RTCStatsReport),
    stream: whep.stream,
  });

  const hear = async (heard: Audible): Promise<[string[], string]> => {
    const log: string[] = [];
    const speech = new AvatarSpeech({
      onStart: () => log.push('start'),
      onEnd: () => log.push('end'),
      now: () => performance.now(),
    });
    speech.start({ control, whep: heard });
    const { outcome } = await speech.speak('How loud is this sentence? It goes on.').finished;
    speech.stop();
    return [log, outcome];
  };

  it('goes by the levels of the packets', async () => {
    expect(await hear(whep)).to.deep.equal([['start', 'end'], 'ended']);
  });

  it('goes by the energy of what was received where the packets tell nothing', async () => {
    // Chromium counts what is played: of a muted element, nothing.
    audio.muted = false;
    expect(await hear(sound({ hasEnergy: true }))).to.deep.equal([['start', 'end'], 'ended']);
  });

  it('goes by the sound itself where the browser knows no energy', async () => {
    expect(await hear(sound({ hasEnergy: false }))).to.deep.equal([['start', 'end'], 'ended']);
  });

  it('costs under 0.5 % of a core', async () => {
    const level = await leastOf(0, () => meanMs(() => whep.audioLevel()), 30);
    const stats = await leastOf(0, () => meanMs(() => whep.getStats()), 10);
    const byPackets = (level * 10) / 1000;
    const byEnergy = (stats * 10) / 1000;
    console.info(
      `Listening costs ${(byPackets * 100).toFixed(3)} % of a core by packets (${level.toFixed(4)} ms each), ` +
        `at most ${(byEnergy * 100).toFixed(3)} % by energy (${stats.toFixed(3)} ms each, waiting included).`,
    );
    expect(byPackets).to.be.below(SHARE_OF_A_CORE);
  });
});

describe('a recording', () => {
  it('stays as it is where it is an MP3 of 44.1 kHz, and is measured without being decoded', async () => {
    const mp3 = (await toSpeakable(wav({ seconds: 2, sampleRate: 44_100 }))).audio;
    const speakable = await toSpeakable(mp3);
    expect(speakable.audio).to.equal(mp3);
    expect(speakable.durationSeconds).to.be.closeTo(2, 0.1);
  });

  it('becomes an MP3 of 44.1 kHz where it is a WAV of whatever rate', async () => {
    for (const sampleRate of [8000, 16_000, 44_100, 48_000]) {
      const { audio, durationSeconds } = await toSpeakable(wav({ seconds: 1.5, sampleRate }));
      expect(audio.type).to.equal('audio/mpeg');
      expect(durationSeconds).to.be.closeTo(1.5, 0.01);
      const measured = measureMp3(new Uint8Array(await audio.arrayBuffer()));
      expect(measured?.sampleRate).to.equal(44_100);
      expect(measured?.durationSeconds).to.be.closeTo(1.5, 0.1);
    }
  });

  it('becomes an MP3 where it is no WAV file of plain samples, though those are allowed', async () => {
    const { audio } = await toSpeakable(await recorded(600), { allowWav: true });
    expect(audio.type).to.equal('audio/mpeg');
  });

  it('becomes an MP3 where it was recorded by the browser', async () => {
    const { audio, durationSeconds } = await toSpeakable(await recorded(600));
    expect(durationSeconds).to.be.closeTo(0.6, 0.4);
    expect(measureMp3(new Uint8Array(await audio.arrayBuffer()))?.sampleRate).to.equal(44_100);
  });

  it('is refused where it is no recording, broken, or without length', async () => {
    const broken = new Blob([new Uint8Array([0xff, 0xfb, 0x90, 0x64, 1, 2, 3, 4])]);
    for (const audio of [new Blob(['<html>']), new Blob([]), broken]) {
      expect((await failureOf(toSpeakable(audio))).code).to.equal('INVALID_INPUT');
    }
    expect(
      (await failureOf(toSpeakable(wav({ seconds: 1, sampleRate: 16_000 }), { signal: AbortSignal.abort() }))).code,
    ).to.equal('ABORTED');
  });

  it('leaves the page time while it is long', async () => {
    const long = wav({ seconds: 120, sampleRate: 44_100 });
    let [worst, last] = [0, performance.now()];
    let isEncoding = true;
    const watch = (): void => {
      const now = performance.now();
      worst = Math.max(worst, now - last);
      last = now;
      if (isEncoding) setTimeout(watch);
    };
    watch();
    const began = performance.now();
    await toSpeakable(long);
    isEncoding = false;
    console.info(
      `Two minutes were encoded in ${Math.round(performance.now() - began)} ms; the page waited ${Math.round(worst)} ms at most.`,
    );
    expect(worst).to.be.below(1000);
  });
});

/**
 * The mean of ten, for the browser's clock is coarse; each in a task of its own, as the detector reads: within a task the
 * browser answers from its memory.
 */
async function meanMs(read: () => unknown): Promise<number> {
  let sum = 0;
  for (let i = 0; i < 10; i++) {
    await new Promise((resolve) => setTimeout(resolve));
    const began = performance.now();
    await read();
    sum += performance.now() - began;
  }
  return sum / 10;
}

async function* tokens(text: string): AsyncGenerator<string> {
  for (const [token] of text.matchAll(/\s*\S{1,5}/g)) yield await Promise.resolve(token);
}

/** What a page records from a microphone: WebM with Opus, which does not say how long it is. */
async function recorded(ms: number): Promise<Blob> {
  const context = new AudioContext();
  const tone = new OscillatorNode(context);
  const microphone = new MediaStreamAudioDestinationNode(context);
  tone.connect(microphone);
  tone.start();
  const recorder = new MediaRecorder(microphone.stream);
  const parts: Blob[] = [];
  const done = new Promise((resolve) => {
    recorder.onstop = resolve;
    recorder.ondataavailable = ({ data, timeStamp }) => {
      parts.push(data);
      if (recorder.state === 'recording' && timeStamp - began >= ms) recorder.stop();
    };
  });
  const began = performance.now();
  recorder.start(50);
  await done;
  await context.close();
  return new Blob(parts, { type: recorder.mimeType });
}

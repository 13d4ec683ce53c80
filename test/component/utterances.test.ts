import { expect } from '@open-wc/testing';

import { Recorder } from '../../src/element/extensions/voice/recorder.js';
import { UtteranceListener, type Utterance } from '../../src/element/extensions/voice/utterance-listener.js';
import { decode, FedMicrophone, spoken } from '../support/fed-microphone.js';
import { failureOf } from '../support/in-browser.js';
import { clicks, joined, silence, trimmed } from '../support/listening-sounds.js';
import { SeededRandom } from '../support/seeded-random.js';

/** How much longer what was recorded may be than what was said, in seconds, and shorter. */
const TOO_MUCH = 1.6;
const TOO_LITTLE = 0.1;

describe('an utterance', () => {
  let microphone: FedMicrophone;
  let question: Float32Array<ArrayBuffer>;
  let listener: UtteranceListener;
  let events: string[];
  before(async () => {
    question = await spoken('What are your opening hours on Sunday?');
  });
  beforeEach(() => {
    microphone = new FedMicrophone();
    listener = new UtteranceListener(microphone.stream);
    events = [];
  });
  afterEach(async () => {
    Reflect.deleteProperty(AudioWorklet.prototype, 'addModule');
    listener.stop();
    await microphone.close();
  });

  const follow = (): void => {
    for (const name of ['maybe', 'start', 'misfire', 'end', 'error'] as const)
      listener.events.on(name, () => events.push(name));
  };
  const nextUtterance = (): Promise<Utterance> => new Promise((resolve) => listener.events.once('end', resolve));

  /** The question is in it from its first sound to its last, with a little of what came before. */
  const expectQuestion = async ({ audio, seconds }: Utterance): Promise<void> => {
    const recorded = await decode(await audio.arrayBuffer());
    const heard = trimmed(recorded);
    const said = question.length / 16_000;
    expect(heard.length / 16_000).to.be.within(said - TOO_LITTLE, said + TOO_LITTLE);
    expect(recorded.length / 16_000).to.be.within(said, said + TOO_MUCH);
    expect(seconds).to.be.within(said, said + TOO_MUCH);
    const firstLoud = recorded.findIndex((sample) => Math.abs(sample) > 0.02);
    expect(firstLoud / 16_000, 'what comes before it').to.be.greaterThan(0.1);
  };

  it('begins, ends, and is recorded whole, with what came just before', async () => {
    follow();
    await listener.start();
    expect(listener.detector).to.equal('neural');
    const utterance = nextUtterance();
    await microphone.hear(question);
    const saidAt = performance.now();
    const ended = await utterance;
    expect(events).to.deep.equal(['maybe', 'start', 'end']);
    expect(ended.audio.type).to.equal('audio/webm;codecs=opus');
    expect(ended.audio.size / ended.seconds).to.be.lessThan(6000);
    await expectQuestion(ended);
    expect(ended.speechSeconds).to.be.within(question.length / 16_000 - 0.4, question.length / 16_000 + 0.3);
    expect(ended.endedAt).to.be.lessThan(saidAt + 400);
    expect(performance.now() - ended.endedAt).to.be.greaterThan(500);
  });

  it('is told from the clicks of keys', async () => {
    follow();
    await listener.start();
    await microphone.hear(clicks(2, new SeededRandom(1)));
    expect(events).not.to.include('start');
  });

  it('ends as soon as the silence is as long as it may be, which can be changed while somebody speaks', async () => {
    await listener.start();
    listener.events.once('start', () => (listener.hangoverMs = 1500));
    const utterance = nextUtterance();
    await microphone.hear(question);
    const { endedAt } = await utterance;
    expect(performance.now() - endedAt).to.be.greaterThan(1400);
  });

  it('is recorded whole where its end is told before what came before it is over', async () => {
    listener.hangoverMs = 200;
    await listener.start();
    const utterance = nextUtterance();
    await microphone.hear(question);
    await expectQuestion(await utterance);
  });

  it('is divided where it is longer than it may be', async () => {
    listener = new UtteranceListener(microphone.stream, { longestSeconds: 0.6 });
    const lengths: number[] = [];
    listener.events.on('end', ({ speechSeconds = 0 }) => lengths.push(speechSeconds));
    await listener.start();
    await microphone.hear(question);
    expect(lengths.length).to.be.greaterThan(1);
    expect(lengths[0]).to.be.closeTo(0.6, 0.05);
  });

  it('is heard in the thread that renders sound', async () => {
    let loaded: Promise<void> | undefined;
    AudioWorklet.prototype.addModule = function (...of) {
      loaded = Worklet.prototype.addModule.apply(this, of);
      return loaded;
    };
    await listener.start();
    expect(await loaded?.then(() => 'loaded')).to.equal('loaded');
  });

  it('is heard on the main thread where the file for another one cannot be loaded', async () => {
    AudioWorklet.prototype.addModule = () => Promise.reject(new DOMException('Refused', 'AbortError'));
    follow();
    await listener.start();
    const utterance = nextUtterance();
    await microphone.hear(question);
    await expectQuestion(await utterance);
    expect(events).to.deep.equal(['maybe', 'start', 'end']);
  });

  it('is a WAV file where the browser has no recorder', async () => {
    const browsers = window.MediaRecorder;
    Object.assign(window, { MediaRecorder: undefined });
    try {
      await listener.start();
      const utterance = nextUtterance();
      await microphone.hear(joined(silence(0.5), question));
      const ended = await utterance;
      expect(ended.audio.type).to.equal('audio/wav');
      await expectQuestion(ended);
    } finally {
      Object.assign(window, { MediaRecorder: browsers });
    }
  });

  it('has a level that rises and falls, some 15 times a second', async () => {
    const levels: number[] = [];
    await listener.start();
    listener.events.on('level', (level) => levels.push(level));
    await microphone.hear(question);
    await microphone.hear(silence(0.5));
    expect(Math.max(...levels)).to.be.within(0.5, 1);
    expect(levels.at(-1)).to.be.lessThan(0.1);
    expect(levels.length).to.be.within(20, 60);
  });

  it('is dropped when listening stops, and the microphone stays open', async () => {
    follow();
    await listener.start();
    const started = new Promise<void>((resolve) => listener.events.once('start', resolve));
    const heard = microphone.hear(question);
    await started;
    listener.stop();
    await heard;
    expect(events).to.deep.equal(['maybe', 'start']);
    expect(microphone.stream.getAudioTracks()[0]?.readyState).to.equal('live');
    await listener.start();
    const utterance = nextUtterance();
    await microphone.hear(question);
    await expectQuestion(await utterance);
  });

  it('is not listened for where that is stopped before it began', async () => {
    const starting = failureOf(listener.start());
    listener.stop();
    expect(await starting).to.have.property('code', 'ABORTED');
  });
});

describe('a recorder', () => {
  let microphone: FedMicrophone;
  let recorder: Recorder;
  let question: Float32Array<ArrayBuffer>;
  before(async () => {
    question = await spoken('Where is the cloakroom?');
  });
  beforeEach(() => {
    microphone = new FedMicrophone();
    recorder = new Recorder(microphone.stream);
  });
  afterEach(async () => {
    recorder.discard();
    await microphone.close();
  });

  const expectWhole = async ({ audio }: Utterance): Promise<void> => {
    const heard = trimmed(await decode(await audio.arrayBuffer()));
    expect(heard.length / question.length).to.be.within(0.9, 1.1);
  };
  const recordQuestion = async (): Promise<Utterance> => {
    await recorder.start();
    await microphone.hear(silence(0.3));
    await microphone.hear(question);
    await microphone.hear(silence(0.1));
    return recorder.stop();
  };

  it('gives what was said between start and stop', async () => {
    const levels: number[] = [];
    recorder.events.on('level', (level) => levels.push(level));
    const utterance = await recordQuestion();
    expect(utterance.audio.type).to.equal('audio/webm;codecs=opus');
    expect(utterance.speechSeconds).to.equal(undefined);
    expect(performance.now() - utterance.endedAt).to.be.lessThan(500);
    await expectWhole(utterance);
    expect(Math.max(...levels)).to.be.greaterThan(0.5);
  });

  it('gives a WAV file where the browser has no recorder', async () => {
    const browsers = window.MediaRecorder;
    Object.assign(window, { MediaRecorder: undefined });
    try {
      const utterance = await recordQuestion();
      expect(utterance.audio.type).to.equal('audio/wav');
      await expectWhole(utterance);
    } finally {
      Object.assign(window, { MediaRecorder: browsers });
    }
  });

  it('tells when it is full, and gives what there is', async () => {
    recorder = new Recorder(microphone.stream, { longestSeconds: 0.5 });
    const full = new Promise<void>((resolve) => recorder.events.once('full', resolve));
    await recorder.start();
    const heard = microphone.hear(question);
    await full;
    await heard;
    expect((await recorder.stop()).seconds).to.be.within(0.3, 0.8);
  });

  it('refuses to start twice, and to stop before', async () => {
    expect(await failureOf(recorder.stop())).to.have.property('code', 'INVALID_STATE');
    await recorder.start();
    expect(await failureOf(recorder.start())).to.have.property('code', 'INVALID_STATE');
  });
});

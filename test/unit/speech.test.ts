import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'node:test';

import { AvatarError } from '../../src/core/errors.js';
import { loadSpeakable } from '../../src/session/speech/speakable-code.js';
import { AvatarSpeech } from '../../src/session/speech/avatar-speech.js';
import type { Speaker } from '../../src/session/speech/handover.js';
import type { SpeechInput } from '../../src/core/speech/speech-input.js';
import type { SpeechTurn } from '../../src/session/speech/speech-turn.js';
import { ManualClock, settled } from '../support/manual-clock.js';
import { toneMp3 } from '../support/tone-mp3.js';

const SESSION_LOST = { isSameSession: false, keepQueue: true };

/** A service that takes what it is sent when the test says so, and sounds as the test wants. */
class FakeService implements Speaker {
  readonly log: string[] = [];
  /** How the next calls are answered; resolved at once where there is none. */
  readonly answers: Promise<void>[] = [];
  level: number | undefined = 0;

  readonly control: Speaker['control'] = {
    sayText: ({ text, isFinal }, options) => this.#take(`${text}${isFinal ? '|' : ''}`, options?.signal),
    sayAudio: ({ durationSeconds }, options) => this.#take(`audio ${durationSeconds.toFixed(1)}`, options?.signal),
    interrupt: () => this.#take('interrupt'),
  };
  readonly whep: Speaker['whep'] = {
    audioLevel: () => this.level,
    getStats: () => Promise.reject(new Error('Nobody should ask.')),
    stream: {} as MediaStream,
  };

  async #take(what: string, signal?: AbortSignal): Promise<void> {
    this.log.push(what);
    const aborted = new Promise<never>((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
    });
    await Promise.race([this.answers.shift(), aborted]);
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } {
  let resolve!: () => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<void>((onResolve, onReject) => ([resolve, reject] = [onResolve, onReject]));
  return { promise, resolve, reject };
}

/** A source that gives what the test hands to it. */
class Source implements AsyncIterable<string> {
  isReturned = false;
  #give: (next: IteratorResult<string, undefined>) => void = () => undefined;

  [Symbol.asyncIterator](): AsyncIterator<string, undefined> {
    return {
      next: () => new Promise((resolve) => (this.#give = resolve)),
      return: () => {
        this.isReturned = true;
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  async give(...pieces: string[]): Promise<void> {
    for (const value of pieces) {
      this.#give({ done: false, value });
      await settled();
    }
  }

  async end(): Promise<void> {
    this.#give({ done: true, value: undefined });
    await settled();
  }
}

const outcomeOf = async ({ finished }: SpeechTurn): Promise<string> => (await finished).outcome;
const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => (error as AvatarError).code,
  );

describe('the speech of a session', () => {
  let clock: ManualClock;
  let service: FakeService;
  let speech: AvatarSpeech;
  let heard: string[];
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown): void => void unhandled.push(reason);

  beforeEach(() => {
    clock = new ManualClock();
    service = new FakeService();
    heard = [];
    speech = new AvatarSpeech({
      onStart: () => heard.push('start'),
      onEnd: () => heard.push('end'),
      now: clock.now,
      delay: clock.delay,
    });
    speech.start(service);
    process.on('unhandledRejection', onUnhandled);
  });
  before(loadSpeakable);
  afterEach(async () => {
    speech.stop();
    await settled();
    process.off('unhandledRejection', onUnhandled);
    assert.deepEqual(unhandled.splice(0), []);
    assert.equal(clock.sleepers, 0);
  });

  const pass = async (ms: number, level?: number): Promise<void> => {
    service.level = level ?? 0;
    for (const until = clock.now() + ms; clock.now() < until;) await clock.advance(50);
  };

  describe('a text', () => {
    it('is a turn that is accepted, heard to start, and heard to end', async () => {
      const turn = speech.speak('Hello there.');
      await turn.accepted;
      assert.equal(turn.text, 'Hello there.');
      assert.deepEqual(service.log, ['Hello there.|']);
      let isStarted = false;
      void turn.started.then(() => (isStarted = true));
      await pass(500);
      assert.equal(isStarted, false);
      await pass(1000, 0.1);
      assert.equal(isStarted, true);
      await pass(1000);
      assert.equal(await outcomeOf(turn), 'ended');
      assert.deepEqual(heard, ['start', 'end']);
    });

    it('is sent in several requests where it is very long, by sayText too, and final with the last', async () => {
      const text = 'This is one of many sentences, and it is as long as any. '.repeat(30);
      await speech.sayText(text, 'turn-1', true);
      assert.ok(service.log.length >= 3);
      assert.deepEqual(
        service.log.map((sent) => sent.endsWith('|')),
        service.log.map((_, i) => i === service.log.length - 1),
      );
      assert.equal(service.log.join('').slice(0, -1), text);
      await speech.sayText('more to come, ', 'turn-2', false);
      assert.equal(service.log.at(-1), 'more to come, ');
    });

    it('waits for what was said before, whichever way that was said', async () => {
      const source = new Source();
      const mp3 = await toneMp3(1);
      const first = speech.speak(source);
      const second = speech.sayText('Second.', 'turn-2', true);
      const third = speech.sayAudio(mp3, 'turn-3', 1.5);
      const fourth = speech.speak('Fourth.');
      await source.give('First sentence. ', 'And its end');
      await source.end();
      await Promise.all([first.accepted, second, third, fourth.accepted]);
      assert.deepEqual(service.log, ['First sentence. ', 'And its end|', 'Second.|', 'audio 1.5', 'Fourth.|']);
    });

    it('is told to have failed where it is not heard', async () => {
      const turn = speech.speak('Is anybody there?');
      await pass(17_000);
      assert.equal(await outcomeOf(turn), 'failed');
      assert.equal(await codeOf(turn.started), 'TIMEOUT');
      await turn.accepted;
    });

    it('is no turn that is followed for ever where its call fails', async () => {
      service.answers.push(Promise.reject(new AvatarError('NETWORK', 'x')));
      assert.equal(await codeOf(speech.sayText('Hello.', 'turn-1', true)), 'NETWORK');
      const turn = speech.speak('Next.');
      await turn.accepted;
      await pass(800, 0.1);
      await pass(1000);
      assert.equal(await outcomeOf(turn), 'ended');
    });
  });

  describe('a stream of tokens', () => {
    it('begins with its first sentence, and gathers what comes while a request is under way', async () => {
      const source = new Source();
      const answer = deferred();
      service.answers.push(answer.promise);
      const turn = speech.speak(source);
      await source.give('Good mor', 'ning! ', 'How');
      assert.deepEqual(service.log, ['Good morning! ']);
      await source.give(' are you today', '? I hope', ' that you slept well. ', 'Shall we begin?');
      assert.equal(service.log.length, 1);
      await source.end();
      answer.resolve();
      await turn.accepted;
      assert.deepEqual(service.log.slice(1), ['How are you today? I hope that you slept well. Shall we begin?|']);
      assert.equal(turn.text, service.log.join('').replace('|', ''));
    });

    it('does not keep a short sentence for long when no more comes', async () => {
      const source = new Source();
      speech.speak(source);
      await source.give('One. ', 'Two. ', 'Th');
      assert.deepEqual(service.log, ['One. ']);
      await pass(1000);
      assert.deepEqual(service.log, ['One. ', 'Two. ']);
    });

    it('is said as soon as its first sentence is whole, though the source rests, and is closed at its end', async () => {
      const source = new Source();
      const turn = speech.speak(source);
      await source.give('Let me look that up', ' for you.');
      for (const waitMs of [20, 20]) await clock.advance(waitMs);
      assert.deepEqual(service.log, ['Let me look that up for you.']);
      await pass(6000);
      await source.give(' Now I have it.');
      await source.end();
      await turn.accepted;
      assert.deepEqual(service.log.slice(1), [' Now I have it.|']);
    });

    it('is over once it is closed, where all of it was heard before', async () => {
      const source = new Source();
      const turn = speech.speak(source);
      await source.give('Let me look that up for you. ');
      await pass(200);
      await pass(2000, 0.1);
      await pass(2000);
      service.answers.push(Promise.reject(new AvatarError('API_REQUEST_FAILED', 'Text is required', { status: 400 })));
      await source.end();
      assert.deepEqual(service.log, ['Let me look that up for you.', '|']);
      assert.equal(await outcomeOf(turn), 'ended');
    });

    it('goes on being one turn while the avatar waits for more of it', async () => {
      const source = new Source();
      const turn = speech.speak(source);
      await source.give('Let me see. ', 'N');
      await pass(1000, 0.1);
      await pass(3000);
      assert.deepEqual(heard, ['start', 'end']);
      await source.give('ow, here it is.');
      await source.end();
      await turn.accepted;
      await pass(1500, 0.1);
      await pass(1000);
      assert.equal(await outcomeOf(turn), 'ended');
      assert.deepEqual(heard, ['start', 'end', 'start', 'end']);
    });

    it('fails before anything is sent where it is empty', async () => {
      const streams: SpeechInput[] = ['', ' \n', new Response(''), new Blob([' ']).stream()];
      for (const input of streams) {
        const turn = speech.speak(input);
        assert.equal(await outcomeOf(turn), 'failed');
        assert.deepEqual([await codeOf(turn.accepted), await codeOf(turn.started)], ['INVALID_INPUT', 'INVALID_INPUT']);
      }
      assert.deepEqual(service.log, []);
    });

    it('fails, without throwing, where it is nothing that can be said', async () => {
      const used = new Response('used');
      await used.text();
      const locked = new Response('locked');
      locked.body?.getReader();
      const json = Response.json({ text: 'Hello' });
      const bad = [undefined, null, 42, {}, used, locked, json, numbers()] as unknown as SpeechInput[];
      for (const input of bad) {
        const turn = speech.speak(input);
        assert.equal((await turn.finished).error?.code, 'INVALID_INPUT');
      }
      const refused = await speech.speak(new Response('no', { status: 503 })).finished;
      assert.deepEqual([refused.error?.code, refused.error?.status], ['API_REQUEST_FAILED', 503]);
      assert.deepEqual(service.log, []);
    });

    it('says what came before its source failed, and tells that it failed', async () => {
      const turn = speech.speak(failing('It was a dark night. And then'));
      const { outcome, error } = await turn.finished;
      assert.equal(outcome, 'failed');
      assert.match(String(error?.cause), /model/);
      assert.equal(service.log.join(''), 'It was a dark night. And then|');
    });

    it('is decoded across the borders of its pieces, from a response', async () => {
      const bytes = new TextEncoder().encode('Grüße, 世界! Über alles.');
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => {
          for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
          controller.close();
        },
      });
      const turn = speech.speak(new Response(stream));
      await turn.accepted;
      assert.equal(turn.text, 'Grüße, 世界! Über alles.');
    });

    it('fails where the service refuses a part, and what follows is said', async () => {
      service.answers.push(Promise.resolve(), Promise.reject(new AvatarError('API_REQUEST_FAILED', 'x')));
      const turn = speech.speak('First sentence. '.repeat(40));
      const next = speech.speak('Next.');
      assert.equal((await turn.finished).error?.code, 'API_REQUEST_FAILED');
      await next.accepted;
      assert.equal(service.log.at(-1), 'Next.|');
    });
  });

  describe('an interrupt', () => {
    it('settles all at once, before the service has answered', async () => {
      const [answer, silenced] = [deferred(), deferred()];
      const said = speech.speak('Said.');
      await said.accepted;
      service.answers.push(answer.promise, silenced.promise);
      const turns = [speech.speak('In flight.'), speech.speak('Waiting.'), speech.speak(new Source())];
      const text = speech.sayText('Waiting, too.', 'turn-4', true);
      await settled();
      const interrupted = speech.interrupt();
      assert.deepEqual(await Promise.all([said, ...turns].map(outcomeOf)), Array(4).fill('interrupted'));
      assert.equal(await codeOf(text), 'ABORTED');
      assert.deepEqual(service.log, ['Said.|', 'In flight.|', 'interrupt']);
      const next = speech.speak('Afterwards.');
      await settled();
      assert.equal(service.log.length, 3, 'what is said next must not overtake the interrupt');
      silenced.resolve();
      await interrupted;
      await next.accepted;
      assert.deepEqual(service.log.slice(3), ['Afterwards.|']);
    });

    it('tells a source that hangs to stop', async () => {
      const source = new Source();
      let reason: unknown;
      const stream = new ReadableStream<string>({ cancel: (why) => void (reason = why ?? 'cancelled') });
      const turns = [speech.speak(source), speech.speak(stream)];
      await settled();
      await speech.interrupt();
      assert.deepEqual(await Promise.all(turns.map(outcomeOf)), ['interrupted', 'interrupted']);
      await settled();
      assert.equal(source.isReturned, true);
      assert.equal(reason, 'cancelled');
    });

    it('settles even where the service cannot be told', async () => {
      const turn = speech.speak('Said.');
      await turn.accepted;
      service.answers.push(Promise.reject(new AvatarError('NETWORK', 'x')));
      assert.equal(await codeOf(speech.interrupt()), 'NETWORK');
      assert.equal(await outcomeOf(turn), 'interrupted');
    });

    it('is told to the service once it can be reached again, before what is said after it', async () => {
      const turn = speech.speak('Said.');
      await turn.accepted;
      speech.pause();
      service.answers.push(Promise.reject(new AvatarError('NETWORK', 'x')));
      await speech.interrupt();
      assert.equal(await outcomeOf(turn), 'interrupted');
      const next = speech.speak('Afterwards.');
      speech.resume(service, { isSameSession: true, keepQueue: true });
      await next.accepted;
      assert.deepEqual(service.log, ['Said.|', 'interrupt', 'interrupt', 'Afterwards.|']);
    });

    it('is not told to another session, which has nothing to be silent of', async () => {
      await speech.speak('Said.').accepted;
      speech.pause();
      service.answers.push(Promise.reject(new AvatarError('NETWORK', 'x')));
      await speech.interrupt();
      speech.resume(service, SESSION_LOST);
      await settled();
      assert.deepEqual(service.log, ['Said.|', 'interrupt']);
    });

    it('is told again after a recovery where the network has lost it', async () => {
      await speech.speak('Said.').accepted;
      service.answers.push(Promise.reject(new AvatarError('NETWORK', 'x')));
      assert.equal(await codeOf(speech.interrupt()), 'NETWORK');
      speech.pause();
      speech.resume(service, { isSameSession: true, keepQueue: true });
      await settled();
      assert.deepEqual(service.log, ['Said.|', 'interrupt', 'interrupt']);
    });

    it('does not take the tail of what was heard for what is said next', async () => {
      const cut = speech.speak('A long story that is cut short.');
      await pass(1000, 0.1);
      await speech.interrupt();
      assert.equal(await outcomeOf(cut), 'interrupted');
      const next = speech.speak('Next.');
      let isStarted = false;
      void next.started.then(() => (isStarted = true));
      await pass(200, 0.1);
      assert.equal(isStarted, false);
      await pass(150);
      await pass(500, 0.1);
      assert.equal(isStarted, true);
      await pass(1000);
      assert.equal(await outcomeOf(next), 'ended');
      assert.deepEqual(heard, ['start', 'end', 'start', 'end']);
    });
  });

  describe('the caller’s signal', () => {
    it('stops one turn and leaves the others', async () => {
      const [source, caller] = [new Source(), new AbortController()];
      const turn = speech.speak(source, { signal: caller.signal });
      const next = speech.speak('Next.');
      await source.give('First sentence. ', 'Se');
      caller.abort();
      assert.equal(await outcomeOf(turn), 'interrupted');
      assert.equal(await codeOf(turn.accepted), 'ABORTED');
      await next.accepted;
      assert.equal(source.isReturned, true);
      assert.deepEqual(service.log, ['First sentence. ', 'Next.|']);
    });

    it('may have aborted before', async () => {
      const signal = AbortSignal.abort(new Error('not wanted'));
      assert.equal(await outcomeOf(speech.speak('Hello.', { signal })), 'interrupted');
      assert.equal(await codeOf(speech.sayText('Hello.', 'turn-1', true, { signal })), 'ABORTED');
      assert.deepEqual(service.log, []);
    });
  });

  describe('the end of the session', () => {
    it('settles every turn', async () => {
      const said = speech.speak('Said.');
      await said.accepted;
      const waiting = speech.speak(new Source());
      speech.stop();
      assert.deepEqual(await Promise.all([said, waiting].map(outcomeOf)), ['interrupted', 'interrupted']);
      const late = await speech.speak('Too late.').finished;
      assert.equal(late.error?.code, 'INVALID_STATE');
    });
  });

  describe('while the avatar is out of reach', () => {
    it('sends nothing, and goes on where it stopped', async () => {
      const source = new Source();
      const turn = speech.speak(source);
      await source.give('First sentence. ', 'Second');
      speech.pause();
      await source.give(' sentence.');
      await source.end();
      const next = speech.sayText('Third.', 'turn-3', true);
      await pass(60_000);
      assert.deepEqual(service.log, ['First sentence. ']);
      speech.resume(service, { isSameSession: true, keepQueue: true });
      await Promise.all([turn.accepted, next]);
      assert.deepEqual(service.log, ['First sentence. ', 'Second sentence.|', 'Third.|']);
      await pass(1500, 0.1);
      await pass(1000);
      await pass(500, 0.1);
      await pass(1000);
      assert.equal(await outcomeOf(turn), 'ended');
    });

    it('takes silence for no end of what was being said', async () => {
      const turn = speech.speak('A long story that goes on and on, also while nobody hears it, to its very end.');
      let isFinished = false;
      void turn.finished.then(() => (isFinished = true));
      await pass(1000, 0.1);
      speech.pause();
      await pass(30_000);
      assert.equal(isFinished, false);
      speech.resume(service, { isSameSession: true, keepQueue: true });
      await pass(1000, 0.1);
      await pass(1700);
      assert.equal(await outcomeOf(turn), 'ended');
    });

    it('settles what another session had taken, and says what it had not', async () => {
      const taken = speech.speak('Taken.');
      await taken.accepted;
      speech.pause();
      const waiting = speech.speak('Waiting.');
      const other = new FakeService();
      speech.resume(other, SESSION_LOST);
      assert.equal(await outcomeOf(taken), 'interrupted');
      await waiting.accepted;
      assert.deepEqual(other.log, ['Waiting.|']);
    });

    it('drops all that is not finished where that is wanted', async () => {
      const taken = speech.speak('Taken.');
      await taken.accepted;
      speech.pause();
      const waiting = speech.speak('Waiting.');
      const other = new FakeService();
      speech.resume(other, { isSameSession: false, keepQueue: false });
      assert.deepEqual(await Promise.all([taken, waiting].map(outcomeOf)), ['interrupted', 'interrupted']);
      assert.deepEqual(other.log, []);
      await speech.speak('Next.').accepted;
      assert.deepEqual(other.log, ['Next.|']);
    });

    it('can be interrupted, and ended', async () => {
      speech.pause();
      const turn = speech.speak('Waiting.');
      await speech.interrupt();
      assert.equal(await outcomeOf(turn), 'interrupted');
      const other = speech.speak('Waiting.');
      speech.stop();
      assert.equal(await outcomeOf(other), 'interrupted');
      assert.deepEqual(service.log, ['interrupt']);
    });
  });

  describe('a text that comes in chunks to sayText', () => {
    it('is closed by an empty last one', async () => {
      await speech.sayText('All of it.', 'turn-1', false);
      await speech.sayText('', 'turn-1', true);
      assert.deepEqual(service.log, ['All of it.', '|']);
    });

    it('keeps its white space, and sends none alone', async () => {
      for (const token of ['\n', ' Hello', ' ', '\n', 'world.', '\n']) await speech.sayText(token, 'turn-1', false);
      await speech.sayText(' ', 'turn-1', true);
      assert.deepEqual(service.log, ['\n Hello', ' \nworld.', '\n |']);
    });

    it('is dropped after an interrupt, can be closed without a word to the service, and is forgotten then', async () => {
      await speech.sayText('Hello ', 'turn-1', false);
      await speech.interrupt();
      assert.equal(await codeOf(speech.sayText('world', 'turn-1', false)), 'ABORTED');
      await speech.sayText('', 'turn-1', true);
      assert.deepEqual(service.log, ['Hello ', 'interrupt']);
      assert.equal(await codeOf(speech.sayText('', 'turn-1', true)), 'INVALID_INPUT');
    });

    it('is refused where there is nothing to say in the end', async () => {
      assert.equal(await codeOf(speech.sayText(' ', 'turn-1', true)), 'INVALID_INPUT');
      await speech.sayText(' ', 'turn-2', false);
      assert.equal(await codeOf(speech.sayText('\n', 'turn-2', true)), 'INVALID_INPUT');
      assert.deepEqual(service.log, []);
    });
  });

  describe('an MP3', () => {
    it('is measured by its frames', async () => {
      const turn = speech.speakAudio(await toneMp3(3));
      await turn.accepted;
      assert.match(service.log.join(''), /^audio 3\.[01]$/);
      await pass(3000, 0.1);
      await pass(1000);
      assert.equal(await outcomeOf(turn), 'ended');
    });

    it('is refused where it has no length, or is no Blob', async () => {
      const mp3 = await toneMp3(1);
      for (const duration of [0, -1, NaN, Infinity]) {
        assert.equal(await codeOf(speech.sayAudio(mp3, 'turn-1', duration)), 'INVALID_INPUT');
      }
      const turn = speech.speakAudio('speech.mp3' as unknown as Blob);
      assert.equal((await turn.finished).error?.code, 'INVALID_INPUT');
      assert.deepEqual(service.log, []);
    });
  });
});

async function* numbers(): AsyncGenerator {
  yield await Promise.resolve(42);
}

async function* failing(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
  throw new Error('the model is gone');
}

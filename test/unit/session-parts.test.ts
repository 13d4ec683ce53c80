import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { AvatarError } from '../../src/core/errors.js';
import type { Logger } from '../../src/core/logger.js';
import { runKeepAlive } from '../../src/session/keep-alive.js';
import { SayQueue } from '../../src/session/speech/say-queue.js';
import { transition, type SessionInput, type SessionState } from '../../src/session/session-state.js';
import { SpeechDetector } from '../../src/session/speech/speech-detector.js';
import { waitForFirstFrame } from '../../src/session/whep/first-frame.js';
import { ManualClock, settled } from '../support/manual-clock.js';

const silent: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

describe('the state of a session', () => {
  const walks: [string, SessionInput[], SessionState][] = [
    ['goes from idle to ready', ['connect', 'ready'], 'READY'],
    ['ends while it is being created', ['connect', 'end'], 'ENDED'],
    ['fails while it is being created', ['connect', 'fail'], 'ERROR'],
    ['can be opened again after an error', ['connect', 'fail', 'connect'], 'CREATING'],
    ['can be opened again after the end', ['connect', 'ready', 'end', 'connect'], 'CREATING'],
    ['does not become ready after it was ended', ['connect', 'end', 'ready'], 'ENDED'],
    ['stays idle when what never began is ended', ['end'], 'IDLE'],
    ['stays ended when it fails afterwards', ['connect', 'ready', 'end', 'fail'], 'ENDED'],
  ];
  for (const [what, inputs, expected] of walks) {
    it(what, () => {
      assert.equal(inputs.reduce<SessionState>(transition, 'IDLE'), expected);
    });
  }
});

describe('the speech detector', () => {
  const listen = (): {
    hear: (level: number | undefined, ms: number) => void;
    heard: string[];
    detector: SpeechDetector;
  } => {
    let now = 0;
    let level: number | undefined = 0;
    const heard: string[] = [];
    const detector = new SpeechDetector({
      readLevel: () => level,
      onStart: () => heard.push(`start ${now}`),
      onEnd: () => heard.push(`end ${now}`),
      now: () => now,
    });
    const hear = (next: number | undefined, ms: number): void => {
      level = next;
      for (const until = now + ms; now < until; now += 50) detector.listen();
    };
    return { hear, heard, detector };
  };

  it('hears speech begin at once and end after a pause that is longer than those between sentences', () => {
    const { hear, heard } = listen();
    hear(0, 500);
    hear(0.1, 1000);
    hear(0, 600);
    hear(0.1, 500);
    hear(0, 2000);
    assert.deepEqual(heard, ['start 500', 'end 3250']);
  });

  it('hears the end sooner after an interrupt', () => {
    const { hear, heard, detector } = listen();
    hear(0.1, 1000);
    detector.interrupted();
    hear(0, 1000);
    assert.deepEqual(heard, ['start 0', 'end 1050']);
  });

  it('hears the end of what was interrupted and the start of what follows without a silence between', () => {
    const { hear, heard, detector } = listen();
    hear(0.1, 1000);
    detector.interrupted();
    detector.expectSpeech();
    hear(0.1, 100);
    hear(0, 50);
    hear(0.1, 1000);
    assert.deepEqual(heard, ['start 0', 'end 1250', 'start 1250']);
  });

  it('takes nothing for new after an interrupt until something was asked for', () => {
    const { hear, heard, detector } = listen();
    hear(0.1, 1000);
    detector.interrupted();
    hear(0.1, 600);
    hear(0, 500);
    detector.expectSpeech();
    hear(0.1, 100);
    assert.deepEqual(heard, ['start 0', 'end 1650', 'start 2100']);
  });

  it('is not shortened by an interrupt of silence', () => {
    const { hear, heard, detector } = listen();
    detector.interrupted();
    hear(0.1, 500);
    hear(0, 600);
    hear(0.1, 500);
    assert.deepEqual(heard, ['start 0']);
  });

  it('takes comfort noise and a missing level for silence', () => {
    const { hear, heard } = listen();
    hear(0.002, 500);
    hear(undefined, 500);
    assert.deepEqual(heard, []);
  });

  it('ends what is heard when it is stopped', () => {
    const { hear, heard, detector } = listen();
    hear(0.1, 100);
    detector.stop();
    detector.stop();
    assert.deepEqual(heard, ['start 0', 'end 100']);
  });
});

describe('what is to be said', () => {
  it('is sent in order, one request at a time', async () => {
    const queue = new SayQueue();
    const log: string[] = [];
    const send = (name: string) => async (): Promise<void> => {
      log.push(`${name} sent`);
      await settled();
      log.push(`${name} taken`);
    };
    await Promise.all([queue.add(send('a')), queue.add(send('b'))]);
    assert.deepEqual(log, ['a sent', 'a taken', 'b sent', 'b taken']);
  });

  it('goes on after a text that failed', async () => {
    const queue = new SayQueue();
    const failed = queue.add(() => Promise.reject(new AvatarError('NETWORK', 'x')));
    const next = queue.add(() => Promise.resolve('said'));
    await assert.rejects(failed, { code: 'NETWORK' });
    assert.equal(await next, 'said');
  });

  it('is dropped by an interrupt, and what comes afterwards is said', async () => {
    const queue = new SayQueue();
    const inFlight = queue.add(
      ({ signal }) =>
        new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    const waiting = queue.add(() => Promise.resolve());
    await settled();
    queue.interrupt();
    const afterwards = queue.add(() => Promise.resolve('said'));
    await assert.rejects(inFlight, { code: 'ABORTED' });
    await assert.rejects(waiting, { code: 'ABORTED' });
    assert.equal(await afterwards, 'said');
  });
});

describe('keep-alive', () => {
  const run = (
    keepAlive: () => Promise<void>,
  ): { clock: ManualClock; gone: AvatarError[]; lifetime: AbortController; done: Promise<void> } => {
    const clock = new ManualClock();
    const gone: AvatarError[] = [];
    const lifetime = new AbortController();
    const onGone = (error: AvatarError): void => void gone.push(error);
    const done = runKeepAlive({ keepAlive, signal: lifetime.signal, delay: clock.delay, logger: silent, onGone });
    return { clock, gone, lifetime, done };
  };

  it('is sent every ten seconds until the session ends', async () => {
    let sent = 0;
    const { clock, lifetime, done } = run(() => {
      sent++;
      return Promise.resolve();
    });
    await clock.advance(9_999);
    assert.equal(sent, 0);
    await clock.advance(1);
    await clock.advance(10_000);
    assert.equal(sent, 2);
    lifetime.abort();
    await done;
    assert.equal(clock.sleepers, 0);
  });

  it('goes on after a single failure', async () => {
    let sent = 0;
    const { clock, gone, lifetime } = run(() =>
      ++sent === 1 ? Promise.reject(new AvatarError('NETWORK', 'x')) : Promise.resolve(),
    );
    await clock.advance(10_000);
    await clock.advance(10_000);
    assert.equal(sent, 2);
    assert.deepEqual(gone, []);
    lifetime.abort();
  });

  for (const code of ['SESSION_NOT_FOUND', 'UNAUTHORIZED'] as const) {
    it(`stops and says so when the service answers ${code}`, async () => {
      const { clock, gone, done } = run(() => Promise.reject(new AvatarError(code, 'x')));
      await clock.advance(10_000);
      await done;
      assert.deepEqual(
        gone.map((error) => error.code),
        [code],
      );
    });
  }
});

describe('the first frame', () => {
  const options = {
    deadlineMs: 100,
    delay: (): Promise<void> => Promise.resolve(),
    signal: new AbortController().signal,
  };

  it('is waited for', async () => {
    let polls = 0;
    await waitForFirstFrame({ ...options, countFrames: () => Promise.resolve(polls++ < 2 ? 0 : 1) });
    assert.equal(polls, 3);
  });

  it('is given up after the deadline, because a server may connect and send nothing', async () => {
    await assert.rejects(waitForFirstFrame({ ...options, countFrames: () => Promise.resolve(0) }), {
      code: 'MEDIA_STALLED',
    });
  });
});

function ignore(): void {
  // What is logged is not the subject here.
}

import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';

import { Handover, type Speaker } from '../../src/session/speech/handover.js';
import { ManualClock, settled } from '../support/manual-clock.js';

const MP3 = new Blob(['mp3']);

/** A service that plays clip after clip; an interrupt silences the one that is heard, as the live service has been seen to do. */
class ClipService implements Speaker {
  readonly heard: { beginsAt: number; endsAt: number }[] = [];
  readonly told: string[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  readonly control: Speaker['control'] = {
    sayText: ({ text, isFinal }) => this.#tell(`${text}${isFinal ? '|' : ''}`),
    sayAudio: ({ durationSeconds }) => {
      const beginsAt = Math.max(this.#now() + 200, this.heard.at(-1)?.endsAt ?? 0);
      this.heard.push({ beginsAt, endsAt: beginsAt + durationSeconds * 1000 });
      return this.#tell('clip');
    },
    interrupt: () => {
      const now = this.#now();
      const [current, ...waiting] = this.heard.filter(({ endsAt }) => endsAt > now);
      const savedMs = current ? current.endsAt - now : 0;
      if (current) current.endsAt = now;
      for (const clip of waiting) {
        clip.beginsAt -= savedMs;
        clip.endsAt -= savedMs;
      }
      return this.#tell('interrupt');
    },
  };
  readonly whep = {} as Speaker['whep'];

  get isHeard(): boolean {
    const now = this.#now();
    return this.heard.some(({ beginsAt, endsAt }) => beginsAt <= now && now < endsAt);
  }

  get waiting(): number {
    return this.heard.filter(({ beginsAt }) => beginsAt > this.#now()).length;
  }

  #tell(what: string): Promise<void> {
    this.told.push(what);
    return Promise.resolve();
  }
}

describe('clips that are handed to the service', () => {
  let clock: ManualClock;
  let service: ClipService;
  let handover: Handover;
  let isHeardOn: boolean;
  const { signal } = new AbortController();

  beforeEach(() => {
    clock = new ManualClock();
    service = new ClipService(clock.now);
    isHeardOn = false;
    handover = new Handover({ isHeardOn: () => isHeardOn, now: clock.now, delay: clock.delay });
    handover.goTo(service);
  });

  const sayClips = async (count: number, seconds: number): Promise<void> => {
    for (let i = 0; i < count; i += 1) {
      await handover.untilClipIsDue(signal);
      await handover.sayAudio(MP3, seconds, `turn-${i}`, signal);
    }
  };
  const pass = async (ms: number, onStep: () => void = () => undefined): Promise<void> => {
    for (const until = clock.now() + ms; clock.now() < until;) {
      await clock.advance(20);
      onStep();
    }
  };

  it('follow each other without a gap, and at most one waits there', async () => {
    void sayClips(5, 1.5);
    await settled();
    let mostWaiting = 0;
    await pass(8000, () => {
      if (clock.now() >= 200) mostWaiting = Math.max(mostWaiting, service.waiting);
    });
    assert.equal(service.heard.length, 5);
    assert.equal(mostWaiting, 1);
    for (const [i, { beginsAt }] of service.heard.entries()) assert.equal(beginsAt, 200 + i * 1500);
  });

  it('are all silent soon after an interrupt, with as many interrupts as it takes', async () => {
    void sayClips(2, 3).catch(() => undefined);
    await pass(1000);
    assert.deepEqual([service.isHeard, service.waiting], [true, 1]);
    const told = handover.interrupt();
    await pass(300);
    await told;
    assert.equal(service.isHeard, false);
    assert.deepEqual(service.told, ['clip', 'clip', 'interrupt', 'interrupt']);
  });

  it('do not keep the next ones waiting once they were interrupted', async () => {
    await sayClips(1, 20);
    await pass(500);
    await handover.interrupt();
    await sayClips(1, 1);
    assert.deepEqual(service.told, ['clip', 'interrupt', 'clip']);
  });

  it('are nothing that another session has to be silent of, or that the next clip waits for there', async () => {
    await sayClips(1, 20);
    handover.goTo(service);
    await sayClips(1, 1);
    assert.equal(service.told.length, 2);
  });

  it('and whatever else goes on after an interrupt, are interrupted again, but not for ever', async () => {
    isHeardOn = true;
    await handover.interrupt();
    await pass(5000);
    assert.deepEqual(service.told, Array<string>(4).fill('interrupt'));
    assert.equal(clock.sleepers, 0);
  });

  it('leave alone what is said after the interrupt', async () => {
    isHeardOn = true;
    await handover.interrupt();
    await handover.sayText({ text: 'Something new.', isFinal: true }, 'turn-2', signal);
    await pass(5000);
    assert.deepEqual(service.told, ['interrupt', 'Something new.|']);
  });
});

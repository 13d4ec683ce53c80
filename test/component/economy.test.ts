import { expect } from '@open-wc/testing';

import { EconomyWatch, type EconomyPolicy } from '../../src/session/economy.js';
import { delay as realDelay } from '../../src/core/delay.js';

describe('the economy of a session that nobody sees', () => {
  const told: string[] = [];
  let lifetime: AbortController;
  let isSpeaking = false;
  beforeEach(() => {
    told.length = 0;
    isSpeaking = false;
    lifetime = new AbortController();
  });
  afterEach(() => lifetime.abort());

  /** Hands in time: each delay ends when the test says so. */
  const watch = (policy: EconomyPolicy): { watch: EconomyWatch; delays: number[]; pass: () => Promise<void> } => {
    const delays: number[] = [];
    let wake: () => void = () => undefined;
    const economy = new EconomyWatch({
      policy,
      signal: lifetime.signal,
      delay: (ms, { signal } = {}) => {
        delays.push(ms);
        return new Promise((resolve, reject) => {
          wake = resolve;
          signal?.addEventListener('abort', () => reject(signal.reason as Error));
        });
      },
      isSpeaking: () => isSpeaking,
      onPause: () => told.push('pause'),
      onResume: () => told.push('resume'),
      onEnd: () => told.push('end'),
    });
    const pass = async (): Promise<void> => {
      wake();
      await realDelay(0);
    };
    return { watch: economy, delays, pass };
  };

  it('waits as long as the policy says, 30 s by default', () => {
    const { watch: economy, delays } = watch({ whenUnseen: 'pause' });
    economy.setOnScreen(false);
    expect(delays).to.deep.equal([30_000]);
  });

  it('does nothing where the avatar is seen again in time', async () => {
    const { watch: economy, pass } = watch({ whenUnseen: 'end', afterSeconds: 5 });
    economy.setOnScreen(false);
    economy.setOnScreen(true);
    await pass();
    expect(told).to.deep.equal([]);
  });

  it('does not pause an avatar that is being listened to', async () => {
    const { watch: economy, delays, pass } = watch({ whenUnseen: 'pause', afterSeconds: 5 });
    isSpeaking = true;
    economy.setOnScreen(false);
    await pass();
    expect([told.length, delays.length]).to.deep.equal([0, 2]);
    isSpeaking = false;
    await pass();
    expect(told).to.deep.equal(['pause']);
  });

  it('resumes once what it has paused, when it is seen or has something to say', async () => {
    const { watch: economy, pass } = watch({ whenUnseen: 'pause' });
    economy.setOnScreen(false);
    await pass();
    economy.resume();
    economy.setOnScreen(true);
    expect(told).to.deep.equal(['pause', 'resume']);
  });

  it('pauses again what came back to say something and is still not seen', async () => {
    const { watch: economy, pass } = watch({ whenUnseen: 'pause' });
    economy.setOnScreen(false);
    await pass();
    economy.resume();
    await pass();
    expect(told).to.deep.equal(['pause', 'resume', 'pause']);
  });

  it('leaves a session alone by default', () => {
    const { watch: economy, delays } = watch({ whenUnseen: 'keep' });
    economy.setOnScreen(false);
    expect(delays).to.deep.equal([]);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { AvatarError } from '../../src/core/errors.js';
import { complaintOf } from '../../src/server/complaint.js';
import { KsSource, type GetKs } from '../../src/server/sessions/ks-source.js';

const MINUTE = 60_000;

describe('the source of the KS', () => {
  let now = 1000 * MINUTE;
  let asked = 0;

  function source(...answers: Awaited<ReturnType<GetKs>>[]): { use: () => Promise<string>; ks: KsSource } {
    asked = 0;
    const ks = new KsSource(
      () => answers[asked++] ?? assert.fail('it was asked too often'),
      () => now,
      complaintOf('backend'),
    );
    return { ks, use: () => ks.use((given) => Promise.resolve(given)) };
  }

  it('is asked anew each time where it gives a bare KS, and held to the rules of one', async () => {
    const { use } = source('first', 'second', 'not good');
    assert.equal(await use(), 'first');
    assert.equal(await use(), 'second');
    await assert.rejects(use(), { code: 'INVALID_CONFIGURATION', message: /what getKs gives should be the bare/ });
  });

  it('is asked again a minute before its KS expires, and not sooner', async () => {
    const { use } = source(
      { ks: 'one', expiresAt: now + 10 * MINUTE },
      { ks: 'two', expiresAt: new Date(now + 60 * MINUTE) },
    );
    assert.equal(await use(), 'one');
    now += 9 * MINUTE - 1;
    assert.equal(await use(), 'one');
    now += 1;
    assert.equal(await use(), 'two');
    assert.equal(asked, 2);
  });

  it('is asked once by all that come at the same time', async () => {
    const { use } = source({ ks: 'one', expiresAt: now + 10 * MINUTE });
    assert.deepEqual(await Promise.all([use(), use(), use()]), ['one', 'one', 'one']);
    assert.equal(asked, 1);
  });

  const refuse = (refused: string) => (ks: string) =>
    ks === refused ? Promise.reject(new AvatarError('UNAUTHORIZED', 'no', { status: 401 })) : Promise.resolve(ks);

  it('is asked once more where the service refuses a KS that was kept', async () => {
    const { ks, use } = source(
      { ks: 'one', expiresAt: now + 10 * MINUTE },
      { ks: 'two', expiresAt: now + 20 * MINUTE },
    );
    await use();
    assert.equal(await ks.use(refuse('one')), 'two');
    assert.equal(await use(), 'two');
  });

  it('is not asked again where the service refuses a KS that is new', async () => {
    const { ks } = source({ ks: 'one', expiresAt: now + 10 * MINUTE });
    await assert.rejects(ks.use(refuse('one')), { code: 'UNAUTHORIZED' });
  });

  it('is told in words where it gives a KS that has expired, or no date', async () => {
    await assert.rejects(source({ ks: 'one', expiresAt: now }).use(), /gave a KS that has expired/);
    await assert.rejects(source({ ks: 'one', expiresAt: NaN }).use(), /expiresAt that getKs gives should be a Date/);
  });

  it('throws an AvatarError where it fails', async () => {
    const failing = new KsSource(
      () => {
        throw new Error('the vault is shut');
      },
      () => now,
      complaintOf('backend'),
    );
    await assert.rejects(
      failing.use(() => Promise.resolve()),
      { name: 'AvatarError', code: 'INVALID_CONFIGURATION', message: /getKs failed/ },
    );
  });
});

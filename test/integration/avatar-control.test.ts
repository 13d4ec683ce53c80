import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';

import { AvatarControl, type ControlledSession } from '../../src/server/avatar-control.js';
import type { SessionStatus } from '../../src/simulator/sessions/session-status.js';
import { startSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { createLogJournal, SECRET_KS } from '../support/backend-harness.js';
import { toneMp3 } from '../support/tone-mp3.js';

describe('a session that a server controls', () => {
  const { lines, logger } = createLogJournal();
  let simulator: Simulator;
  let control: AvatarControl;
  const open: ControlledSession[] = [];

  before(async () => {
    simulator = await startSimulator({ ks: [SECRET_KS] });
    control = new AvatarControl({ ks: SECRET_KS, baseUrl: simulator.baseUrl, logger });
  });
  afterEach(async () => {
    simulator.faults.clear();
    await Promise.all(open.splice(0).map((session) => session.end()));
  });
  after(() => simulator.close());

  async function create(): Promise<ControlledSession> {
    const session = await control.create({ avatarId: 'yara' });
    open.push(session);
    await session.initClient();
    return session;
  }

  function statusOf({ sessionId }: ControlledSession): SessionStatus {
    return simulator.sessions().find(({ id }) => id === sessionId) ?? assert.fail('the simulator does not know it');
  }

  const turnsOf = (session: ControlledSession): [string, string][] =>
    statusOf(session).turns.map(({ id, text }) => [id, text]);

  it('is opened, speaks texts, tokens and recordings in order, and ends', async () => {
    const session = await create();
    const { whepUrl } = await session.initClient();
    assert.match(whepUrl, /^http/);
    async function* tokens(): AsyncGenerator<string> {
      for (const token of ['It ', 'is ', 'noon. ', 'The sun shines.']) yield await Promise.resolve(token);
    }
    const said = await Promise.all([
      session.say('Hello there.', { turnId: 'one' }),
      session.say(tokens(), { turnId: 'two' }),
      session.sayAudio(await toneMp3(0.5), { turnId: 'three' }),
    ]);
    assert.deepEqual(said, ['one', 'two', 'three']);
    assert.deepEqual(turnsOf(session), [
      ['one', 'Hello there.'],
      ['two', 'It is noon. The sun shines.'],
      ['three', ''],
    ]);
    await session.end();
    assert.equal(statusOf(session).endReason, 'ended by the client');
    await assert.rejects(session.say('Hello?'), { code: /SESSION_/ });
    await session.end();
  });

  it('drops what waits and what is still coming when it is interrupted', async () => {
    const session = await create();
    async function* story(): AsyncGenerator<string> {
      yield 'Once upon a time there was a king. And he ';
      await new Promise(() => undefined);
    }
    const first = session.say(story());
    const second = session.say('And good night.');
    const settled = Promise.allSettled([first, second]);
    await session.interrupt();
    assert.deepEqual(
      (await settled).map((result) => result.status === 'rejected' && (result.reason as { code: string }).code),
      ['ABORTED', 'ABORTED'],
    );
    await session.say('Now then.', { turnId: 'after' });
    assert.equal(turnsOf(session).at(-1)?.[0], 'after');
  });

  it('refuses what cannot be said, in words', async () => {
    const session = await create();
    await assert.rejects(session.say('  '), { code: 'INVALID_INPUT', message: /nothing to say/ });
    await assert.rejects(session.sayAudio(new Blob(['no sound'])), {
      code: 'INVALID_INPUT',
      message: /length can be found/,
    });
    await assert.rejects(session.say('Hello', { signal: AbortSignal.abort() }), { code: 'ABORTED' });
    assert.deepEqual(turnsOf(session), []);
  });

  it('is kept alive every 10 s, and told once when the service has it no longer', async () => {
    const waits: number[] = [];
    const impatient = new AvatarControl({
      ks: SECRET_KS,
      baseUrl: simulator.baseUrl,
      logger,
      delay: (ms) => Promise.resolve(void waits.push(ms)),
    });
    const session = impatient.attach(await create());
    const gone = new Promise<string>((resolve) => {
      session.startKeepAlive((error) => resolve(error.code));
      session.startKeepAlive(() => assert.fail('there is one loop'));
    });
    simulator.faults.add({ call: 'keep-alive', kind: 'expire', sessionId: session.sessionId });
    assert.equal(await gone, 'SESSION_GONE');
    assert.ok(waits.every((ms) => ms === 10_000));
  });

  it('is ended by the end of its block', async () => {
    let session: ControlledSession | undefined;
    {
      await using mine = await control.create({ avatarId: 'yara' });
      session = mine;
      await mine.initClient();
    }
    assert.equal(statusOf(session).state, 'ended');
  });

  it('may be one that somebody else has opened', async () => {
    const { sessionId, token } = await create();
    await control.attach({ sessionId, token }).say('Hello from elsewhere.', { turnId: 'one' });
    assert.deepEqual(
      simulator
        .sessions()
        .find(({ id }) => id === sessionId)
        ?.turns.map(({ id }) => id),
      ['one'],
    );
  });

  it('is not opened with a KS that the service refuses, and the KS is nowhere to be read', async () => {
    const wrong = new AvatarControl({ ks: `${SECRET_KS}x`, baseUrl: simulator.baseUrl, logger });
    await assert.rejects(wrong.create({ avatarId: 'yara' }), (error: Error) => {
      assert.ok(!error.message.includes(SECRET_KS) && !lines.some((line) => line.includes(SECRET_KS)));
      return true;
    });
    assert.throws(() => new AvatarControl({ ks: '' }), { code: 'INVALID_CONFIGURATION', message: /AvatarControl: ks/ });
  });
});

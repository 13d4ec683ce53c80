import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { createMp3Encoder } from 'wasm-media-encoders';

import { parseSessionGrant } from '../../src/core/protocol-guards.js';
import { proofOf } from '../../src/core/session-key.js';
import type { SessionGrant } from '../../src/core/protocol.js';
import { SessionControl } from '../../src/core/session-control.js';
import { createAvatarBackend, type AvatarBackend } from '../../src/server/backend.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import type { SessionStatus } from '../../src/simulator/sessions/session-status.js';
import { startSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { asBrowser, createLogJournal, ENDPOINT, SECRET_KS } from '../support/backend-harness.js';

const SAMPLE_RATE = 44_100;

/** Half a second of silence. */
async function createMp3(): Promise<Blob> {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: SAMPLE_RATE, channels: 1, bitrate: 64 });
  // The encoder gives the same memory each time.
  const start = encoder.encode([new Float32Array(SAMPLE_RATE / 2)]).slice();
  return new Blob([start, encoder.finalize().slice()], { type: 'audio/mpeg' });
}

describe('the backend in front of the simulator', () => {
  const { lines, logger } = createLogJournal();
  let simulator: Simulator;
  let backend: AvatarBackend;

  const createBackend = (options: Partial<AvatarBackendOptions> = {}): AvatarBackend =>
    asBrowser(
      createAvatarBackend({
        ks: SECRET_KS,
        baseUrl: simulator.baseUrl,
        defaults: { avatarId: 'avatar-1', voiceId: 'voice-1' },
        avatars: ['avatar-2'],
        logger,
        ...options,
      }),
    );

  before(async () => {
    simulator = await startSimulator({ ks: [SECRET_KS] });
    backend = createBackend();
  });

  after(async () => {
    await backend.close();
    await simulator.close();
  });

  async function open(choice: object = {}): Promise<SessionGrant> {
    const response = await backend.fetch(
      new Request(ENDPOINT, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(choice),
      }),
    );
    assert.equal(response.status, 200);
    return parseSessionGrant(await response.json(), ENDPOINT);
  }

  /** What a browser calls the session with. */
  function controlOf(grant: SessionGrant): SessionControl {
    assert.ok(grant.controlUrl);
    return new SessionControl({
      url: grant.controlUrl,
      proof: () => proofOf(grant),
      fetch: (input, init) => backend.fetch(new Request(input, init)),
    });
  }

  function statusOf({ sessionId }: SessionGrant): SessionStatus {
    const status = simulator.sessions().find(({ id }) => id === sessionId);
    assert.ok(status, 'the simulator does not know the session');
    return status;
  }

  it('lives through a session: create, say, interrupt, end, and then it is gone', async () => {
    const grant = await open({ avatarId: 'avatar-2' });
    const { state, avatarId, voiceId, clientInits } = statusOf(grant);
    assert.deepEqual([state, avatarId, voiceId, clientInits], ['ready', 'avatar-2', 'voice-1', 1]);
    assert.equal(await backend.countSessions(), 1);

    const control = controlOf(grant);
    await control.sayText({ text: 'Hello there, nice to see you.', turnId: 'turn-1', isFinal: true });
    await control.sayAudio({ audio: await createMp3(), turnId: 'turn-2', durationSeconds: 0.5 });
    assert.deepEqual(
      statusOf(grant).turns.map(({ id, text }) => [id, text]),
      [
        ['turn-1', 'Hello there, nice to see you.'],
        ['turn-2', ''],
      ],
    );

    await control.interrupt();
    assert.deepEqual(
      statusOf(grant).turns.map(({ state: turnState }) => turnState),
      ['interrupted', 'interrupted'],
    );
    await control.keepAlive();

    await control.end();
    assert.equal(statusOf(grant).endReason, 'ended by the client');
    assert.equal(await backend.countSessions(), 0);
    await assert.rejects(control.sayText({ text: 'Hello?', turnId: 'turn-3', isFinal: true }), {
      code: 'SESSION_NOT_FOUND',
      status: 404,
    });
    await control.end();
  });

  it('answers 410 for a session that has expired on the service', async () => {
    const grant = await open();
    simulator.faults.add({ call: 'keep-alive', kind: 'expire', sessionId: grant.sessionId });
    await assert.rejects(controlOf(grant).keepAlive(), { code: 'SESSION_GONE', status: 410 });
  });

  it('lets the browser talk to the service itself where the token is given', async () => {
    const exposing = createBackend({ exposeToken: true });
    const response = await exposing.fetch(new Request(ENDPOINT, { method: 'POST' }));
    const grant = parseSessionGrant(await response.json());
    const control = new SessionControl({ url: `${simulator.baseUrl}/${grant.sessionId}`, token: grant.token });
    await control.keepAlive();
    await exposing.close();
    assert.equal(statusOf(grant).state, 'ready', 'the session is the browser’s, not the backend’s');
    await control.end();
  });

  it('ends what is still open when it closes', async () => {
    const grant = await open();
    await backend.close();
    assert.equal(statusOf(grant).state, 'ended');
  });

  it('has written no secret into its log', () => {
    assert.ok(lines.length > 0);
    assert.ok(!lines.some((line) => line.includes(SECRET_KS) || line.includes('eyJ')));
  });
});

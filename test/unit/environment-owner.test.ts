import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createAvatarBackend } from '../../src/server/backend.js';
import { readSettings } from '../../src/server/standalone/server-settings.js';

const KS = { AVATAR_KS: 'a-kaltura-session' };
const WEBHOOK = {
  AVATAR_WEBHOOK_URL: 'https://shop.example/avatar-events',
  AVATAR_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
};

describe('what the owner asks of the stand-alone server by the environment', () => {
  const asked = [
    [{}, false],
    [{ AVATAR_REQUIRE_CONSENT: '0' }, false],
    [{ AVATAR_REQUIRE_CONSENT: '1' }, true],
    [{ AVATAR_REQUIRE_CONSENT: 'true' }, true],
    [{ AVATAR_REQUIRE_CONSENT: ' 2026-11 ' }, { version: '2026-11' }],
  ] as const;
  for (const [environment, required] of asked) {
    it(`is the consent ${JSON.stringify(required)} with ${JSON.stringify(environment)}`, () => {
      assert.deepEqual(readSettings({ ...KS, ...environment }).backend.requireConsent, required);
    });
  }

  it('is a webhook, which the backend takes as it is, and transcripts only by their own variable', async () => {
    const { backend } = readSettings({ ...KS, ...WEBHOOK });
    assert.deepEqual(backend.webhook, { url: WEBHOOK.AVATAR_WEBHOOK_URL, secret: WEBHOOK.AVATAR_WEBHOOK_SECRET });
    assert.equal(backend.includeTranscript, false);
    assert.equal(readSettings({ ...KS, AVATAR_INCLUDE_TRANSCRIPT: '1' }).backend.includeTranscript, true);
    await createAvatarBackend(backend).close();
  });

  it('is no webhook where nothing is said of one', () => {
    assert.equal(readSettings(KS).backend.webhook, undefined);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { DEFAULT_BASE_URL, resolveBaseUrl, type Region } from '../../src/core/base-url.js';
import { ControlClient } from '../../src/core/control-client.js';
import { checkOptions } from '../../src/server/check-options.js';
import { readSettings } from '../../src/server/standalone/server-settings.js';

describe('the address of the service', () => {
  it('is that of its region', () => {
    assert.equal(resolveBaseUrl({}), DEFAULT_BASE_URL);
    assert.equal(resolveBaseUrl({ region: 'us' }), 'https://api.avatar.us.kaltura.ai/v1/avatar-session');
    assert.equal(resolveBaseUrl({ region: 'eu' }), 'https://api.avatar.eu.kaltura.ai/v1/avatar-session');
  });

  it('has the path of the Control API where it is given without one', () => {
    for (const baseUrl of ['https://api.avatar.us.kaltura.ai/', 'https://api.avatar.us.kaltura.ai', DEFAULT_BASE_URL])
      assert.equal(resolveBaseUrl({ baseUrl }), DEFAULT_BASE_URL);
    assert.equal(resolveBaseUrl({ baseUrl: 'http://localhost:8080/' }), 'http://localhost:8080/v1/avatar-session');
  });

  it('keeps the path that it is given, without the slashes at its end', () => {
    assert.equal(resolveBaseUrl({ baseUrl: 'https://example.com/avatars//' }), 'https://example.com/avatars');
  });

  it('is where the calls go', async () => {
    const urls: string[] = [];
    const fetch = (url: string): Promise<Response> => {
      urls.push(url);
      return Promise.resolve(Response.json({ success: true, sessionId: 's', token: 't' }));
    };
    await new ControlClient({ region: 'eu', fetch }).create('ks', { avatarId: 'a' });
    assert.deepEqual(urls, ['https://api.avatar.eu.kaltura.ai/v1/avatar-session/create']);
  });

  it('is of no region that the service does not have', () => {
    const region = 'asia' as Region;
    assert.throws(() => resolveBaseUrl({ region }), { code: 'INVALID_CONFIGURATION', message: /us or eu/ });
    assert.throws(() => checkOptions({ ks: 'ks', region }), { message: /region should be 'us' or 'eu'/ });
  });

  it('is named by AVATAR_REGION', () => {
    const { backend } = readSettings({ AVATAR_KS: 'ks', AVATAR_REGION: 'eu' });
    assert.equal(checkOptions(backend).service.region, 'eu');
  });
});

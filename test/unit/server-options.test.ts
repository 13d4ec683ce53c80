import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { isAvatarError } from '../../src/core/errors.js';
import { createAvatarBackend } from '../../src/server/backend.js';
import { checkOptions } from '../../src/server/check-options.js';
import { DEFAULT_LIMITS } from '../../src/server/sessions/limits.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';

const MINIMAL = { ks: 'a-kaltura-session' };

const ksOf = (options: AvatarBackendOptions): Promise<string> =>
  checkOptions(options).ks.use((ks) => Promise.resolve(ks));

function refusal(options: unknown): string {
  try {
    createAvatarBackend(options as AvatarBackendOptions);
  } catch (error) {
    assert.ok(isAvatarError(error), `not an AvatarError: ${String(error)}`);
    assert.equal(error.code, 'INVALID_CONFIGURATION');
    return error.message;
  }
  return assert.fail('the options were taken');
}

describe('the options of the backend', () => {
  it('need a KS and nothing else', async () => {
    const settings = checkOptions(MINIMAL);
    assert.equal(await ksOf(MINIMAL), 'a-kaltura-session');
    assert.equal(settings.exposeToken, false);
    assert.deepEqual(settings.limits, DEFAULT_LIMITS);
    assert.equal(settings.allowedOrigins.isEmpty, true);
    assert.equal(settings.embed, undefined);
    assert.deepEqual(settings.service, {});
  });

  it('take the base URL from the environment, unless they name one', () => {
    const before = process.env['AVATAR_BASE_URL'];
    try {
      process.env['AVATAR_BASE_URL'] = 'http://127.0.0.1:4000/v1/avatar-session';
      assert.equal(checkOptions(MINIMAL).service.baseUrl, 'http://127.0.0.1:4000/v1/avatar-session');
      assert.equal(
        checkOptions({ ...MINIMAL, baseUrl: 'https://api.example/v1' }).service.baseUrl,
        'https://api.example/v1',
      );
      process.env['AVATAR_BASE_URL'] = ' ';
      assert.deepEqual(checkOptions(MINIMAL).service, {});
    } finally {
      if (before === undefined) delete process.env['AVATAR_BASE_URL'];
      else process.env['AVATAR_BASE_URL'] = before;
    }
  });

  it('name the variable that is likely missing where there is no KS', () => {
    assert.match(refusal({ ks: undefined }), /ks should be .*AVATAR_KS/);
    assert.match(refusal({}), /ks should be .*AVATAR_KS/);
  });

  it('take exactly one of ks and getKs', () => {
    assert.match(refusal({ ks: 'one', getKs: () => 'two' }), /ks should be left out/);
  });

  it('take a KS with the line break that files end with, but none with anything in it that a header cannot hold', async () => {
    assert.equal(await ksOf({ ks: 'from-a-file\n' }), 'from-a-file');
    for (const ks of ['', '  ', 'KS secret', 'sec\nret', 'secr…et']) {
      assert.doesNotMatch(refusal({ ks }), /sec/, 'a refused KS is not quoted');
    }
  });

  it('complete the defaults with the clientId and leave out what is not set', () => {
    const { defaults } = checkOptions({ ...MINIMAL, clientId: 'shop', defaults: { avatarId: 'a1', voiceSpeed: 1.5 } });
    assert.deepEqual(defaults, { clientId: 'shop', avatarId: 'a1', voiceSpeed: 1.5 });
  });

  const wrong: readonly (readonly [options: Record<string, unknown>, message: RegExp])[] = [
    [{ getKs: 'not a function', ks: undefined }, /getKs should be a function/],
    [{ onSessionEnd: {} }, /onSessionEnd should be a function/],
    [{ onFeedback: 'yes' }, /onFeedback should be a function/],
    [{ includeTranscript: 'yes' }, /includeTranscript should be true or false/],
    [{ webhook: 'https://example.com' }, /webhook should be \{ url, secret \}/],
    [{ webhook: { url: 'http://example.com', secret: 'x' } }, /webhook\.url should be an https URL/],
    [{ webhook: { url: 'https://example.com', secret: 'x' } }, /webhook\.secret should be whsec_/],
    [{ requireConsent: {} }, /requireConsent should be true, or \{ version/],
    [{ requireConsent: null }, /requireConsent should be true, or \{ version/],
    [{ requireConsent: { version: 'x'.repeat(65) } }, /requireConsent should be true, or \{ version/],
    [{ baseUrl: 'api.example.com' }, /baseUrl should be an http or https URL/],
    [{ baseUrl: 'https://user:word@api.example.com' }, /baseUrl should be a URL without/],
    [{ baseUrl: 'https://api.example.com/v1?a=b' }, /baseUrl should be a URL without/],
    [{ createPath: 'create' }, /createPath should be '\/create' or ''/],
    [{ avatarIdField: 'avatar' }, /avatarIdField should be 'id' or 'avatarId'/],
    [{ defaults: 'avatar-1' }, /defaults should be a JSON object/],
    [{ defaults: { avatarId: '' } }, /defaults\.avatarId should be a non-empty string/],
    [{ defaults: { avatarId: 'a'.repeat(201) } }, /avatarId should be an id of at most 200/],
    [{ defaults: { voiceSpeed: 0 } }, /voiceSpeed should be a number from 0.25 to 4/],
    [{ defaults: { voiceLanguage: 'de_DE' } }, /voiceLanguage should be the tag of a language, such as de/],
    [{ clientId: 7 }, /clientId should be a non-empty string/],
    [{ exposeToken: 'yes' }, /exposeToken should be true or false/],
    [{ fetch: 'fetch' }, /fetch should be a function/],
    [{ timeoutMs: 0 }, /timeoutMs should be a whole number above 0/],
    [{ limits: 5 }, /limits should be a JSON object/],
    [{ limits: { textLength: 0 } }, /limits\.textLength should be a number above 0/],
    [{ limits: null }, /limits should be a JSON object/],
    [{ limits: { perCaller: null } }, /limits\.perCaller should be a JSON object/],
    [{ limits: { total: { sessions: -1 } } }, /limits\.total\.sessions should be a number from 0 on, or Infinity/],
    [{ limits: { total: { sessions: NaN } } }, /limits\.total\.sessions should be a number from 0 on/],
    [
      { limits: { perCaller: { charactersPerDay: 4999 } } },
      /limits\.perCaller\.charactersPerDay should be at least limits\.textLength, which is 5000, or 0/,
    ],
    [
      { limits: { audioSeconds: 900 } },
      /limits\.perCaller\.audioSecondsPerMinute should be at least limits\.audioSeconds, which is 900/,
    ],
    [{ onBudget: 'mail' }, /onBudget should be a function/],
    [{ limits: { textLenght: 10 } }, /limits\.textLenght should be left out; the limits are textLength,/],
    [{ limits: { total: { sessions: '9' } } }, /limits\.total\.sessions should be a number from 0 on/],
    [{ limits: { perCaller: { session: 9 } } }, /limits\.perCaller\.session should be left out/],
    [{ store: { quotas: { charge: () => undefined } } }, /store\.sessions should be an object with .*; add is missing/],
    [
      { store: { sessions: { add: () => undefined } } },
      /store\.sessions should be an object with .*; claim is missing/,
    ],
    [{ trustedProxies: -1 }, /trustedProxies should be the number of proxies/],
    [{ trustedProxies: '1' }, /trustedProxies should be the number of proxies/],
    [{ trustedProxies: 1, clientAddress: () => 'x' }, /trustedProxies should be left out where clientAddress is given/],
    [{ visitorCookie: { secret: 'short' } }, /visitorCookie\.secret should be a random text of at least 32/],
    [{ visitorCookie: true }, /visitorCookie\.secret should be a random text of at least 32/],
    [{ cookieSecret: 'x'.repeat(32) }, /cookieSecret should be left out: visitorCookie: \{ secret \} counts visitors/],
    [{ identify: 'me' }, /identify should be a function/],
    [{ avatars: 'one' }, /avatars should be a list of ids, or 'any'/],
    [{ voices: [7] }, /voices should be a list of ids, or 'any'/],
    [{ defaults: { voiceSpeed: 1e300 } }, /voiceSpeed should be a number from 0.25 to 4/],
    [{ textToSpeechWhen: 'never' }, /textToSpeechWhen should be 'always' or 'on-503'/],
    [{ pagesMaySay: 'nothing' }, /pagesMaySay should be true, false, 'text' or 'audio'/],
    [{ pagesMaySay: false, exposeToken: true }, /pagesMaySay should be left out with exposeToken/],
    [{ reply: {} }, /reply should be a function/],
    [{ audit: {} }, /audit should be an object with sink; sink is missing/],
    [{ logger: { info: () => undefined } }, /logger should be an object with .*; debug is missing/],
    [{ allowedOrigins: 'https://example.com' }, /allowedOrigins should be a list/],
    [{ allowedOrigins: ['*'] }, /"\*" should be the origins by name, .*; a function \(origin\) => true allows all/],
    [
      { allowedOrigins: ['https://example.com/'] },
      /written as browsers send it, without a path: https:\/\/example\.com\.$/,
    ],
    [{ allowedOrigins: ['https://example.com/shop?x'] }, /without a path: https:\/\/example\.com\.$/],
    [{ allowedOrigins: ['https://Example.com:443'] }, /written as browsers send it, .*: https:\/\/example\.com\.$/],
    [{ allowedOrigins: ['https://*.Example.com/'] }, /written as browsers send it, .*: https:\/\/\*\.example\.com\.$/],
    [{ allowedOrigins: ['www.example.com'] }, /an origin with its scheme, such as https:\/\/www\.example\.com\.$/],
    [{ allowedOrigins: ['localhost:5173'] }, /an origin with its scheme/],
    [{ allowedOrigins: ['https://*'] }, /an origin with \* for its first label at most/],
    [{ allowedOrigins: ['https://www.*.com'] }, /an origin with \* for its first label at most/],
    [{ allowedOrigins: ['https://*shop.example.com'] }, /an origin with \* for its first label at most/],
    [{ allowedOrigins: ['*://example.com'] }, /should be an origin/],
    [{ allowedOrigins: ['ftp://example.com'] }, /should be an origin, such as https:\/\/www\.example\.com/],
    [{ allowedOrigins: ['https://'] }, /should be an origin, such as/],
    [{ allowedOrigins: ['capacitor://localhost/index.html'] }, /should be an origin, such as/],
    [{ queue: 'yes' }, /queue should be true, or \{ length: 100/],
    [{ queue: { lenght: 9 } }, /queue\.lenght should be left out; the limits are length, longestSeconds, holdSeconds/],
    [{ queue: { holdSeconds: 0 } }, /queue\.holdSeconds should be a number above 0/],
    [{ queue: true, exposeToken: true }, /queue should be left out with exposeToken/],
    [{ queue: true, limits: { total: { sessions: Infinity } } }, /queue should be left out where limits\.total/],
    [{ embed: 'yes' }, /embed should be true, or an object/],
    [{ embed: { scriptUrl: 'javascript:alert(1)//.js' } }, /embed\.scriptUrl should be the URL of kaltura-avatar\.js/],
    [{ embed: { attributes: { ks: 'x' } } }, /embed\.attributes\.ks should be left out; there are autostart,/],
    [{ allowedOrigins: [/example/] }, /should be an origin, such as/],
  ];
  for (const [options, message] of wrong) {
    it(`refuse ${JSON.stringify(options).slice(0, 70)} in words`, () => {
      assert.match(refusal({ ...MINIMAL, ...options }), message);
    });
  }
});

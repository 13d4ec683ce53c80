import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { isAvatarError } from 'kaltura-avatar';
import { registerTranslation } from 'kaltura-avatar/localize';

import { enOfExtensions } from '../../src/element/i18n/en-extensions.js';
import { en as firstOfEnglish } from '../../src/element/i18n/en.js';
import { languagesFor } from '../../src/element/i18n/language-tag.js';
import { LANGUAGES } from '../../src/element/i18n/languages.js';
import type { Messages } from '../../src/element/i18n/messages.js';

const en: Messages = { ...firstOfEnglish, ...enOfExtensions };

/** Words that other languages share with English. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  de: ['avatar', 'supportCode'],
  es: ['avatar'],
  fr: ['avatar', 'volume', 'conversation', 'message'],
  it: ['avatar', 'volume', 'enterPictureInPicture'],
  nl: ['avatar', 'supportCode', 'volume'],
  pt: ['avatar', 'volume'],
  tr: ['avatar'],
};

const CODE = 'RTC_CONNECTION_FAILED';
const KEYS = Object.keys(en) as (keyof Messages)[];
const shown = (messages: Messages, key: keyof Messages): string => {
  const text = messages[key];
  return typeof text === 'function' ? (text as (value: string) => string)(CODE) : text;
};

describe('the languages', () => {
  it('are at least eleven beside English, two of them written from the right', async () => {
    const all = await Promise.all(Object.values(LANGUAGES).map((load) => load()));
    const rightToLeft = all.flatMap((each) => Object.values(each)).filter(({ $dir }) => $dir === 'rtl');
    assert.ok(all.length >= 11);
    assert.deepEqual(rightToLeft.map(({ $code }) => $code).sort(), ['ar', 'he']);
  });

  for (const [language, load] of Object.entries(LANGUAGES)) {
    it(`have every text in ${language}`, async () => {
      const [messages, ...others] = Object.values(await load());
      assert.ok(messages);
      assert.equal(others.length, 0);
      assert.deepEqual(Object.keys(messages).sort(), Object.keys(en).sort());
      assert.equal(languagesFor(messages.$code)[0], language);
      assert.equal(messages.$dir, ['ar', 'he'].includes(language) ? 'rtl' : 'ltr');
      for (const key of KEYS) {
        assert.equal(typeof messages[key], typeof en[key], key);
        assert.equal(shown(messages, key).trim(), shown(messages, key), key);
        assert.notEqual(shown(messages, key), '', key);
        assert.doesNotMatch(shown(messages, key), /\.\.\.|'|"| {2}/, key);
      }
      for (const key of KEYS.filter((each) => typeof en[each] === 'function'))
        assert.ok(shown(messages, key).includes(CODE), key);
      const same = KEYS.filter((key) => key !== '$dir' && shown(messages, key) === shown(en, key));
      assert.deepEqual(same, SHARED[language] ?? []);
    });
  }

  const served: [string, readonly string[]][] = [
    ['de', ['de', 'de']],
    ['DE-at', ['de-AT', 'de']],
    ['pt-BR', ['pt', 'pt']],
    ['pt-PT', ['pt-PT', 'pt']],
    ['iw', ['he', 'he']],
    ['zh-CN', ['zh', 'zh']],
    ['zh-Hans', ['zh', 'zh']],
    ['zh-Hans-HK', ['zh-Hans-HK', 'zh']],
    ['zh-TW', ['zh-TW', 'zh-TW']],
    ['zh-Hant', ['zh-TW', 'zh-TW']],
    ['zh-HK', ['zh-HK', 'zh-TW']],
    ['hi-Latn', ['hi-Latn', 'hi-Latn']],
    ['de-CH-1996-u-nu-latn', ['de-CH-1996', 'de']],
    ['tlh', ['tlh', 'tlh']],
    ['toString', ['tostring', 'tostring']],
    ['', []],
    ['no language', []],
    ['x-klingon', []],
  ];
  for (const [tag, languages] of served) {
    it(`serve "${tag}" by ${languages.join(', ') || 'nothing but English'}`, () => {
      assert.deepEqual(languagesFor(tag), languages);
    });
  }

  it('take no translation without a language', () => {
    for (const $code of ['', 'no language', 7 as unknown as string])
      assert.throws(
        () => registerTranslation({ $code }),
        (error) => isAvatarError(error) && error.code === 'INVALID_CONFIGURATION' && error.message.includes('$code'),
      );
  });
});

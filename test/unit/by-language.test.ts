import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { isAvatarError } from '../../src/core/errors.js';
import { readSuggestions } from '../../src/core/speech/reply-pieces.js';
import type { Remarks } from '../../src/element/avatar-state.js';
import { inLanguage } from '../../src/element/conversation/by-language.js';
import { greetingOf } from '../../src/element/conversation/greeting.js';
import type { PageTextsHost } from '../../src/element/conversation/page-texts.js';
import { suggestionsOf } from '../../src/element/conversation/suggestions.js';
import { SILENT } from '../support/silent.js';

describe('what a page says in several languages', () => {
  const hostOf = (spokenLang: string, errors: string[] = [], remarks: Remarks = {}): PageTextsHost =>
    ({
      localizer: { spokenLang },
      microphoneLanguage: null,
      remarks,
      createLogger: () => ({ ...SILENT, error: (message: string) => errors.push(message) }),
    }) as unknown as PageTextsHost;

  it('is said in the visitor’s own, else without its region, else of another region, else in the first', () => {
    const texts = { en: 'Hello', 'en-gb': 'Good day', 'pt-PT': 'Olá', 'zh-Hant': '您好' };
    const chosen = {
      'en-GB': 'Good day',
      'en-AU': 'Hello',
      'pt-BR': 'Olá',
      'zh-TW': '您好',
      // Who reads Simplified Chinese is not served by Traditional.
      'zh-CN': 'Hello',
      ja: 'Hello',
      'no language': 'Hello',
    };
    for (const [language, text] of Object.entries(chosen))
      assert.equal(inLanguage(texts, language)?.value, text, language);
    assert.equal(inLanguage({}, 'en'), undefined);
  });

  it('may be written into an attribute as JSON, and a text stays a text', () => {
    const greeting = (given: unknown): string => greetingOf({ ...hostOf('de'), greeting: given as string });
    assert.equal(greeting(' Hello! '), 'Hello!');
    assert.equal(greeting('{name}, hello'), '{name}, hello');
    assert.equal(greeting('{"en": "Hello!", "de": "Hallo!"}'), 'Hallo!');
    assert.equal(greeting({ en: 'Hello!' }), 'Hello!');
    assert.equal(greeting(null), '');
  });

  it('is told to be wrong once, and not said', () => {
    const errors: string[] = [];
    const host = hostOf('de', errors);
    const wrong = { greeting: '{"en": "Hello!",}', suggestions: { de: 'Was?' } as never };
    const page = Object.assign(host, wrong);
    for (let update = 0; update < 3; update++) {
      assert.equal(greetingOf(page), '');
      assert.deepEqual(suggestionsOf(page).value, []);
    }
    assert.deepEqual(
      errors.map((error) => error.split(':')[0]),
      ['greeting is not used', 'suggestions is not used'],
    );
  });

  it('stands as the last answer suggests, where that does', () => {
    const remarks = { suggestions: { de: ['Was?'], en: ['What?'] } };
    assert.deepEqual(suggestionsOf({ ...hostOf('en', [], remarks), suggestions: ['Why?'] }).value, ['What?']);
    assert.deepEqual(suggestionsOf({ ...hostOf('en'), suggestions: '["Why?"]' }).value, ['Why?']);
  });

  it('is checked where an answer brings it', () => {
    assert.deepEqual(readSuggestions({ de: [' Was? '] }), { de: ['Was?'] });
    for (const wrong of [{ 'not a tag': [] }, { de: 'Was?' }, { de: [''] }, 'What?'])
      assert.throws(
        () => readSuggestions(wrong),
        (error) => isAvatarError(error) && error.code === 'INVALID_INPUT',
      );
  });
});

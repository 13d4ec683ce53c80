import type { Scene } from './scenes.js';

const languages = 'en de he pt-BR';

/** The menu of languages: before the start, over the picture, beside a conversation, in writing, and in another language. */
export const LANGUAGE_SCENES: readonly Scene[] = [
  { name: 'language', state: 'idle', shows: '[part~="language"]', attributes: { languages, label: 'Maya' } },
  {
    name: 'language-chosen',
    state: 'idle',
    shows: '[part~="language"]',
    attributes: { languages, label: 'מאיה' },
    reach: async ({ page }) => {
      await page.locator('kaltura-avatar [part~="language"] select').selectOption('he');
    },
  },
  {
    name: 'language-live',
    state: 'live',
    shows: '[part~="language"]',
    attributes: { languages, controls: '', captions: '' },
    reach: ({ page }) => page.evaluate(() => document.querySelector('kaltura-avatar')?.start()),
  },
  {
    name: 'language-talk',
    state: 'live',
    shows: '[part~="language"]',
    attributes: { languages, controls: '', composer: '', 'show-transcript': '' },
    reach: ({ page }) => page.evaluate(() => document.querySelector('kaltura-avatar')?.start()),
  },
  {
    name: 'language-text',
    state: 'idle',
    shows: '[part~="writing-head"] [part~="language"]',
    attributes: { languages, mode: 'text', label: 'Maya', greeting: '{"en": "Good morning!", "de": "Guten Morgen!"}' },
    reach: ({ page }) => page.locator('kaltura-avatar [part~="transcript-entry"]').waitFor(),
  },
];

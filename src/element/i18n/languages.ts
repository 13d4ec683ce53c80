import type { Messages } from './messages.js';

/** The module of a language has its texts as the only export. */
type LanguageModule = Readonly<Record<string, Messages>>;

/** The languages beside English. Each is a file of its own, which is loaded when an element is to be shown in it. */
export const LANGUAGES: Readonly<Record<string, () => Promise<LanguageModule>>> = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  he: () => import('./he.js'),
  hi: () => import('./hi.js'),
  it: () => import('./it.js'),
  ja: () => import('./ja.js'),
  ko: () => import('./ko.js'),
  nl: () => import('./nl.js'),
  pl: () => import('./pl.js'),
  pt: () => import('./pt.js'),
  ru: () => import('./ru.js'),
  tr: () => import('./tr.js'),
  uk: () => import('./uk.js'),
  zh: () => import('./zh.js'),
  // The short form of zh-Hant.
  'zh-TW': () => import('./zh-Hant.js'),
};

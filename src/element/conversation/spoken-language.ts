import type { ConversationHost } from './conversation-host.js';

/** What the visitor speaks: what they have chosen, unless the page has changed that since; else what the page says of that, else its own language, whatever language the buttons are in. */
export function languageOf({
  lang,
  remarks: { language },
  microphoneLanguage,
  localizer,
}: Pick<ConversationHost, 'lang' | 'remarks' | 'microphoneLanguage' | 'localizer'>): string {
  if (language && language === lang) return language;
  const given = microphoneLanguage?.trim() ?? '';
  return given === '' ? localizer.spokenLang : given;
}

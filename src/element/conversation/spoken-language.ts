import type { ConversationHost } from './conversation-host.js';

/** What the visitor speaks: what the page says of that, else its own language, whatever language the buttons are in. */
export function languageOf({
  microphoneLanguage,
  localizer,
}: Pick<ConversationHost, 'microphoneLanguage' | 'localizer'>): string {
  const given = microphoneLanguage?.trim() ?? '';
  return given === '' ? localizer.spokenLang : given;
}

import { AvatarError } from '../../core/errors.js';
import { languagesFor } from './language-tag.js';
import type { Translation } from './messages.js';
import { updateTexts } from './shown-hosts.js';
import { ofPage } from './translations.js';

/**
 * Adds translations, or replaces texts in those that there are, for every element on the page; also while elements are
 * shown. What a translation lacks comes from the package's own in that language, else it is English.
 *
 * ```js
 * registerTranslation({ $code: 'da', start: 'Start samtalen' }, { $code: 'de', start: 'Gespräch beginnen' });
 * ```
 *
 * A language of your own that is written from the right needs `$dir: 'rtl'`.
 * @throws {AvatarError} `INVALID_CONFIGURATION` where a `$code` is no language tag; nothing is added then.
 */
export function registerTranslation(...translations: readonly Translation[]): void {
  const coded = translations.map((translation) => ({ code: codeOf(translation), translation }));
  for (const { code, translation } of coded) ofPage.set(code, { ...ofPage.get(code), ...translation });
  updateTexts();
}

function codeOf({ $code }: Translation): string {
  const [code] = languagesFor($code);
  if (code) return code;
  throw new AvatarError(
    'INVALID_CONFIGURATION',
    `The $code of a translation cannot be ${JSON.stringify($code)}: it should be a language tag, such as "de" or "pt-BR".`,
  );
}

import { AvatarError } from '../../core/errors.js';
import type { TextFilter } from '../../core/speech/incoming-text.js';
import type { TextLink } from '../../core/speech/text-link.js';
import type { SpeakableInput, SpeakableText } from '../../core/speech/speakable/speakable-text.js';

interface SpeakableCode {
  SpeakableText: typeof SpeakableText;
}

let code: SpeakableCode | undefined;

/** Loads what makes a model's text speakable; most pages only say texts of their own. @throws {AvatarError} `NETWORK` */
export async function loadSpeakable(): Promise<SpeakableCode> {
  try {
    return (code ??= await import('../../core/speech/speakable/speakable-text.js'));
  } catch (cause) {
    throw new AvatarError('NETWORK', 'The code for what a model writes could not be loaded. Try again.', { cause });
  }
}

/** Undefined where the text stays as it is. */
export function speakableFilter(
  input: SpeakableInput,
  onLink: (link: TextLink) => void,
): TextFilter | Promise<TextFilter> | undefined {
  if (input === false) return undefined;
  const options = input === true ? {} : input;
  const create = ({ SpeakableText }: SpeakableCode): TextFilter => new SpeakableText(options, undefined, onLink);
  return code ? create(code) : loadSpeakable().then(create);
}

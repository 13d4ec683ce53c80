import { LEAVES_SHADOW_ROOTS } from './event-init.js';

/** The visitor has chosen another language in the element's menu. */
export class AvatarLanguageChangeEvent extends Event {
  static readonly type = 'avatar-language-change';
  /** Its tag (BCP 47), as the page has it in `languages`. */
  readonly language: string;

  constructor(language: string) {
    super(AvatarLanguageChangeEvent.type, LEAVES_SHADOW_ROOTS);
    this.language = language;
  }
}

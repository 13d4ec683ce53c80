import { LocalizeController, registerTranslation } from '@shoelace-style/localize';

import { en } from './en.js';
import type { Messages } from './messages.js';

/** The element's texts in the visitor's language. */
export class Localizer extends LocalizeController<Messages> {
  constructor(host: ConstructorParameters<typeof LocalizeController>[0]) {
    // The first that is registered is what others fall back to.
    registerTranslation(en);
    super(host);
  }
}

export { registerTranslation } from './element/i18n/register-translation.js';
export type { Messages, Translation } from './element/i18n/messages.js';

import type { Logger } from '../../core/logger.js';
import { attributeOf, SETTINGS, type SettingName } from './settings-list.js';

/** Sets what cannot be used back to its default, and says so in the log. */
export function checkSetting(settings: { createLogger(): Logger }, name: SettingName): void {
  const { accepts, expected, initial } = SETTINGS[name];
  const value: unknown = Reflect.get(settings, name);
  if (accepts(value)) return;
  // What frameworks set for a property that is left out.
  if (value === undefined || value === null) {
    Object.assign(settings, { [name]: initial });
    return;
  }
  const shown = typeof value === 'string' || typeof value === 'number' ? `"${value}"` : typeof value;
  settings
    .createLogger()
    .error(`${attributeOf(name)} cannot be ${shown}: it should be ${expected}. The default is used.`);
  Object.assign(settings, { [name]: initial });
}

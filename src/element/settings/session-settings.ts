import type { AvatarSettings } from './avatar-settings.js';
import type { SettingName } from './settings-list.js';

/** What has to be as it was for a session that was made ready to be used. */
export const PREPARED_FOR: readonly (SettingName | 'ks')[] = ['baseUrl', 'ks', 'iceTransportPolicy', 'logLevel'];

/** What a session that is being opened depends on; where it changes on the way, another is opened. */
export const OPENED_FOR: readonly (SettingName | 'ks')[] = [
  'sessionEndpoint',
  'avatarId',
  'voiceId',
  'voiceSpeed',
  ...PREPARED_FOR,
];

/** The values of settings as a text, to be compared. */
export function valuesOf(settings: AvatarSettings, names: readonly (SettingName | 'ks')[]): string {
  return JSON.stringify(names.map((name) => settings[name]));
}

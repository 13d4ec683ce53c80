import type { Complain, JsonReader } from '../../core/json-reader.js';
import type { AvatarChoice } from '../../core/protocol.js';

/** What a session may be created with, each part where it is said. */
export type AvatarDefaults = Partial<Omit<AvatarChoice, 'clientId'>>;

const LONGEST_ID = 200;

/** Reads the choice of avatar and voice, from the options or from a request; `complain` is told what is wrong with it. */
export function readAvatarDefaults(reader: JsonReader, complain: Complain): AvatarDefaults {
  const id = (name: 'avatarId' | 'voiceId' | 'voiceModelId'): Partial<Record<typeof name, string>> => {
    const value = reader.optionalString(name);
    if (value === undefined) return {};
    if (value.length > LONGEST_ID) complain(name, `an id of at most ${LONGEST_ID} characters`);
    return { [name]: value };
  };
  const voiceSpeed = reader.optionalNumber('voiceSpeed');
  if (voiceSpeed !== undefined && voiceSpeed <= 0) complain('voiceSpeed', 'a number above 0');
  return {
    ...id('avatarId'),
    ...id('voiceId'),
    ...(voiceSpeed === undefined ? {} : { voiceSpeed }),
    ...id('voiceModelId'),
  };
}

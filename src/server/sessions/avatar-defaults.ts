import type { Complain, JsonReader } from '../../core/json-reader.js';
import type { AvatarChoice } from '../../core/protocol.js';
import { RequestProblem } from '../request-problem.js';

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

/** What a request may choose from. */
export interface AvatarOffer {
  /** Used for what the request does not name; with the `clientId`. */
  defaults: Partial<AvatarChoice>;
  /** Undefined where any will do. */
  avatars: readonly string[] | undefined;
  voices: readonly string[] | undefined;
}

/**
 * The choice, with the defaults for what it does not name.
 * @throws {RequestProblem} 400: it names no avatar, and there is no default. 403: the avatar or the voice is not on offer.
 */
export function completeChoice(choice: AvatarDefaults, { defaults, avatars, voices }: AvatarOffer): AvatarChoice {
  const { avatarId, ...rest } = { ...defaults, ...choice };
  if (avatarId === undefined) {
    throw new RequestProblem(400, 'The request should name an avatarId: this backend has no default avatar.');
  }
  assertAllowed('avatar', avatarId, avatars);
  assertAllowed('voice', rest.voiceId, voices);
  return { avatarId, ...rest };
}

function assertAllowed(what: string, id: string | undefined, allowed: readonly string[] | undefined): void {
  if (id === undefined || !allowed || allowed.includes(id)) return;
  throw new RequestProblem(403, `This ${what} may not be used here.`);
}

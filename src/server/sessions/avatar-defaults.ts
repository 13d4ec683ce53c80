import type { Complain, JsonReader } from '../../core/json-reader.js';
import { isLanguageTag } from '../../core/language-tag.js';
import type { AvatarChoice } from '../../core/protocol.js';
import { RequestProblem } from '../request-problem.js';

/** What a session may be created with, each part where it is said. */
export type AvatarDefaults = Partial<Omit<AvatarChoice, 'clientId'>>;

const LONGEST_ID = 200;

/** As fast as the element lets a voice speak. */
const SLOWEST = 0.25;
const FASTEST = 4;

/** Reads the choice of avatar and voice, from the options or from a request; `complain` is told what is wrong with it. */
export function readAvatarDefaults(reader: JsonReader, complain: Complain): AvatarDefaults {
  const id = (name: 'avatarId' | 'voiceId' | 'voiceModelId'): Partial<Record<typeof name, string>> => {
    const value = reader.optionalString(name);
    if (value === undefined) return {};
    if (value.length > LONGEST_ID) complain(name, `an id of at most ${LONGEST_ID} characters`);
    return { [name]: value };
  };
  const voiceSpeed = reader.optionalNumber('voiceSpeed');
  if (voiceSpeed !== undefined && (voiceSpeed < SLOWEST || voiceSpeed > FASTEST)) {
    complain('voiceSpeed', `a number from ${SLOWEST} to ${FASTEST}`);
  }
  const voiceLanguage = reader.optionalString('voiceLanguage');
  if (voiceLanguage !== undefined && !isLanguageTag(voiceLanguage)) {
    complain('voiceLanguage', 'the tag of a language, such as de or pt-BR');
  }
  return {
    ...id('avatarId'),
    ...id('voiceId'),
    ...(voiceSpeed === undefined ? {} : { voiceSpeed }),
    ...id('voiceModelId'),
    ...(voiceLanguage === undefined ? {} : { voiceLanguage }),
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
  assertOffered('avatar', avatarId, avatars);
  assertOffered('voice', rest.voiceId, voices);
  // Some models cost more than others.
  if (choice.voiceModelId !== undefined && choice.voiceModelId !== defaults.voiceModelId) {
    throw new RequestProblem(
      403,
      'Pages may not choose the model of the voice: the backend does, by defaults.voiceModelId.',
    );
  }
  return { avatarId, ...rest };
}

function assertOffered(what: 'avatar' | 'voice', id: string | undefined, offered: readonly string[] | undefined): void {
  if (id === undefined || !offered || offered.includes(id)) return;
  throw new RequestProblem(403, `The backend needs ${what}s: ['${id}'] for pages to choose this ${what}.`);
}

import { isLanguageTag } from '../../core/language-tag.js';
import { parseCreateBody } from '../../core/protocol-guards.js';
import type { AvatarChoice } from '../../core/protocol.js';
import type { CallSubject } from '../faults/faults.js';
import type { SimulatorContext } from '../http/http-env.js';
import { Refusal } from '../http/refusal.js';
import { complainOfRequest, readJson } from '../http/request-body.js';
import type { Profile } from '../profiles/profile.js';

const SLOWEST = 0.25;
const FASTEST = 4;
const CATALOGUE_ID = /^[0-9a-f]{24}$/i;

/** The avatar that a request for a session asks for, where it can be read. */
export async function askedFor(c: SimulatorContext): Promise<CallSubject> {
  try {
    const { avatarId } = parseCreateBody(await readJson(c), complainOfRequest);
    return { avatarId };
  } catch {
    return {}; // It is refused in its turn.
  }
}

/**
 * Reads the body of create.
 * @throws {Refusal} 400: it lacks the avatar, its id is none of the catalogue's where that is asked for, a field has the wrong type, or the voice cannot do what it asks for.
 */
export function readChoice(body: unknown, { asksForCatalogueIds }: Pick<Profile, 'asksForCatalogueIds'>): AvatarChoice {
  const choice = parseCreateBody(body, complainOfRequest);
  const { avatarId, voiceId, voiceSpeed = 1, voiceModelId, voiceLanguage } = choice;
  if (asksForCatalogueIds && !CATALOGUE_ID.test(avatarId)) {
    complainOfRequest('visualConfig.id', 'an id of the visual catalogue, 24 hexadecimal digits');
  }
  if (voiceSpeed < SLOWEST || voiceSpeed > FASTEST) {
    complainOfRequest('voiceConfig.speed', `from ${SLOWEST} to ${FASTEST}`);
  }
  if (voiceLanguage !== undefined && !isLanguageTag(voiceLanguage)) {
    complainOfRequest('voiceConfig.language', 'the tag of a language, such as de or pt-BR');
  }
  // So does the live service.
  if (voiceModelId !== undefined && voiceId?.startsWith('eself-')) {
    throw new Refusal(400, 'voiceConfig.modelId does not go with a cloned voice.');
  }
  return choice;
}

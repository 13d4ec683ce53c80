import { parseCreateBody } from '../../core/protocol-guards.js';
import type { AvatarChoice } from '../../core/protocol.js';
import { Refusal } from '../http/refusal.js';
import { complainOfRequest } from '../http/request-body.js';

const SLOWEST = 0.25;
const FASTEST = 4;

/**
 * Reads the body of create.
 * @throws {Refusal} 400: it lacks the avatar, a field has the wrong type, or the voice cannot do what it asks for.
 */
export function readChoice(body: unknown): AvatarChoice {
  const choice = parseCreateBody(body, complainOfRequest);
  const { voiceId, voiceSpeed = 1, voiceModelId } = choice;
  if (voiceSpeed < SLOWEST || voiceSpeed > FASTEST) {
    complainOfRequest('voiceConfig.speed', `from ${SLOWEST} to ${FASTEST}`);
  }
  // So does the live service.
  if (voiceModelId !== undefined && voiceId?.startsWith('eself-')) {
    throw new Refusal(400, 'voiceConfig.modelId does not go with a cloned voice.');
  }
  return choice;
}

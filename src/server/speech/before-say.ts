import { isAvatarError } from '../../core/errors.js';
import { isRecord } from '../../core/json-reader.js';
import { RequestProblem } from '../request-problem.js';

/** What `beforeSay` wants said; undefined where it lets things be. @throws {RequestProblem} 422: it refuses them. */
export function textIn(answer: unknown): string | undefined {
  if (answer === undefined || answer === null) return undefined;
  if (typeof answer === 'string') return answer;
  if (isRecord(answer) && typeof answer['refuse'] === 'string') {
    throw new RequestProblem(422, answer['refuse'], { code: 'INVALID_INPUT' });
  }
  throw new Error('beforeSay gave something that is neither a text, { refuse } nor nothing');
}

/** What a stream fails of is wrapped on its way. */
export function problemIn(error: unknown): unknown {
  if (!isAvatarError(error) || !(error.cause instanceof RequestProblem)) return error;
  return error.cause;
}

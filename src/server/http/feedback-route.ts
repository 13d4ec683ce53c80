import type { JsonReader } from '../../core/json-reader.js';
import { badRequest, RequestProblem } from '../request-problem.js';
import type { GivenFeedback } from '../sessions/feedbacks.js';
import { findSession, note, type RouteContext, type Step } from './pipeline.js';
import { checkTurnId, readJsonBody } from './request-body.js';
import { bodyOf } from './route-actions.js';
import type { RouteParts } from './route-parts.js';
import { keyIn } from './session-key-header.js';
import { jsonResponse } from './text-response.js';

/** In UTF-16 units. */
const LONGEST_COMMENT = 2000;

/** For whoever has the key of a session that is open, or was a while ago: visitors rate when it is over. */
export function withSessionOfLate(parts: RouteParts): Step {
  return async (context, next) => {
    const sessionId = context.req.param('id') ?? '';
    const proof = { key: keyIn(context.req), owner: context.get('caller')?.owner };
    try {
      await findSession(context, parts, sessionId, proof, { isActive: false });
    } catch (error) {
      const isOver = error instanceof RequestProblem && (error.status === 404 || error.status === 410);
      if (!isOver || !(await parts.ends.remembers(sessionId, proof))) throw error;
      note(context, { sessionId });
    }
    await next();
  };
}

export async function feedback(context: RouteContext, { feedbacks }: RouteParts): Promise<Response> {
  if (!feedbacks.isWanted) {
    throw new RequestProblem(501, 'This backend takes no feedback.', { code: 'API_REQUEST_FAILED' });
  }
  const given = readFeedback(await readJsonBody(bodyOf(context)));
  const { turnId, rating, stars } = given;
  note(context, { turnId, rating, stars });
  await feedbacks.give(context.req.param('id') ?? '', context.get('caller') ?? {}, given);
  return jsonResponse({ success: true });
}

function readFeedback(reader: JsonReader): GivenFeedback {
  const rating = reader.value('rating') ?? undefined;
  const stars = reader.value('stars') ?? undefined;
  if ((rating === undefined) === (stars === undefined)) {
    badRequest('the body', "{ turnId?, rating: 'up' | 'down' } or { stars: 1 to 5, comment? }");
  }
  if (stars === undefined) {
    if (rating !== 'up' && rating !== 'down') return badRequest('rating', "'up' or 'down'");
    return { ...(reader.has('turnId') ? { turnId: checkTurnId(reader.value('turnId')) } : {}), rating };
  }
  const isStars = typeof stars === 'number' && Number.isInteger(stars) && stars >= 1 && stars <= 5;
  if (!isStars) return badRequest('stars', 'a whole number from 1 to 5');
  const comment = reader.optionalText('comment')?.trim() ?? '';
  if (comment.length > LONGEST_COMMENT) badRequest('comment', `a text of at most ${LONGEST_COMMENT} characters`);
  return { stars, ...(comment === '' ? {} : { comment }) };
}

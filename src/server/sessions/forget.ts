import { AvatarError } from '../../core/errors.js';
import type { SessionEnds } from './session-ends.js';
import type { SessionRegistry } from './session-registry.js';
import type { Sessions } from './sessions.js';

/** Whose data is to be deleted: that of one session, or of all sessions of a caller, as `identify` or the cookie names them. */
export type Whose = { sessionId: string } | { caller: string };

export interface ForgetParts {
  sessions: Sessions;
  registry: SessionRegistry;
  ends: SessionEnds;
  conversations: { forgetIn: (sessionId: string) => Promise<void>; forgetOf: (caller: string) => Promise<number> };
}

/**
 * Ends the sessions, and deletes all that is kept of them, also where the service does not answer. Resolves to how many those were.
 * @throws {AvatarError} `INVALID_INPUT`: it names neither a session nor a caller.
 */
export async function forget(whose: Whose, { sessions, registry, ends, conversations }: ForgetParts): Promise<number> {
  const caller = 'caller' in whose ? named(whose.caller) : undefined;
  const ids = 'caller' in whose ? await registry.due('all') : [named(whose.sessionId)];
  let forgotten = 0;
  for (const sessionId of ids) {
    const session = await registry.look(sessionId);
    if (caller !== undefined && session?.caller !== caller) continue;
    await conversations.forgetIn(sessionId);
    await sessions.endFor('forgotten', sessionId);
    await ends.forget(session ?? { sessionId, place: { id: '', groups: [] } }, 'forgotten');
    if (session) forgotten += 1;
  }
  if (caller !== undefined) await conversations.forgetOf(caller);
  return forgotten;
}

/** Nobody is to be taken for all those who have no name. */
function named(name: unknown): string {
  if (typeof name === 'string' && name !== '') return name;
  throw new AvatarError('INVALID_INPUT', 'forget() needs { sessionId } or { caller }, a string that is not empty.');
}

import { delay } from '../core/delay.js';
import { createParts } from './backend-parts.js';
import { checkOptions } from './check-options.js';
import type { AvatarBackendOptions } from './options.js';
import type { Whose } from './sessions/forget.js';
import { SessionVoice } from './speech/session-voice.js';
import type { Connection } from './http/connection.js';
import { FAILED_UNEXPECTEDLY, problemResponse, UNEXPECTED } from './http/error-response.js';
import { createRoutes } from './http/routes.js';
import { quietly } from './quietly.js';
import { TextResponse } from './http/text-response.js';

/** Opens sessions with a KS that never leaves it, and relays the calls on them. */
export interface AvatarBackend {
  /**
   * Answers, below any path of its host: `POST …/session`,
   * `POST …/session/:id/{say-text,say-audio,interrupt,keep-alive,end,reply,transcribe,consent,feedback}`,
   * `POST …/conversation/{reply,transcribe,forget}`, `GET …/avatar`, `GET …/health` and `GET …/ready`; with `queue`
   * `POST …/queue` and `POST …/queue/leave`, and with `embed` `GET …/embed`.
   */
  fetch(request: Request, connection?: Connection): Promise<Response>;
  /**
   * The voice of a session that was opened here, for what a server has to say by itself; undefined where there is none.
   * The hooks hold, the limits do not.
   */
  voiceOf(sessionId: string): Promise<SessionVoice | undefined>;
  /** How many sessions are open or being opened, in all processes that share the store. Requests cannot ask for it. */
  countSessions(): Promise<number>;
  /**
   * Ends a session, or all of a caller, and deletes what is kept of them: what was said, and the conversations, too. Resolves to how many those were.
   * Counters for the limits stay until their time is over, a day at most.
   * @throws {AvatarError} `INVALID_INPUT`: it names neither a session nor a caller.
   */
  forget(whose: Whose): Promise<number>;
  /**
   * Ends the sessions that are overdue, and resolves to how many those were. Called every 15 s by itself where timers run;
   * elsewhere by a cron trigger.
   */
  sweep(): Promise<number>;
  /**
   * From now on `ready` answers 503, so that load balancers send nobody new; all else is answered as before. Before `close()`,
   * by as long as they take to notice.
   */
  drain(): void;
  /**
   * Takes no more requests for sessions, lets the answers that are under way finish for up to 6 s, and ends the sessions that are
   * open, as far as that goes within 10 s in all. Those in a shared
   * store go on through the other backends, unless `endSessions` is true. Idempotent.
   */
  close(options?: { endSessions?: boolean }): Promise<void>;
}

const CLOSE_WITHIN_MS = 10_000;

/** Of that, answers that are under way get so much, in milliseconds; the rest is for the ends of sessions. */
const ANSWERS_WITHIN_MS = 6000;

/** @throws {AvatarError} `INVALID_CONFIGURATION`: the message names the option and what it should be. */
export function createAvatarBackend(options: AvatarBackendOptions = {}): AvatarBackend {
  const settings = checkOptions(options);
  const parts = createParts(settings);
  const routes = createRoutes(parts);
  let closing: Promise<void> | undefined;

  const answerTo = async (request: Request, connection: Connection): Promise<Response> => {
    const signal = connection.signal ?? request.signal;
    try {
      const response = await routes.fetch(request, { ...connection, signal, request });
      return response instanceof TextResponse && !connection.takesTexts ? response.plain() : response;
    } catch {
      // What is thrown and no Error, the routes hand on.
      settings.logger.error(FAILED_UNEXPECTEDLY, { reason: 'something that is not an Error was thrown' });
      return problemResponse(UNEXPECTED);
    }
  };
  const afterwards = async (): Promise<void> => {
    await Promise.all([settings.background.settled(), parts.reaper.sweepIfDue()]);
  };

  const close = async (endSessions: boolean): Promise<void> => {
    const timeUp = AbortSignal.timeout(CLOSE_WITHIN_MS);
    const gaveUp = new Promise((resolve) => timeUp.addEventListener('abort', resolve, { once: true }));
    parts.reaper.stop();
    const end = async (): Promise<void> => {
      await parts.sessions.close();
      await unlessLate(parts.audit.untilIdle(), ANSWERS_WITHIN_MS);
      if (endSessions) await parts.reaper.endAll(timeUp);
      await parts.reports.close();
    };
    const ended = end();
    try {
      await Promise.race([ended, gaveUp]);
    } finally {
      settings.telemetry.close();
      await settings.store.close();
    }
  };

  return {
    // The request itself is kept as long as its context is: a Request's signal follows others only while those are in use.
    fetch: async (request, connection = {}) => {
      const answer = answerTo(request, connection);
      // Called as a method: the contexts of some platforms do not know themselves otherwise.
      quietly(() => connection.waitUntil?.(answer.then(afterwards, afterwards)));
      return answer;
    },
    drain: () => parts.drain.begin(),
    voiceOf: async (sessionId) => {
      const session = await parts.sessions.known(sessionId);
      return session && new SessionVoice(parts.speaking.controlOf(session), settings);
    },
    countSessions: () => parts.admission.count(),
    forget: (whose) => parts.forget(whose),
    sweep: () => parts.reaper.sweep(),
    close: ({ endSessions = !settings.store.isShared } = {}) => (closing ??= close(endSessions)),
  };
}

async function unlessLate(work: Promise<void>, withinMs: number): Promise<void> {
  const patience = new AbortController();
  const late = delay(withinMs, { signal: patience.signal }).catch(() => undefined);
  await Promise.race([work, late]);
  patience.abort();
}

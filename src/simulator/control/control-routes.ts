import { randomUUID } from 'node:crypto';

import { Hono } from 'hono';
import { cors } from 'hono/cors';

import { parseSayTextBody, TEXT_IS_REQUIRED } from '../../core/protocol-guards.js';
import type { TurnServer } from '../../core/protocol.js';
import { answerControlError } from '../http/error-answers.js';
import type { Faultable } from '../faults/faults-middleware.js';
import type { FaultableCall } from '../faults/faults-rule.js';
import type { SimulatorEnv } from '../http/http-env.js';
import { complainOfRequest, limitBody, readJson } from '../http/request-body.js';
import { Refusal } from '../http/refusal.js';
import type { Profile } from '../profiles/profile.js';
import type { SimulatedSessions } from '../sessions/simulated-sessions.js';
import type { SessionTokens } from './tokens.js';
import { requireKs, requireSession, type JudgeKs } from './callers.js';
import { askedFor, readChoice } from './create-choice.js';
import { readSayAudioForm } from './say-audio-form.js';

const JSON_LIMIT_BYTES = 1_000_000;
const AUDIO_LIMIT_BYTES = 10_000_000;

export interface ControlRoutesOptions {
  sessions: SimulatedSessions;
  tokens: SessionTokens;
  faultable: Faultable;
  judgeKs: JudgeKs;
  profile: Profile;
  turn: TurnServer | null;
  /** Whether say-audio takes WAV files. */
  allowWav: boolean;
  whepUrlOf: (sessionId: string) => string;
}

/** The Control API, below its base path. */
export function createControlRoutes(options: ControlRoutesOptions): Hono<SimulatorEnv> {
  const { sessions, tokens, faultable, judgeKs, profile, turn, allowWav, whepUrlOf } = options;
  const app = new Hono<SimulatorEnv>();
  app.onError(answerControlError);
  app.use(cors({ origin: '*', allowMethods: ['POST'], exposeHeaders: ['Retry-After'] }));

  app.on(
    'POST',
    ['/', '/create'],
    limitBody(JSON_LIMIT_BYTES),
    faultable('create', askedFor),
    requireKs(judgeKs),
    async (c) => {
      const { id: sessionId } = sessions.create(readChoice(await readJson(c), profile));
      return c.json({ success: true, sessionId, token: await tokens.issue(sessionId) });
    },
  );

  const guard = requireSession(sessions, tokens);
  const faulty = (call: FaultableCall) => faultable(call, (c) => ({ sessionId: c.req.param('sessionId') }));

  app.post('/:sessionId/init-client', faulty('init-client'), guard, (c) => {
    const session = c.get('session');
    session.initClient();
    return c.json({ success: true, whepUrl: whepUrlOf(session.id), ...(turn ? { turn } : {}) });
  });

  app.post('/:sessionId/say-text', faulty('say-text'), guard, limitBody(JSON_LIMIT_BYTES), async (c) => {
    const call = parseSayTextBody(await readJson(c), complainOfRequest, randomUUID);
    if (!profile.takesText && call.text.trim() === '') throw new Refusal(400, TEXT_IS_REQUIRED);
    if (!profile.takesText) throw new Refusal(503, 'Service temporarily unavailable');
    c.get('session').sayText(call);
    return c.json({ success: true });
  });

  app.post('/:sessionId/say-audio', faulty('say-audio'), guard, limitBody(AUDIO_LIMIT_BYTES), async (c) => {
    const { turnId, file } = await readSayAudioForm(c, { allowWav });
    await c.get('session').sayAudio(turnId, file);
    return c.json({ success: true });
  });

  app.post('/:sessionId/interrupt', faulty('interrupt'), guard, async (c) => {
    await c.get('session').interrupt();
    return c.json({ success: true });
  });

  app.post('/:sessionId/keep-alive', faulty('keep-alive'), guard, (c) => {
    c.get('session').keepAlive();
    return c.json({ success: true });
  });

  app.post('/:sessionId/end', faulty('end'), guard, async (c) => {
    await c.get('session').end('ended by the client');
    return c.json({ success: true });
  });

  return app;
}

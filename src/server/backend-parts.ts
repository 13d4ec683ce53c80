import { Admission } from './sessions/admission.js';
import { Audit } from './audit.js';
import { Budgets } from './sessions/budgets.js';
import { BudgetWatch } from './sessions/budget-watch.js';
import { Callers } from './http/callers.js';
import { Drain } from './drain.js';
import { Clips } from './speech/clips.js';
import { Interruptions } from './speech/interruptions.js';
import type { RouteParts } from './http/route-parts.js';
import type { BackendSettings } from './settings.js';
import { Reaper } from './sessions/reaper.js';
import { OpenTurns } from './speech/open-turns.js';
import { Replies } from './speech/replies.js';
import { forget } from './sessions/forget.js';
import { SessionMinutes } from './sessions/session-minutes.js';
import { SessionRegistry } from './sessions/session-registry.js';
import { ServiceAddress } from './sessions/service-address.js';
import { Sessions } from './sessions/sessions.js';
import { Speaking } from './speech/speaking.js';
import { TurnTexts } from './speech/turn-texts.js';
import { Upstream } from './sessions/upstream.js';

/** What a backend is made of, put together. */
export function createParts(settings: BackendSettings): RouteParts {
  const { store, limits, hooks, asker, logger, now, speakable, telemetry } = settings;
  const registry = new SessionRegistry(store.sessions, limits);
  const budgets = new Budgets(limits, store.quotas, new BudgetWatch(settings.onBudget, settings));
  const admission = new Admission(limits, budgets, store.leases, telemetry);
  telemetry.observeSessions(() => admission.count());
  const minutes = new SessionMinutes(budgets, now);
  const sessions = new Sessions(
    settings,
    new Upstream(settings.service, telemetry),
    registry,
    admission,
    minutes,
    telemetry,
  );
  const audit = new Audit(settings.audit, logger, now, settings.background);
  const interruptions = new Interruptions(store.sessions);
  const clips = new Clips(store.sessions, now);
  const speaking = new Speaking({
    sessions,
    budgets,
    hooks,
    asker,
    interruptions,
    clips,
    turnTexts: new TurnTexts(store.sessions),
    now,
    speakable,
  });
  return {
    settings,
    callers: new Callers(settings.callers, asker),
    admission,
    sessions,
    address: new ServiceAddress(settings.service, logger, now),
    speaking,
    openTurns: new OpenTurns(store.sessions),
    replies: hooks.reply && new Replies({ reply: hooks.reply, asker, speaking, budgets, interruptions, limits }),
    forget: (whose) => forget(whose, sessions, registry),
    reaper: new Reaper(sessions, registry, audit, logger),
    drain: new Drain(),
    audit,
  };
}

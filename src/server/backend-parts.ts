import { resolveBaseUrl } from '../core/base-url.js';
import { globalFetch } from '../core/http.js';
import { Admission } from './sessions/admission.js';
import { Audit } from './audit.js';
import { Budgets } from './sessions/budgets.js';
import { BudgetWatch } from './sessions/budget-watch.js';
import { Consents } from './sessions/consents.js';
import { Callers } from './http/callers.js';
import { Drain } from './drain.js';
import { Clips } from './speech/clips.js';
import { AwaitedResults } from './speech/awaited-results.js';
import { Interruptions } from './speech/interruptions.js';
import { AvatarPictures } from './kaltura/avatar-pictures.js';
import { Catalogue } from './kaltura/catalogue.js';
import { PublicFactsReader } from './kaltura/public-facts.js';
import type { RouteParts } from './http/route-parts.js';
import type { BackendSettings } from './settings.js';
import { Feedbacks } from './sessions/feedbacks.js';
import { Reports } from './reports/reports.js';
import { MediaRelay } from './sessions/media-relay.js';
import { RecentTurn } from './sessions/recent-turn.js';
import { Reaper } from './sessions/reaper.js';
import { Listening } from './speech/listening.js';
import { OpenTurns } from './speech/open-turns.js';
import { Answering } from './speech/answering.js';
import { Conversations } from './speech/conversations.js';
import { Replies } from './speech/replies.js';
import { forget } from './sessions/forget.js';
import { SessionEnds } from './sessions/session-ends.js';
import { SessionQueue } from './sessions/session-queue.js';
import { SessionFinder } from './sessions/session-finder.js';
import { SessionMinutes } from './sessions/session-minutes.js';
import { SessionRegistry } from './sessions/session-registry.js';
import { ServiceAddress } from './sessions/service-address.js';
import { Sessions } from './sessions/sessions.js';
import { Speaking } from './speech/speaking.js';
import { TurnTexts } from './speech/turn-texts.js';
import { WrittenReplies } from './speech/written-replies.js';
import { Upstream } from './sessions/upstream.js';
import { guardFetch } from './sessions/upstream-fetch.js';

/** What a backend is made of, put together. */
export function createParts(settings: BackendSettings): RouteParts {
  const { store, limits, hooks, asker, logger, now, speakable, allowWav, telemetry } = settings;
  const registry = new SessionRegistry(store, limits);
  const watch = new BudgetWatch(settings.onBudget, settings);
  const budgets = new Budgets(limits, store.quotas, watch);
  const queue = settings.queue && new SessionQueue(settings.queue, { limits, queue: store.queue });
  const admission = new Admission(limits, { budgets, leases: store.leases, queue, telemetry, watch });
  telemetry.observeSessions(() => admission.count());
  const media = new MediaRelay(settings.service, settings);
  const recentTurn = new RecentTurn(now);
  const reports = new Reports(settings.reports, settings);
  const ends = new SessionEnds(registry, reports);
  const upstream = new Upstream(settings.service, telemetry);
  const sessions = new Sessions(settings, { upstream, media, recentTurn, registry, ends, admission, telemetry });
  const audit = new Audit(settings.audit, settings);
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
    allowWav,
  });
  const conversations = new Conversations(store, limits);
  const answering = hooks.reply && new Answering({ reply: hooks.reply, asker, limits, logger });
  const catalogue = new Catalogue(settings.ks, { ...settings.service, fetch: guardFetch(settings.service.fetch) });
  return {
    settings,
    callers: new Callers(settings.callers, asker),
    admission,
    queue,
    sessions,
    consents: new Consents(settings.consent, { sessions: store.sessions, audit }),
    ends,
    feedbacks: new Feedbacks(registry, budgets, reports),
    reports,
    media,
    recentTurn,
    finder: new SessionFinder(registry, sessions, budgets, new SessionMinutes(budgets, now)),
    address: new ServiceAddress(settings.service, logger, now),
    speaking,
    openTurns: new OpenTurns(store.sessions),
    conversations,
    replies:
      answering &&
      new Replies({
        ...{ answering, speaking, budgets, interruptions, conversations, filler: settings.filler },
        awaited: new AwaitedResults(store.sessions),
      }),
    writtenReplies:
      answering &&
      new WrittenReplies({
        ...{ answering, budgets, conversations, asker, speakable, beforeSay: hooks.beforeSay },
        awaited: new AwaitedResults(store.conversations),
      }),
    listening: hooks.transcribe && new Listening(hooks.transcribe, asker, budgets),
    forget: (whose) => forget(whose, { sessions, registry, ends, conversations }),
    reaper: new Reaper(sessions, registry, audit, logger),
    drain: new Drain(),
    pictures: settings.proxyPictures ? createPictures(settings) : undefined,
    facts: new PublicFactsReader({
      ...settings,
      listens: hooks.transcribe !== undefined,
      answers: hooks.reply !== undefined,
      catalogue,
    }),
    audit,
  };
}

function createPictures({ service, logger, now }: BackendSettings): AvatarPictures {
  const { fetch = globalFetch, timeoutMs } = service;
  return new AvatarPictures({ fetch, timeoutMs, serviceUrl: resolveBaseUrl(service), logger, now });
}

import type { Audit } from '../audit.js';
import type { Drain } from '../drain.js';
import type { AvatarPictures } from '../kaltura/avatar-pictures.js';
import type { PublicFactsReader } from '../kaltura/public-facts.js';
import type { Reports } from '../reports/reports.js';
import type { Admission } from '../sessions/admission.js';
import type { ConsentRule, Consents } from '../sessions/consents.js';
import type { Feedbacks } from '../sessions/feedbacks.js';
import type { MediaRelay } from '../sessions/media-relay.js';
import type { RecentTurn } from '../sessions/recent-turn.js';
import type { Reaper } from '../sessions/reaper.js';
import type { Whose } from '../sessions/forget.js';
import type { ServiceAddress } from '../sessions/service-address.js';
import type { SessionEnds } from '../sessions/session-ends.js';
import type { SessionSettings } from '../sessions/session-settings.js';
import type { QueueSettings, SessionQueue } from '../sessions/session-queue.js';
import type { SessionFinder } from '../sessions/session-finder.js';
import type { Sessions } from '../sessions/sessions.js';
import type { Listening } from '../speech/listening.js';
import type { OpenTurns } from '../speech/open-turns.js';
import type { PageActionsRule } from '../speech/page-word.js';
import type { Conversations } from '../speech/conversations.js';
import type { Replies } from '../speech/replies.js';
import type { Speaking } from '../speech/speaking.js';
import type { AvatarStore } from '../store/avatar-store.js';
import type { ParentContext } from '../telemetry/open-telemetry.js';
import type { WrittenReplies } from '../speech/written-replies.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import type { AllowedOrigins } from './allowed-origins.js';
import type { Authorize } from './caller-hooks.js';
import type { Callers } from './callers.js';
import type { EmbedSettings } from './embed-page.js';
import type { PagesMaySay } from './pages-may-say.js';

/** What the routes go by: the options, checked and complete. */
export interface RouteSettings extends SessionSettings {
  documentedRoutes: boolean;
  store: AvatarStore;
  authorize: Authorize | undefined;
  allowedOrigins: AllowedOrigins;
  embed: EmbedSettings | undefined;
  /** Undefined where visitors are asked for none. */
  consent: ConsentRule | undefined;
  pagesMaySay: PagesMaySay;
  /** Undefined where nobody waits for a session. */
  queue: QueueSettings | undefined;
  /** Undefined where pages may offer no actions. */
  pageActions: PageActionsRule | undefined;
  allowWav: boolean;
  proxyPictures: boolean;
  telemetry: Telemetry;
  parentContext: ParentContext | undefined;
  /** Whether a proxy of the operator's writes `X-Request-Id`. */
  trustsRequestIds: boolean;
}

/** What the routes call. */
export interface RouteParts {
  settings: RouteSettings;
  callers: Callers;
  admission: Admission;
  /** Missing where nobody waits. */
  queue: SessionQueue | undefined;
  sessions: Sessions;
  consents: Consents;
  ends: SessionEnds;
  feedbacks: Feedbacks;
  reports: Reports;
  media: MediaRelay;
  recentTurn: RecentTurn;
  finder: SessionFinder;
  address: ServiceAddress;
  speaking: Speaking;
  openTurns: OpenTurns;
  /** Missing where nothing answers visitors. */
  replies: Replies | undefined;
  /** As these, without a session. */
  writtenReplies: WrittenReplies | undefined;
  conversations: Conversations;
  /** Missing where nothing transcribes what visitors say. */
  listening: Listening | undefined;
  forget: (whose: Whose) => Promise<number>;
  reaper: Reaper;
  drain: Drain;
  facts: PublicFactsReader;
  /** Missing where browsers fetch them by themselves. */
  pictures: AvatarPictures | undefined;
  audit: Audit;
}

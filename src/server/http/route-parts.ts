import type { Audit } from '../audit.js';
import type { Drain } from '../drain.js';
import type { Admission } from '../sessions/admission.js';
import type { Reaper } from '../sessions/reaper.js';
import type { Whose } from '../sessions/forget.js';
import type { ServiceAddress } from '../sessions/service-address.js';
import type { SessionSettings } from '../sessions/session-settings.js';
import type { Sessions } from '../sessions/sessions.js';
import type { OpenTurns } from '../speech/open-turns.js';
import type { Replies } from '../speech/replies.js';
import type { Speaking } from '../speech/speaking.js';
import type { AvatarStore } from '../store/avatar-store.js';
import type { ParentContext } from '../telemetry/open-telemetry.js';
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
  pagesMaySay: PagesMaySay;
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
  sessions: Sessions;
  address: ServiceAddress;
  speaking: Speaking;
  openTurns: OpenTurns;
  /** Missing where nothing answers visitors. */
  replies: Replies | undefined;
  forget: (whose: Whose) => Promise<number>;
  reaper: Reaper;
  drain: Drain;
  audit: Audit;
}

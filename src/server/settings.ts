import type { SpeakableInput } from '../core/speech/speakable/speakable-text.js';
import type { HookAsker } from './ask-hook.js';
import type { AuditOptions } from './audit.js';
import type { CallerOptions } from './http/callers.js';
import type { RouteSettings } from './http/route-parts.js';
import type { ReportSettings } from './reports/reports.js';
import type { OnBudget } from './sessions/budget-watch.js';
import type { ServiceAccess } from './sessions/upstream-fetch.js';
import type { Filler } from './speech/filler.js';
import type { AvatarHooks } from './speech/hooks.js';

/** The options, checked and complete. */
export interface BackendSettings extends RouteSettings {
  service: ServiceAccess;
  callers: CallerOptions;
  hooks: AvatarHooks;
  asker: HookAsker;
  speakable: SpeakableInput;
  filler: Filler | undefined;
  audit: AuditOptions | undefined;
  onBudget: OnBudget | undefined;
  reports: ReportSettings;
}

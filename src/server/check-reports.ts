import type { Complain, JsonReader } from '../core/json-reader.js';
import { checkFunction } from './check-values.js';
import type { AvatarBackendOptions } from './options.js';
import type { ReportSettings } from './reports/reports.js';
import { readWebhook } from './reports/webhook-options.js';

/** What the owner wants to be told. */
export function checkReports(options: AvatarBackendOptions, reader: JsonReader, complain: Complain): ReportSettings {
  const includeTranscript = reader.optionalBoolean('includeTranscript') ?? false;
  return {
    onSessionEnd: checkFunction(complain, 'onSessionEnd', options.onSessionEnd),
    onFeedback: checkFunction(complain, 'onFeedback', options.onFeedback),
    webhook: readWebhook(options.webhook, complain),
    // Nothing else keeps what is said.
    includeTranscript: includeTranscript && options.reply !== undefined,
  };
}

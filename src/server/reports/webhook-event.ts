import type { Feedback } from './feedback.js';
import type { SessionEnd } from './session-end.js';

/** What a webhook tells: the body of a request, as JSON. Who the visitor is, it does not tell. */
export type WebhookEvent =
  | WebhookEventOf<'session.ended', Omit<SessionEnd, 'caller'>>
  | WebhookEventOf<'feedback.given', WithoutCaller<Feedback>>;

interface WebhookEventOf<Type extends string, Data> {
  type: Type;
  /** When it happened, ISO 8601. */
  timestamp: string;
  data: Data;
}

/** Of each member of a union. */
type WithoutCaller<Told> = Told extends unknown ? Omit<Told, 'caller'> : never;

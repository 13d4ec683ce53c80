import type { Logger } from '../../core/logger.js';
import type { AvatarChoice } from '../../core/protocol.js';
import type { KsSource } from './ks-source.js';
import type { AvatarLimits } from './limits.js';

/** What the sessions go by: the options, checked and complete. */
export interface SessionSettings {
  ks: KsSource;
  /** With the `clientId`. */
  defaults: Partial<AvatarChoice>;
  avatars: readonly string[] | undefined;
  voices: readonly string[] | undefined;
  exposeToken: boolean;
  limits: AvatarLimits;
  logger: Logger;
  now: () => number;
}

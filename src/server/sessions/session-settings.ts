import type { Logger } from '../../core/logger.js';
import type { Background } from '../background.js';
import type { AvatarOffer } from './avatar-defaults.js';
import type { KsSource } from './ks-source.js';
import type { AvatarLimits } from './limits.js';

/** What the sessions go by: the options, checked and complete. */
export interface SessionSettings extends AvatarOffer {
  ks: KsSource;
  exposeToken: boolean;
  /** Who talks to the media server. */
  mediaThrough: 'backend' | 'page';
  limits: AvatarLimits;
  logger: Logger;
  background: Background;
  now: () => number;
}

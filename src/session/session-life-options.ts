import type { ControlClient } from '../core/control-client.js';
import type { Logger } from '../core/logger.js';
import type { Transport } from '../core/session-control.js';
import type { TypedEvents } from '../core/typed-events.js';
import type { MediaState } from './media-state.js';
import type { AvatarConfig, SessionDependencies, SessionEvents } from './session-config.js';

/** What a session's life is made of. */
export interface SessionLifeOptions {
  config: AvatarConfig;
  dependencies: SessionDependencies;
  client: ControlClient;
  transport: Transport;
  events: TypedEvents<SessionEvents>;
  media: MediaState;
  logger: Logger;
}

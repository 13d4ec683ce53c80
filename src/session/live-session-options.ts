import type { Delay } from '../core/delay.js';
import type { AvatarError } from '../core/errors.js';
import type { Logger } from '../core/logger.js';
import type { RetryPolicy } from '../core/retry.js';
import type { Connector, OpenSession } from './connector.js';
import type { WhepConnection } from './whep/whep-connection.js';

export interface LiveSessionOptions {
  open: OpenSession;
  connector: Connector;
  /** Ends with the session. */
  signal: AbortSignal;
  delay: Delay;
  /** As `delay`, from one look at the picture to the next. */
  lookDelay: Delay;
  wallClock: () => number;
  policy: RetryPolicy;
  logger: Logger;
  /** Whether everything that shows the picture is paused. */
  isPaused: () => boolean;
  /** The way to the avatar is lost and is being looked for. */
  onLost: () => void;
  onRecovered: (found: { isSameSession: boolean; whep: WhepConnection }) => void;
  /** The session was kept alive; what was answered may tell for how long. */
  onKept: (answer: unknown) => void;
  /** The session can go on no more. */
  onGone: (error: AvatarError) => void;
}

import type { SessionStatus } from '../sessions/session-status.js';

/** How often the processes for media and voice died without having been asked to. */
export interface Crashes {
  media: number;
  voice: number;
}

/** What the simulator tells of itself. Holds no token and no KS. */
export interface SimulatorStatus {
  uptimeSeconds: number;
  openSessions: number;
  crashes: Crashes;
  /** Lately ended sessions first, then those that are open. */
  sessions: SessionStatus[];
}

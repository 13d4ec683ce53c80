import { WhepConnection } from './whep/whep-connection.js';
import type { WhepConnectionOptions, WhepStep } from './whep/whep-options.js';

export interface ConnectionListeners {
  onConnectionState?: (state: RTCPeerConnectionState) => void;
  onStep?: (step: WhepStep) => void;
}

/** A connection that can be made ready before anybody knows what it will be used for. */
export class PreparedConnection {
  readonly whep: WhepConnection;
  listeners: ConnectionListeners = {};

  /** @throws {AvatarError} `UNSUPPORTED_BROWSER` */
  constructor(options: Omit<WhepConnectionOptions, keyof ConnectionListeners>) {
    this.whep = new WhepConnection({
      ...options,
      onConnectionState: (state) => this.listeners.onConnectionState?.(state),
      onStep: (step) => this.listeners.onStep?.(step),
    });
  }
}

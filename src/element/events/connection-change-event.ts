import type { ConnectionState } from '../../session/session-state.js';
import { LEAVES_SHADOW_ROOTS } from './event-init.js';

/** The WebRTC connection changed. */
export class AvatarConnectionChangeEvent extends Event {
  static readonly type = 'avatar-connection-change';
  readonly connectionState: ConnectionState;

  constructor(connectionState: ConnectionState) {
    super(AvatarConnectionChangeEvent.type, LEAVES_SHADOW_ROOTS);
    this.connectionState = connectionState;
  }
}

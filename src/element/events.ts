import type { AvatarError } from '../core/errors.js';
import type { ConnectionState } from '../session/session-state.js';
import type { AvatarState } from './avatar-state.js';
import { LEAVES_SHADOW_ROOTS } from './event-init.js';
import type { AvatarCaptionEvent } from './extensions/captions/caption-event.js';
import type { AvatarMessageEvent } from './extensions/composer/message-event.js';
import type { LauncherState } from './launcher-state.js';

/** The element entered another state. */
export class AvatarStateChangeEvent extends Event {
  static readonly type = 'avatar-state-change';
  readonly state: AvatarState;

  constructor(state: AvatarState) {
    super(AvatarStateChangeEvent.type, LEAVES_SHADOW_ROOTS);
    this.state = state;
  }
}

/** The WebRTC connection changed. */
export class AvatarConnectionChangeEvent extends Event {
  static readonly type = 'avatar-connection-change';
  readonly connectionState: ConnectionState;

  constructor(connectionState: ConnectionState) {
    super(AvatarConnectionChangeEvent.type, LEAVES_SHADOW_ROOTS);
    this.connectionState = connectionState;
  }
}

/** The avatar is heard to begin to speak. */
export class AvatarSpeakingStartEvent extends Event {
  static readonly type = 'avatar-speaking-start';

  constructor() {
    super(AvatarSpeakingStartEvent.type, LEAVES_SHADOW_ROOTS);
  }
}

/** The avatar is heard to have stopped. */
export class AvatarSpeakingEndEvent extends Event {
  static readonly type = 'avatar-speaking-end';

  constructor() {
    super(AvatarSpeakingEndEvent.type, LEAVES_SHADOW_ROOTS);
  }
}

/** A floating avatar was expanded, minimised or dismissed. */
export class AvatarLauncherChangeEvent extends Event {
  static readonly type = 'avatar-launcher-change';
  readonly launcher: LauncherState;

  constructor(launcher: LauncherState) {
    super(AvatarLauncherChangeEvent.type, LEAVES_SHADOW_ROOTS);
    this.launcher = launcher;
  }
}

/** Something failed; `state` of the element tells whether the avatar goes on. */
export class AvatarErrorEvent extends Event {
  static readonly type = 'avatar-error';
  readonly error: AvatarError;

  constructor(error: AvatarError) {
    super(AvatarErrorEvent.type, LEAVES_SHADOW_ROOTS);
    this.error = error;
  }
}

declare global {
  interface HTMLElementEventMap {
    'avatar-state-change': AvatarStateChangeEvent;
    'avatar-connection-change': AvatarConnectionChangeEvent;
    'avatar-speaking-start': AvatarSpeakingStartEvent;
    'avatar-speaking-end': AvatarSpeakingEndEvent;
    'avatar-caption': AvatarCaptionEvent;
    'avatar-launcher-change': AvatarLauncherChangeEvent;
    'avatar-error': AvatarErrorEvent;
    'avatar-message': AvatarMessageEvent;
  }
}

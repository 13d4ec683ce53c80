import type { AvatarError } from '../core/errors.js';
import type { ConnectionState } from '../session/session-state.js';
import type { AvatarState } from './avatar-state.js';

/** All events of the element bubble and leave shadow roots, so that a page can listen at any ancestor. */
const LEAVES_SHADOW_ROOTS: EventInit = { bubbles: true, composed: true };

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

/** The avatar is heard to begin a sentence, or a part of a long one. */
export class AvatarCaptionEvent extends Event {
  static readonly type = 'avatar-caption';
  readonly text: string;
  readonly turnId: string;
  /** On the clock of the video element, in seconds. */
  readonly startTime: number;
  /** As {@link startTime}; estimated. */
  readonly endTime: number;

  constructor(caption: { text: string; turnId: string; startTime: number; endTime: number }) {
    super(AvatarCaptionEvent.type, LEAVES_SHADOW_ROOTS);
    this.text = caption.text;
    this.turnId = caption.turnId;
    this.startTime = caption.startTime;
    this.endTime = caption.endTime;
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
    'avatar-error': AvatarErrorEvent;
  }
}

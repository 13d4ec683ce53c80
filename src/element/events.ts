import type { AvatarError } from '../core/errors.js';
import type { ConnectionState } from '../session/session-state.js';
import type { AvatarState } from './avatar-state.js';
import type { LauncherState } from './launcher-state.js';

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

/** What is said, as it is heard: a sentence, or a part of a long one. */
export interface AvatarCaption {
  readonly text: string;
  /** The turn that it belongs to; null where the page did not ask for it and does not know. */
  readonly turnId: string | null;
  /** When it is heard to begin, in seconds on the video's `currentTime`. */
  readonly startTime: number;
  /** When it is probably over, in seconds on the video's `currentTime`. */
  readonly endTime: number;
}

/** A sentence is heard to begin, or a part of a long one. */
export class AvatarCaptionEvent extends Event implements AvatarCaption {
  static readonly type = 'avatar-caption';
  readonly text: string;
  readonly turnId: string | null;
  readonly startTime: number;
  readonly endTime: number;

  constructor({ text, turnId, startTime, endTime }: AvatarCaption) {
    super(AvatarCaptionEvent.type, LEAVES_SHADOW_ROOTS);
    this.text = text;
    this.turnId = turnId;
    this.startTime = startTime;
    this.endTime = endTime;
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

/** How a visitor's message came: typed, or spoken. */
export type MessageVia = 'text' | 'voice';

/**
 * The visitor says something to the avatar. Cancelable: after `preventDefault()` the element does nothing more, and the page
 * answers by `speak()`.
 */
export class AvatarMessageEvent extends Event {
  static readonly type = 'avatar-message';
  readonly message: string;
  readonly via: MessageVia;

  constructor(message: string, via: MessageVia) {
    super(AvatarMessageEvent.type, { ...LEAVES_SHADOW_ROOTS, cancelable: true });
    this.message = message;
    this.via = via;
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

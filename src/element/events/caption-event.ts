import { LEAVES_SHADOW_ROOTS } from './event-init.js';

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

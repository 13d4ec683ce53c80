import type { Delay } from '../../../core/delay.js';
import type { VoicePace } from '../../../core/speech/voice-pace.js';
import type { KalturaAvatarSession } from '../../../session/kaltura-avatar-session.js';
import type { Transcript } from '../../conversation/transcript.js';
import type { HeardReply } from '../../session/tell-metrics.js';

type SpokenSession = Pick<KalturaAvatarSession, 'on' | 'isSpeaking' | 'turns'>;

export interface SpeechFollowerOptions {
  session: SpokenSession;
  /** Ends with the session. */
  signal: AbortSignal;
  transcript: Transcript;
  pace: VoicePace;
  /**
   * Whether somebody sees the captions or the transcript. Whether somebody listens to their event cannot be told: a listener may be
   * at any ancestor, or older than the element's code. So each is told of all the same, but nothing is done in between.
   */
  isSeen: () => boolean;
  /** The captions of what is heard have changed, or another one is heard. */
  onChange: () => void;
  /** What was heard is over, and its captions stay as they are. */
  onFinish: () => void;
  /** A reply of the backend's was heard. */
  onReply?: (reply: HeardReply) => void;
  /** As `performance.now()`. */
  now?: () => number;
  delay?: Delay;
}

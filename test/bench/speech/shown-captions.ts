import { TypedEvents } from '../../../src/core/typed-events.js';
import { VoicePace } from '../../../src/core/speech/voice-pace.js';
import { Transcript } from '../../../src/element/conversation/transcript.js';
import { splitCaptions } from '../../../src/element/extensions/captions/caption-texts.js';
import { SpeechFollower } from '../../../src/element/extensions/captions/speech-follower.js';
import type { AvatarSpeechOptions } from '../../../src/session/speech/avatar-speech.js';
import type { SessionEvents } from '../../../src/session/session-config.js';
import type { ManualClock } from '../../support/manual-clock.js';
import { ignore } from '../../support/silent.js';

type Listeners = Required<Pick<AvatarSpeechOptions, 'onStart' | 'onEnd' | 'onPause' | 'onTurn'>>;

/** The captions as the element shows them, and when it begins to show each. */
export class ShownCaptions {
  /** What speech has to tell. */
  readonly listeners: Listeners;
  readonly #shown: { turnId: string | undefined; from: number; at: number }[] = [];
  readonly #lifetime = new AbortController();

  constructor(speed: number, { now, delay }: Pick<ManualClock, 'now' | 'delay'>) {
    const events = new TypedEvents<SessionEvents>((error) => {
      throw error;
    });
    const session = {
      isSpeaking: false,
      turns: [],
      on: ((name, listener, options) => events.on(name, listener, options)) satisfies typeof events.on,
    };
    this.listeners = {
      onStart: () => {
        session.isSpeaking = true;
        events.emit('speakingStart');
      },
      onEnd: () => {
        session.isSpeaking = false;
        events.emit('speakingEnd');
      },
      onPause: (ms) => events.emit('speakingPause', ms),
      onTurn: (turn) => events.emit('turn', turn),
    };
    const follower: SpeechFollower = new SpeechFollower({
      session,
      signal: this.#lifetime.signal,
      transcript: new Transcript(),
      pace: new VoicePace(speed),
      isSeen: () => true,
      onChange: () => {
        const { current, turnId } = follower;
        const last = this.#shown.at(-1);
        if (!current || (last?.turnId === turnId && last?.from === current.from)) return;
        this.#shown.push({ turnId, from: current.from, at: now() });
      },
      onFinish: ignore,
      now,
      delay,
    });
  }

  /** When each caption of a turn was first shown; Infinity where it never was. */
  shownAt(turnId: string, text: string): number[] {
    return splitCaptions(text).map(
      ({ from }) => this.#shown.find((it) => it.turnId === turnId && it.from === from)?.at ?? Infinity,
    );
  }

  stop(): void {
    this.#lifetime.abort();
  }
}

import type { AvatarChoice, SayTextCall } from '../../core/protocol.js';
import type { AvatarStage } from './avatar-stage.js';
import type { AvatarStages } from './avatar-stages.js';
import type { Clock } from '../clock.js';
import { Refusal } from '../http/refusal.js';
import type { Profile } from '../profiles/profile.js';
import type { SessionState, SessionStatus } from './session-status.js';
import { SpeechTurns } from './speech-turns.js';
import type { SynthesizeOptions, Voice } from '../voice/voice.js';

export interface SessionParts {
  stages: AvatarStages;
  voice: Voice;
  clock: Clock;
  profile: Profile;
  /** Time without keep-alive after which the session is over, in milliseconds. */
  timeoutMs: number;
  /** Called once. */
  onEnded: () => void;
}

/** One avatar that somebody pays for: from create until its end, whoever brings that about. */
export class SimulatedSession {
  readonly id: string;
  readonly #choice: AvatarChoice;
  readonly #parts: SessionParts;
  readonly #stage: AvatarStage;
  readonly #turns: SpeechTurns;
  readonly #createdAt: number;
  #state: SessionState = 'created';
  #endReason: string | undefined;
  #clientInits = 0;
  #lastKeepAliveAt: number;
  #cancelExpiry: () => void;

  constructor(id: string, choice: AvatarChoice, parts: SessionParts) {
    const { stages, voice, clock, profile } = parts;
    this.id = id;
    this.#choice = choice;
    this.#parts = parts;
    this.#stage = stages.create(id, choice.avatarId, {
      onClipStarted: (clipId) => this.#turns.clipStarted(clipId),
      onClipFinished: (clipId) => this.#turns.clipFinished(clipId),
      onLost: () => void this.end('media engine crashed'),
    });
    this.#turns = new SpeechTurns({
      stage: this.#stage,
      synthesize: (text) => voice.synthesize(text, voiceOptions(choice)),
      clock,
      profile,
    });
    this.#createdAt = this.#lastKeepAliveAt = clock.now();
    this.#cancelExpiry = this.#expireLater();
  }

  get hasEnded(): boolean {
    return this.#state === 'ended';
  }

  get avatarId(): string {
    return this.#choice.avatarId;
  }

  /** Where the avatar is watched. */
  get stage(): AvatarStage {
    return this.#stage;
  }

  initClient(): void {
    this.#clientInits += 1;
    this.#state = 'ready';
  }

  keepAlive(): void {
    this.#lastKeepAliveAt = this.#parts.clock.now();
    this.#cancelExpiry();
    this.#cancelExpiry = this.#expireLater();
  }

  /**
   * Takes the text; it is said in its turn.
   * @throws {Refusal} 400: there is none, and no turn that it closes.
   */
  sayText(call: SayTextCall): void {
    this.#turns.addText(call);
  }

  /**
   * Takes the audio; it is played in its turn.
   * @throws {Refusal} 400: it is not an MP3 file. 410: the session ended meanwhile.
   */
  async sayAudio(turnId: string, file: Uint8Array): Promise<void> {
    const clip = await this.#parts.voice.decode(file).catch((error: unknown) => {
      const isUndecodable = error instanceof Error && error.name === 'UndecodableAudioError';
      throw isUndecodable ? new Refusal(400, 'audio should be an MP3 file.', { cause: error }) : error;
    });
    this.assertOpen();
    this.#turns.addClip(turnId, clip);
  }

  async interrupt(): Promise<void> {
    await this.#turns.interrupt();
  }

  /** @throws {Refusal} 410: it has ended. */
  assertOpen(): void {
    if (this.hasEnded) throw new Refusal(410, this.#endReason === 'expired' ? 'Session expired' : 'Session ended');
  }

  /** Gives back all that the session holds. Idempotent. */
  async end(reason: string): Promise<void> {
    if (this.hasEnded) return;
    this.#state = 'ended';
    this.#endReason = reason;
    this.#cancelExpiry();
    this.#turns.close();
    this.#parts.onEnded();
    try {
      await this.#parts.stages.close(this.#stage);
    } catch (error) {
      // Most sessions end by a timer, with nobody to throw at: the status tells.
      this.#endReason += `; its stage did not close: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  status(): SessionStatus {
    const { avatarId, voiceId, voiceSpeed, voiceLanguage, clientId } = this.#choice;
    const turns = this.#turns.status();
    return {
      id: this.id,
      state: this.#state,
      ...(this.#endReason === undefined ? {} : { endReason: this.#endReason }),
      avatarId,
      ...(voiceId === undefined ? {} : { voiceId }),
      ...(voiceSpeed === undefined ? {} : { voiceSpeed }),
      ...(voiceLanguage === undefined ? {} : { voiceLanguage }),
      ...(clientId === undefined ? {} : { clientId }),
      clientInits: this.#clientInits,
      viewers: this.#stage.viewer ? 1 : 0,
      createdAt: new Date(this.#createdAt).toISOString(),
      lastKeepAliveAt: new Date(this.#lastKeepAliveAt).toISOString(),
      queuedTurns: turns.filter(({ state }) => state === 'queued').length,
      turns,
      saidTexts: turns.filter(({ state, text }) => state === 'said' && text !== '').map(({ text }) => text),
    };
  }

  #expireLater(): () => void {
    return this.#parts.clock.after(this.#parts.timeoutMs, () => void this.end('expired'));
  }
}

function voiceOptions({ voiceId, voiceSpeed }: AvatarChoice): SynthesizeOptions {
  return {
    ...(voiceId === undefined ? {} : { voiceId }),
    ...(voiceSpeed === undefined ? {} : { speed: voiceSpeed }),
  };
}

import { abortedError, isAvatarError } from '../../core/errors.js';
import type { SayAudioCall, SayTextCall } from '../../core/protocol.js';
import type { CallOptions, SessionControl } from '../../core/session-control.js';
import { IncomingText } from '../../core/speech/incoming-text.js';
import { exceptRefusedEnd } from '../../core/speech/refused-end.js';
import type { TextLink } from '../../core/speech/text-link.js';
import type { SpeakableInput } from '../../core/speech/speakable/speakable-text.js';
import type { SpeechInput } from '../../core/speech/speech-input.js';
import { newTurnId } from '../../core/speech/turn-id.js';
import { problemIn, textIn } from './before-say.js';
import type { Clips } from './clips.js';
import type { FillerWords } from './filler.js';
import type { AvatarHooks, BeforeSay, SayContext, Speaker } from './hooks.js';
import type { Interruptions, Turn } from './interruptions.js';
import { followSignals } from '../../core/abort-signals.js';
import type { HookAsker, HookWatch } from '../ask-hook.js';
import type { Budgets } from '../sessions/budgets.js';
import type { OpenSession } from '../sessions/session-registry.js';
import type { Sessions } from '../sessions/sessions.js';
import { SilentVoices } from './silent-voices.js';
import { clipOf } from './spoken-clip.js';
import { streamFilter } from './stream-filter.js';
import type { TurnTexts } from './turn-texts.js';

export interface SpeakingOptions {
  sessions: Sessions;
  budgets: Budgets;
  hooks: AvatarHooks;
  asker: HookAsker;
  interruptions: Interruptions;
  clips: Clips;
  turnTexts: TurnTexts;
  now: () => number;
  /** Whether what streams in is made speakable, and how. */
  speakable: SpeakableInput;
  allowWav: boolean;
}

export interface SayOptions {
  signal: AbortSignal;
  speaker: Speaker;
  /** Whether the text was charged already. */
  isPaid?: boolean;
  /** That of whom it answers, as far as it is known. */
  language?: string | undefined;
}

export interface StreamOptions extends SayOptions {
  /** Longest text, in UTF-16 units. Default: any. */
  textLength?: number;
  /** Told of each piece to say as it comes. */
  onPiece?: (piece: string) => void;
  /** Told of what was written for the visitor as it comes, before it was made speakable. */
  onWritten?: (piece: string) => void;
  /** Told of each link of what was written, before the piece that its words are in. */
  onLink?: (link: TextLink) => void;
  /** Waited for before the first of it is said. */
  before?: () => Promise<void> | undefined;
  /** Of the hook that the text comes from. */
  watch?: HookWatch;
}

/** Says texts and recordings, by way of the integrator's hooks. */
export class Speaking {
  readonly #options: SpeakingOptions;
  readonly #silentVoices: SilentVoices;

  constructor(options: SpeakingOptions) {
    this.#options = options;
    this.#silentVoices = new SilentVoices(options.now);
  }

  /**
   * @param session As it was found just now.
   * @throws {RequestProblem} 422: `beforeSay` refused the text. 429: so much may not be said now.
   * @throws {AvatarError} `ABORTED`: it was interrupted while a hook took its time.
   */
  say(session: OpenSession, call: SayTextCall, options: SayOptions): Promise<void> {
    return this.#say(session, call, options, this.#options.hooks.beforeSay !== undefined);
  }

  async #say(
    session: OpenSession,
    call: SayTextCall,
    { signal, speaker, language, isPaid = false }: SayOptions,
    hasToLook: boolean,
  ): Promise<void> {
    const { sessions, budgets } = this.#options;
    // Before the hooks, which may cost money, too.
    if (speaker !== 'server' && !isPaid) await budgets.charge(session.payers, { characters: call.text.length });
    const { sessionId, caller } = session;
    const context: SayContext = { sessionId, caller, turnId: call.turnId, language, signal };
    const text = await this.#askBeforeSay(call.text, { ...context, speaker });
    if (hasToLook) await sessions.goOn(session, session.turn);
    await sessions.relay(session, (service) => this.#deliver(service, session, { ...call, text }, context));
  }

  /**
   * @param session As it was found just now.
   * @throws {RequestProblem} 422: `beforeSay` refused it. 429: so much may not be said now.
   */
  async sayAudio(session: OpenSession, call: SayAudioCall, { signal, speaker }: SayOptions): Promise<void> {
    const { sessions, budgets, hooks, asker } = this.#options;
    const { beforeSay } = hooks;
    if (speaker !== 'server') await budgets.charge(session.payers, { audioSeconds: call.durationSeconds });
    if (beforeSay) {
      const { sessionId, caller } = session;
      const { turnId, durationSeconds } = call;
      const audio = call.audio instanceof Blob ? call.audio : call.audio.blob();
      const context = { sessionId, caller, turnId, signal };
      const facts = { speaker, kind: 'audio', saidBefore: '', audio, durationSeconds } as const;
      const ask = (stopped: AbortSignal): ReturnType<BeforeSay> =>
        beforeSay('', { ...context, ...facts, signal: stopped });
      const text = textIn(await asker.ask('beforeSay', signal, ask));
      await sessions.goOn(session, session.turn);
      if (text) {
        const instead = { turnId, text, isFinal: true };
        return sessions.relay(session, (service) => this.#deliver(service, session, instead, context));
      }
    }
    await sessions.relay(session, (service) =>
      hooks.textToSpeech ? this.#handOver(service, session, call, signal) : service.sayAudio(call, { signal }),
    );
  }

  /** Says words of the operator's, in a turn of their own. */
  async sayWords(session: OpenSession, { text, clip }: FillerWords, signal: AbortSignal): Promise<void> {
    const turnId = newTurnId();
    const options = { signal, speaker: 'server' } as const;
    if (clip === undefined) return this.say(session, { turnId, text, isFinal: true }, options);
    return this.sayAudio(session, { ...(await clipOf(clip as BlobPart, this.#options)), turnId }, options);
  }

  /** Silences the avatar, and stops what is still being said to it. */
  async interrupt(session: OpenSession, options?: CallOptions): Promise<void> {
    await this.#options.interruptions.interrupt(session.sessionId);
    await this.silence(session, options);
  }

  /** Silences the avatar, for something else to be said. */
  async silence(session: OpenSession, options?: CallOptions): Promise<void> {
    const { sessions, clips } = this.#options;
    await sessions.relay(session, (service) => clips.interrupt(session.sessionId, () => service.interrupt(options)));
  }

  /** The session, as one speaks to it by way of the hooks, now and later. */
  controlOf(session: OpenSession): Pick<SessionControl, 'sayText' | 'sayAudio' | 'interrupt'> {
    const never = new AbortController().signal;
    const optionsOf = ({ signal = never }: CallOptions = {}): SayOptions => ({ signal, speaker: 'server' });
    const now = (): Promise<OpenSession> => this.#options.sessions.goOn(session);
    return {
      sayText: async (call, options) => this.say(await now(), call, optionsOf(options)),
      sayAudio: async (call, options) => this.sayAudio(await now(), call, optionsOf(options)),
      interrupt: async (options) => this.interrupt(await now(), options),
    };
  }

  /**
   * Says a text that is still coming, sentence by sentence; resolves when the service has taken all of it. An interrupt
   * stops it.
   * @throws {RequestProblem} 413: the text is too long; what came before was said.
   */
  sayStream(session: OpenSession, input: SpeechInput, turnId: string, options: StreamOptions): Promise<void> {
    return this.#options.interruptions.speak(session.sessionId, options.signal, (turn) =>
      this.sayInTurn(session, input, turnId, { ...options, turn }),
    );
  }

  /** As {@link sayStream}, in a turn that has begun already. */
  async sayInTurn(
    session: OpenSession,
    input: SpeechInput,
    turnId: string,
    {
      turn,
      speaker,
      language,
      textLength = Infinity,
      onPiece,
      onWritten,
      onLink,
      before,
      watch,
    }: Omit<StreamOptions, 'signal'> & { turn: Turn },
  ): Promise<void> {
    const stop = new AbortController();
    const stopped = followSignals(turn.signal, stop.signal);
    const text = new IncomingText(input, stopped, {
      onPiece,
      filter: streamFilter(this.#options.speakable, { textLength, onWritten, onLink, watch }),
    });
    try {
      let wait = before;
      for (let chunk = await text.next(); chunk; chunk = await text.next()) {
        await wait?.();
        wait = undefined;
        if (stopped.aborted) throw abortedError(stopped.reason);
        const said = this.#say(
          { ...session, turn: turn.number },
          { ...chunk, turnId },
          { signal: stopped, speaker, language },
          true,
        );
        await said.catch(exceptRefusedEnd(chunk.text));
      }
      await text.whole();
    } catch (error) {
      stop.abort(error);
      throw problemIn(error);
    }
  }

  async #askBeforeSay(text: string, context: SayContext & { speaker: Speaker }): Promise<string> {
    const { hooks, asker, turnTexts } = this.#options;
    const { beforeSay } = hooks;
    // A turn is closed with nothing more to say.
    if (!beforeSay || text.trim() === '') return text;
    return turnTexts.next(context.sessionId, context.turnId, async (saidBefore) => {
      const ask = (signal: AbortSignal): ReturnType<BeforeSay> =>
        beforeSay(text, { ...context, signal, kind: 'text', saidBefore });
      return textIn(await asker.ask('beforeSay', context.signal, ask)) ?? text;
    });
  }

  async #deliver(service: SessionControl, session: OpenSession, call: SayTextCall, context: SayContext): Promise<void> {
    const { hooks, asker, allowWav } = this.#options;
    const { textToSpeech } = hooks;
    if (!textToSpeech) return service.sayText(call, { signal: context.signal });
    if (await this.#isSaidByService(service, voiceOf(session), call, context.signal)) return undefined;
    // An empty text closes its turn, which a recording needs not.
    if (call.text.trim() === '') return undefined;
    const speech = await asker.ask('textToSpeech', context.signal, (signal) =>
      textToSpeech(call.text, session.voiceId, { ...context, signal }),
    );
    const clip = { ...(await clipOf(speech as BlobPart, { allowWav })), turnId: call.turnId };
    return this.#handOver(service, session, clip, context.signal);
  }

  #handOver(service: SessionControl, session: OpenSession, call: SayAudioCall, signal: AbortSignal): Promise<void> {
    const { sessions, interruptions, clips } = this.#options;
    return interruptions.run(session.sessionId, signal, (stopped) =>
      clips.handOver(session.sessionId, service, call, {
        signal: stopped,
        goOn: () => sessions.goOn(session, session.turn),
      }),
    );
  }

  /** Tries the service's own voice, where that is wanted; false where it does not speak. */
  async #isSaidByService(
    service: SessionControl,
    voice: string,
    call: SayTextCall,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (this.#options.hooks.textToSpeechWhen === 'always' || this.#silentVoices.has(voice)) return false;
    try {
      await service.sayText(call, { signal });
      return true;
    } catch (error) {
      if (!isAvatarError(error) || error.status !== 503) throw error;
      this.#silentVoices.add(voice);
      return false;
    }
  }
}

/** Without a voice that was chosen, an avatar has its own. */
function voiceOf({ voiceId, avatarId = '' }: OpenSession): string {
  return voiceId ?? `of ${avatarId}`;
}

import { beat } from '../../../core/beat.js';
import type { SpeechTurn, TurnOutcome } from '../../../session/speech/speech-turn.js';
import { expectedOf } from '../../conversation/expected-speech.js';
import type { TranscriptEntry } from '../../conversation/transcript.js';
import { speechLengthOf } from '../../../core/speech/speech-length.js';
import { CaptionTimeline } from './caption-timeline.js';
import type { SpeechFollowerOptions } from './follower-options.js';
import { locatedLinks } from '../../conversation/located-links.js';
import { speechOfOthers, speechOfTurn, tickMs, type HeardSpeech } from './heard-speech.js';
import type { TimedCaption } from './recut-captions.js';
import { replyTimes } from './reply-times.js';

/** The end of speech is told so long after it, in milliseconds. */
const END_IS_TOLD_AFTER_MS = 800;

/** A silence after which what others say does not go on, in milliseconds. */
const PATIENCE_MS = 5000;

/** A pause between two things that are said one after the other is at least this long, in milliseconds. */
const BETWEEN_MS = 200;

/** Speech that goes on for so much longer than was estimated is not all of one thing: in milliseconds, and as a share. */
const LEAST_MORE_MS = 250;
const MORE = 0.1;

/** What others say has had its time when so much more than the estimate is over. */
const AT_MOST = 1.4;

interface Heard {
  speech: HeardSpeech;
  timeline: CaptionTimeline;
  entry: TranscriptEntry | undefined;
  /** As much of its text as was looked at. */
  text: string;
  startedMs: number;
  silentSince: number | undefined;
  /** Ends the looking after. */
  over: AbortController;
}

/** Follows what is said in a session: into captions in their time, and into the transcript. */
export class SpeechFollower {
  readonly #options: Required<SpeechFollowerOptions>;
  #heard: Heard | undefined;
  /** What was heard to its end, and is still to be shown to its end. */
  #rest: Heard | undefined;
  /** Since when something is heard. */
  #speakingSince = 0;

  constructor(options: SpeechFollowerOptions) {
    this.#options = { now: () => performance.now(), delay: beat, onReply: () => undefined, ...options };
    const { session, signal, transcript, now } = this.#options;
    // This code may be slower on its way than the first words.
    for (const turn of session.turns) this.#follow(turn);
    if (session.isSpeaking) this.#speakingSince = now();
    session.on('turn', (turn) => this.#follow(turn), { signal });
    session.on('speakingStart', () => this.#onStart(), { signal });
    session.on('speakingPause', (ms) => this.#onPause(ms), { signal });
    // A turn that ends with it tells in a microtask.
    session.on('speakingEnd', () => queueMicrotask(() => this.#onEnd()), { signal });
    expectedOf(transcript).onAdd(() => this.#beginExpected(this.#speakingSince), { signal });
    signal.addEventListener('abort', () => this.#leave(), { once: true });
  }

  /** The captions around the one that is heard. */
  get captions(): readonly TimedCaption[] {
    return this.#shown?.timeline.near ?? [];
  }

  get current(): TimedCaption | undefined {
    return this.#shown?.timeline.current;
  }

  get turnId(): string | undefined {
    return this.#shown?.speech.turnId;
  }

  get #shown(): Heard | undefined {
    return this.#heard ?? this.#rest;
  }

  #follow(turn: SpeechTurn): void {
    const speech = speechOfTurn(turn);
    turn.started.then(
      () => this.#begin(speech, turn.startedAt ?? this.#options.now()),
      () => undefined, // Not heard, so not shown.
    );
    void turn.finished.then((outcome) => {
      if (this.#heard?.speech === speech) this.#finish(outcome.outcome);
    });
  }

  #onStart(): void {
    this.#speakingSince = this.#options.now();
    // A turn that begins with it tells in a microtask.
    queueMicrotask(() => {
      const heard = this.#heard;
      if (heard && !this.#isLeftFor(heard)) {
        heard.silentSince = undefined;
        heard.timeline.goOn(this.#speakingSince);
        this.#options.onChange();
      } else this.#beginExpected(this.#speakingSince);
    });
  }

  #onPause(ms: number): void {
    const now = this.#options.now();
    const heard = this.#heard;
    if (heard && ms >= BETWEEN_MS && this.#isFollowed(heard) && heard.timeline.isSpoken(now - ms)) {
      this.#finish('ended', now - ms);
      this.#beginExpected(now);
      return;
    }
    heard?.timeline.pause(ms, now);
    this.#options.onChange();
  }

  #onEnd(): void {
    const heard = this.#heard;
    if (!heard) return;
    const now = this.#options.now();
    const since = now - END_IS_TOLD_AFTER_MS;
    const { speech, timeline } = heard;
    // What was stopped is told by its turn, but not what others say.
    if (!speech.isTurn && speech.isWhole && timeline.isSpoken(since)) {
      const next = this.#wentOn(heard, since) ? expectedOf(this.#options.transcript).take() : undefined;
      if (!next) {
        this.#finish('ended', since);
        return;
      }
      // Both were heard without a sign between them.
      const endedMs = timeline.plannedEndMs;
      this.#finish('ended', endedMs);
      this.#begin(speechOfOthers(next), endedMs);
      this.#onEnd();
      return;
    }
    heard.silentSince = since;
    timeline.fallSilent(since);
    this.#options.onChange();
  }

  /** Whether something that is all there is followed by something else, which nobody tells the beginning of. */
  #isFollowed({ speech }: Heard): boolean {
    return !speech.isTurn && speech.isWhole && expectedOf(this.#options.transcript).isAny;
  }

  /** Whether so much was heard that what follows was heard, too. */
  #wentOn(heard: Heard, untilMs: number): boolean {
    const { plannedEndMs } = heard.timeline;
    const leastMs = Math.max(LEAST_MORE_MS, (plannedEndMs - heard.startedMs) * MORE);
    return this.#isFollowed(heard) && untilMs - plannedEndMs > leastMs;
  }

  /** Whether something that fell silent is not gone on with, because something else was expected since. */
  #isLeftFor({ speech, silentSince }: Heard): boolean {
    return !speech.isTurn && speech.isWhole && silentSince !== undefined && expectedOf(this.#options.transcript).isAny;
  }

  #beginExpected(sinceMs: number): void {
    const { session, transcript, now } = this.#options;
    if (!session.isSpeaking || (this.#heard && !this.#isLeftFor(this.#heard))) return;
    const expected = expectedOf(transcript).take();
    // What is expected only now may have been heard for a while.
    if (expected) this.#begin(speechOfOthers(expected), Math.min(now(), sinceMs));
  }

  #begin(speech: HeardSpeech, startedMs: number): void {
    const { signal, pace } = this.#options;
    if (signal.aborted) return;
    this.#leave();
    const heard: Heard = {
      speech,
      timeline: new CaptionTimeline(pace, startedMs),
      entry: undefined,
      text: '',
      startedMs,
      silentSince: undefined,
      over: new AbortController(),
    };
    this.#heard = heard;
    void this.#lookAfter(heard);
  }

  async #lookAfter(heard: Heard): Promise<void> {
    const { delay, now } = this.#options;
    for (;;) {
      this.#update(heard);
      // What is heard no more goes when all of it was shown.
      const next =
        Math.min(heard.timeline.nextMs, heard === this.#rest ? heard.timeline.plannedEndMs : Infinity) - now();
      try {
        await delay(Math.max(1, Math.min(tickMs(heard.speech, this.#options.isSeen()), next)), {
          signal: heard.over.signal,
        });
      } catch {
        return; // It is over.
      }
    }
  }

  #update(heard: Heard): void {
    const { now, onChange } = this.#options;
    const { speech, timeline, silentSince } = heard;
    if (heard === this.#rest) {
      timeline.advance(now());
      if (timeline.isShown(now())) this.#close(now());
      else onChange();
      return;
    }
    if (speech.text === heard.text) timeline.advance(now());
    else this.#takeText(heard);
    onChange();
    if (timeline.current) speech.cues?.heard(timeline.current.to);
    if (speech.isTurn) return;
    if (speech.isCancelled || (silentSince !== undefined && now() - silentSince > PATIENCE_MS))
      this.#finish('interrupted');
    else if (silentSince === undefined && this.#isFollowed(heard) && this.#hasHadItsTime(heard)) {
      this.#finish('ended');
      this.#beginExpected(now());
    }
  }

  #takeText(heard: Heard): void {
    const { text } = heard.speech;
    heard.text = text;
    heard.timeline.setText(text, this.#options.now());
    this.#write(heard, { text: text.trim() });
  }

  #hasHadItsTime({ timeline, startedMs }: Heard): boolean {
    const now = this.#options.now();
    return now - startedMs > (timeline.plannedEndMs - startedMs) * AT_MOST;
  }

  #finish(outcome: TurnOutcome['outcome'], heardUntilMs?: number): void {
    const heard = this.#heard;
    if (!heard) return;
    this.#heard = undefined;
    this.#rest = heard;
    const { speech, timeline, silentSince } = heard;
    const now = this.#options.now();
    const reply = replyTimes(speech, { outcome, fromMs: heard.startedMs, untilMs: heardUntilMs ?? silentSince ?? now });
    if (reply) this.#options.onReply(reply);
    if (outcome === 'ended') {
      this.#takeText(heard);
      this.#options.pace.learn(speechLengthOf(speech.text), speech.heardMs);
      timeline.catchUp(now);
      this.#update(heard);
      speech.cues?.over(true);
    } else {
      speech.cues?.over(false);
      // Where silence told, it was over before.
      const heardUntil = silentSince ?? now;
      timeline.setText(speech.text, now);
      this.#write(heard, { text: timeline.heardText(heardUntil), isInterrupted: true });
      this.#close(heardUntil);
    }
  }

  /** Nothing more of it is heard or shown. */
  #leave(): void {
    this.#finish('interrupted');
    this.#close(this.#options.now());
  }

  #close(ms: number): void {
    if (!this.#rest) return;
    const { timeline, over } = this.#rest;
    over.abort();
    timeline.end(ms);
    this.#options.onChange();
    this.#options.onFinish();
    this.#rest = undefined;
  }

  #write(heard: Heard, changes: Pick<TranscriptEntry, 'text' | 'isInterrupted'>): void {
    const { transcript, now } = this.#options;
    const { entry, speech, startedMs } = heard;
    const links = locatedLinks(changes.text, speech.links);
    const linked = links.length > 0 || entry?.links ? { links } : {};
    if (entry) {
      const isSame = entry.text === changes.text && (entry.links?.length ?? 0) === links.length;
      if (!isSame || changes.isInterrupted) heard.entry = transcript.update(entry, { ...changes, ...linked });
      return;
    }
    if (!changes.text) return;
    const { turnId } = speech;
    const at = new Date(Date.now() - Math.max(0, now() - startedMs));
    heard.entry = { role: 'avatar', at, ...(turnId === undefined ? {} : { turnId }), ...changes, ...linked };
    transcript.add(heard.entry);
  }
}

import { recutCaptions, type PlannedCaption, type TimedCaption } from './recut-captions.js';
import type { VoicePace } from '../../../core/speech/voice-pace.js';

type Evidence = 'sure' | 'likely' | 'none';

/** So many that are still to come are given a time. */
const AHEAD = 3;

/** A pause this long is one between sentences; a shorter one tells less, and the shortest nothing. In milliseconds. */
const SENTENCE_PAUSE_MS = 280;
const SHORTEST_PAUSE_MS = 150;
/** What goes beyond is no pause of the voice, but sound that is late. */
const LONGEST_PAUSE_MS = 450;

/** How far an estimate may be off the pause that tells where a sentence began: a share of the time since the last sure moment. */
const TOLERANCE = 0.4;
const TOLERANCE_OF_SHORT_PAUSE = 0.2;
const LEAST_TOLERANCE_MS = 300;

/**
 * How long a caption waits for the pause before it, as a share of the caption before; and at most, in milliseconds. Longer while it
 * is not known how fast the voice is.
 */
const WAIT = 0.15;
const LONGEST_WAIT_MS = 800;
const WAIT_FOR_UNKNOWN = 0.4;
const LONGEST_WAIT_FOR_UNKNOWN_MS = 1600;

/** A voice that has let so many sentences pass without a pause makes none that can be heard. */
const PAUSES_MISSED = 2;

/** What is still heard past its time goes on for so much longer, as often as need be, in milliseconds. */
const GOES_ON_MS = 1500;
const GOES_ON_BEFORE_MS = 500;

/** What is left to show of something that is over takes this share of its time. */
const HURRY = 0.5;

/**
 * When each sentence of something that is said is heard: estimated from its length, and set right by the pauses between the
 * sentences. Time is handed in, in milliseconds on any one clock.
 */
export class CaptionTimeline {
  readonly #pace: VoicePace;
  #text = '';
  #captions: PlannedCaption[] = [];
  /** How many have begun. */
  #begun = 0;
  /** A caption that is known to have begun at a time, and whether that is sure, likely, or only estimated. */
  #anchor: { index: number; ms: number; evidence: Evidence };
  #silentSince: number | undefined;
  #pausesMissed = 0;
  /** The share of its time that each caption takes. */
  #share = 1;
  #isOver = false;

  /** @param startedMs When it was heard to begin. */
  constructor(pace: VoicePace, startedMs: number) {
    this.#pace = pace;
    this.#anchor = { index: 0, ms: startedMs, evidence: 'sure' };
  }

  /** All of them; those that are not near have no time of their own yet. */
  get captions(): readonly TimedCaption[] {
    return this.#captions;
  }

  /** The one before, the one that is heard now, and the next ones. */
  get near(): readonly TimedCaption[] {
    return this.#captions.slice(Math.max(0, this.#begun - 2), this.#begun + AHEAD);
  }

  /** The one that is heard now; undefined before the first, in a long silence, and when it is over. */
  get current(): TimedCaption | undefined {
    return this.#isOver || this.#isSilent ? undefined : this.#captions[this.#begun - 1];
  }

  /** Whether all that is known of the text was probably heard. */
  isSpoken(nowMs: number): boolean {
    const last = this.#captions.length - 1;
    if (last < 0) return false;
    return this.#begun > last && nowMs >= this.#planned(last + 1) - 0.3 * this.#lengthMs(last);
  }

  /** When the next caption is probably due, in milliseconds; Infinity where none is. */
  get nextMs(): number {
    return this.#begun < this.#captions.length && !this.#isSilent ? this.#dueMs(this.#begun) : Infinity;
  }

  /** When the whole is probably over, in milliseconds. */
  get plannedEndMs(): number {
    return this.#planned(this.#captions.length);
  }

  /** The text so far; what has not begun yet may be cut anew. */
  setText(text: string, nowMs: number): void {
    if (text !== this.#text) {
      this.#captions = recutCaptions(this.#captions, this.#begun, { from: this.#text, to: text, nowMs });
      this.#text = text;
    }
    this.advance(nowMs);
  }

  /** Goes on to the caption of the time, and estimates the later ones anew. */
  advance(nowMs: number): void {
    if (this.#isOver || this.#isSilent) return;
    for (let next = this.#captions[this.#begun]; next; next = this.#captions[this.#begun]) {
      const dueMs = this.#dueMs(this.#begun);
      if (nowMs < dueMs) break;
      if (this.#captions[this.#begun - 1]?.endsSentence) this.#pausesMissed++;
      if (next.knownMs > dueMs && this.#begun > 0)
        this.#anchor = { index: this.#begun, ms: next.knownMs, evidence: 'none' };
      this.#begin(this.#begun, Math.max(dueMs, this.#anchor.ms, this.#captions[this.#begun - 1]?.startMs ?? -Infinity));
    }
    this.#plan(nowMs);
  }

  /** The voice goes on after a pause. */
  pause(ms: number, nowMs: number): void {
    if (this.#isOver || ms < SHORTEST_PAUSE_MS) return;
    const evidence = ms < SENTENCE_PAUSE_MS ? 'likely' : 'sure';
    const lateMs = Math.max(0, ms - this.#slowness * LONGEST_PAUSE_MS);
    const index = this.#borderAt(nowMs - lateMs, evidence);
    if (index !== undefined) this.#hear(index, nowMs, evidence, lateMs);
    else this.#anchor.ms += lateMs;
    this.advance(nowMs);
  }

  /** Nothing is heard any more, though it may go on. */
  fallSilent(sinceMs: number): void {
    this.#silentSince ??= sinceMs;
  }

  /** It is heard again. */
  goOn(nowMs: number): void {
    const since = this.#silentSince;
    if (since === undefined) return;
    this.#silentSince = undefined;
    const next = this.#begun;
    const current = Math.max(0, next - 1);
    const heardMs = since - this.#planned(current);
    if (next < this.#captions.length && heardMs > this.#lengthMs(current) / 2) this.#hear(next, nowMs, 'sure');
    else this.#anchor = { index: current, ms: nowMs - Math.max(0, heardMs), evidence: 'none' };
    this.advance(nowMs);
  }

  /** All of it was heard, and was perhaps faster than estimated: what was not shown of it is shown in less time. */
  catchUp(nowMs: number): void {
    this.#silentSince = undefined;
    this.#share = HURRY;
    this.#pausesMissed = PAUSES_MISSED; // There are none to wait for.
    const last = this.#captions[this.#begun - 1];
    if (last) this.#anchor = { index: this.#begun - 1, ms: last.startMs, evidence: 'none' };
    if (this.#planned(this.#begun) < nowMs) this.#anchor = { index: this.#begun, ms: nowMs, evidence: 'none' };
    this.advance(nowMs);
  }

  /** Whether all of it was shown, and long enough. */
  isShown(nowMs: number): boolean {
    return this.#begun === this.#captions.length && nowMs >= this.plannedEndMs;
  }

  /** It is over: what has not begun is not shown any more, and the open caption is closed. */
  end(nowMs: number): void {
    this.#captions = this.#captions.slice(0, this.#begun);
    const last = this.#captions.at(-1);
    if (last) last.endMs = Math.max(last.startMs, Math.min(nowMs, this.#silentSince ?? nowMs));
    this.#isOver = true;
  }

  /** What was probably heard by then, in whole words. */
  heardText(nowMs: number): string {
    const index = this.#begun - 1;
    const caption = this.#captions[index];
    if (!caption) return '';
    const before = this.#text.slice(0, caption.from);
    const share = (nowMs - caption.startMs) / Math.max(1, this.#lengthMs(index));
    if (share >= 1) return before + this.#text.slice(caption.from, caption.to).trimEnd();
    const words = this.#text
      .slice(caption.from, caption.to)
      .trim()
      .split(/(?<=\s)/);
    return (before + words.slice(0, Math.ceil(share * words.length)).join('')).trimEnd();
  }

  get #isSilent(): boolean {
    return this.#silentSince !== undefined;
  }

  #begin(index: number, ms: number): void {
    const before = this.#captions[index - 1];
    const caption = this.#captions[index];
    if (before) before.endMs = ms;
    if (caption) caption.startMs = ms;
    this.#begun = index + 1;
  }

  /** A caption was heard to begin. */
  #hear(index: number, ms: number, evidence: Evidence, lateMs = 0): void {
    const { index: from, ms: since, evidence: before } = this.#anchor;
    if (evidence === 'sure' && before === 'sure' && index > from)
      this.#pace.learn(this.#lettersBetween(from, index), ms - lateMs - since);
    while (this.#begun <= index) this.#begin(this.#begun, ms);
    this.#anchor = { index, ms, evidence };
    this.#pausesMissed = 0;
  }

  /** The caption that a pause until now lies before: the one whose estimate is nearest. */
  #borderAt(nowMs: number, evidence: Evidence): number | undefined {
    const share = evidence === 'sure' ? TOLERANCE : TOLERANCE_OF_SHORT_PAUSE;
    const sinceMs = nowMs - this.#anchor.ms;
    // What was likely gives way to what is sure.
    const first = this.#anchor.index + (evidence === 'sure' && this.#anchor.evidence === 'likely' ? 0 : 1);
    let best: { index: number; off: number } | undefined;
    const tolerance = Math.max(LEAST_TOLERANCE_MS, share * sinceMs);
    for (let index = Math.max(first, this.#begun - 1); index < this.#captions.length; index++) {
      const early = this.#planned(index) - nowMs;
      if (early > tolerance && index !== this.#anchor.index) break;
      const off = Math.abs(early) * (this.#captions[index - 1]?.endsSentence ? 1 : 1.6);
      const isNear = off <= tolerance || index === this.#anchor.index;
      if (isNear && off < (best?.off ?? Infinity)) best = { index, off };
    }
    // A sure pause late within the caption at hand is another clause's.
    return best?.index === this.#anchor.index && best.off > this.#lengthMs(best.index) * TOLERANCE
      ? undefined
      : best?.index;
  }

  #plan(nowMs: number): void {
    const end = Math.min(this.#captions.length, this.#begun + AHEAD);
    for (let index = this.#begun; index < end; index++) {
      const caption = this.#captions[index];
      const before = this.#captions[index - 1];
      if (caption) caption.startMs = Math.max(nowMs, this.#dueMs(index));
      if (before && caption) before.endMs = caption.startMs;
    }
    const last = this.#captions[end - 1];
    if (last) last.endMs = goesOnUntil(last.endMs, this.#planned(end), nowMs);
  }

  #dueMs(index: number): number {
    const before = this.#captions[index - 1];
    const isPauseAwaited = before?.endsSentence === true && this.#pausesMissed < PAUSES_MISSED;
    return this.#planned(index) + (isPauseAwaited ? this.#waitAfter(index - 1) : 0);
  }

  #waitAfter(index: number): number {
    const lengthMs = this.#lengthMs(index);
    return this.#pace.isLearned
      ? this.#slowness * Math.min(LONGEST_WAIT_MS, WAIT * lengthMs)
      : Math.min(this.#slowness * LONGEST_WAIT_FOR_UNKNOWN_MS, WAIT_FOR_UNKNOWN * lengthMs);
  }

  /** How much longer the rests of the voice are. Those of a fast one are hardly shorter. */
  get #slowness(): number {
    return Math.max(1, this.#pace.stretch);
  }

  #planned(index: number): number {
    return this.#anchor.ms + this.#share * this.#pace.msFor(this.#lettersBetween(this.#anchor.index, index));
  }

  #lengthMs(index: number): number {
    return this.#pace.msFor(this.#lettersBetween(index, index + 1));
  }

  #lettersBetween(from: number, to: number): number {
    const [first, last] = [this.#captions[from], this.#captions[to - 1]];
    return first && last && to > from ? last.lettersBefore + last.letters - first.lettersBefore : 0;
  }
}

function goesOnUntil(endMs: number, plannedMs: number, nowMs: number): number {
  if (plannedMs > nowMs + GOES_ON_BEFORE_MS) return plannedMs;
  return endMs > nowMs + GOES_ON_BEFORE_MS ? endMs : nowMs + GOES_ON_MS;
}

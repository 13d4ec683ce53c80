import type { TimedCaption } from './recut-captions.js';

/** So many captions that were shown stay in the track, for scripts. */
const KEPT = 100;

/** A video's time that is further off than this has stood still or jumped, in seconds. */
const MOST_OFF_S = 0.15;

const LEAST_CHANGE_S = 0.05;

/** A track cannot be taken away from its video: each video has one for good. */
const TRACKS = new WeakMap<HTMLVideoElement, TextTrack>();

export interface NativeCaptionsOptions {
  label: string;
  language: string;
  /** As `performance.now()`. */
  now?: () => number;
}

/**
 * The captions as a track of the video: the browser draws them, as the visitor's own settings for captions say, also where the
 * video fills the screen.
 */
export class NativeCaptions {
  readonly #video: HTMLVideoElement;
  readonly #track: TextTrack;
  readonly #now: () => number;
  readonly #cues = new Map<TimedCaption, VTTCue>();
  /** What the video's time was ahead of the clock's when the captions were placed, in seconds. */
  #offset = 0;
  #mode: TextTrackMode = 'hidden';

  constructor(video: HTMLVideoElement, { label, language, now = () => performance.now() }: NativeCaptionsOptions) {
    this.#video = video;
    this.#now = now;
    this.#track = TRACKS.get(video) ?? video.addTextTrack('captions', label, language);
    TRACKS.set(video, this.#track);
    this.clear();
  }

  /** Whether they are drawn; hidden, they are there for scripts. */
  show(isShown: boolean): void {
    this.#mode = isShown ? 'showing' : 'hidden';
    if (this.#track.mode !== this.#mode) this.#track.mode = this.#mode;
  }

  /** Calls `listener` when the visitor turns captions on or off in the browser's own menu. */
  onToggle(listener: (isShown: boolean) => void, { signal }: { signal: AbortSignal }): void {
    this.#video.textTracks.addEventListener(
      'change',
      () => {
        const { mode } = this.#track;
        if (mode === this.#mode) return;
        // A track that is disabled tells scripts nothing.
        this.#track.mode = this.#mode;
        listener(mode === 'showing');
      },
      { signal },
    );
  }

  /** A moment of the clock, in seconds of the video. */
  timeOf(ms: number): number {
    return Math.max(0, ms / 1000 + this.#offset);
  }

  /**
   * Places what is heard and what is next; what was placed before stays where it is over, and is taken away where it is not
   * there any more.
   */
  place(captions: readonly TimedCaption[]): void {
    const offset = this.#video.currentTime - this.#now() / 1000;
    if (Math.abs(offset - this.#offset) > MOST_OFF_S) this.#offset = offset;
    for (const [caption, cue] of this.#cues) {
      if (captions.includes(caption)) continue;
      if (caption.to <= (captions[0]?.from ?? 0)) this.#placeOne(caption);
      else this.#track.removeCue(cue);
      this.#cues.delete(caption);
    }
    for (const caption of captions) this.#placeOne(caption);
  }

  /** What was placed stays as it is. */
  settle(): void {
    this.#cues.clear();
    const cues = [...(this.#track.cues ?? [])];
    for (const cue of cues.slice(0, -KEPT)) this.#track.removeCue(cue);
  }

  clear(): void {
    this.#cues.clear();
    // The cues of a disabled track cannot be seen.
    this.#track.mode = this.#mode;
    for (const cue of [...(this.#track.cues ?? [])]) this.#track.removeCue(cue);
  }

  #placeOne(caption: TimedCaption): void {
    const [startTime, endTime] = [this.timeOf(caption.startMs), this.timeOf(caption.endMs)];
    const text = escaped(caption.text);
    const cue = this.#cues.get(caption);
    if (!cue) {
      const made = new VTTCue(startTime, endTime, text);
      this.#cues.set(caption, made);
      this.#track.addCue(made);
      return;
    }
    // Each change makes the browser draw anew.
    if (Math.abs(cue.startTime - startTime) > LEAST_CHANGE_S) cue.startTime = startTime;
    if (Math.abs(cue.endTime - endTime) > LEAST_CHANGE_S) this.#endAt(cue, endTime);
    if (cue.text !== text) cue.text = text;
  }

  #endAt(cue: VTTCue, endTime: number): void {
    // Firefox goes on showing a cue whose end comes to lie in the past.
    const isOver = endTime <= this.#video.currentTime;
    if (isOver) this.#track.removeCue(cue);
    cue.endTime = endTime;
    if (isOver) this.#track.addCue(cue);
  }
}

/** The text of a cue is markup. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

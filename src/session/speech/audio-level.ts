import type { SoundAnalyser } from './sound-analyser.js';

/** How often the statistics are asked, where they have to stand in, in milliseconds. */
const STATS_EVERY_MS = 100;

/** Sound that can be listened to in more than one way. */
export interface Audible {
  /** The loudness of the last packets, 0 to 1; undefined where the server does not tell. */
  audioLevel(): number | undefined;
  getStats(): Promise<RTCStatsReport>;
  readonly stream: MediaStream;
}

interface Energy {
  energy: number;
  seconds: number;
}

/**
 * How loud the avatar is. Most servers tell with each packet (the `ssrc-audio-level` RTP extension), muted or not; where one
 * does not, the energy of what was received tells (`totalAudioEnergy`); where the browser does not know that either, the sound
 * itself.
 */
export class AudioLevel {
  readonly #find: () => Audible | undefined;
  readonly #now: () => number;
  #last: Energy | undefined;
  #level: number | undefined;
  #askedAt = -Infinity;
  #isEnergyKnown = true;
  #analyser: SoundAnalyser | undefined;
  #analysed: MediaStreamTrack | undefined;

  constructor(find: () => Audible | undefined, now: () => number) {
    this.#find = find;
    this.#now = now;
  }

  /** 0 to 1; undefined where nothing is known that was not told before. */
  read(): number | undefined {
    const sound = this.#find();
    if (!sound) return undefined;
    const level = sound.audioLevel();
    if (level !== undefined) return level;
    return this.#readEnergy(sound) ?? (this.#isEnergyKnown ? undefined : this.#analyse(sound.stream));
  }

  close(): void {
    this.#analyser?.close();
    this.#analyser = this.#analysed = undefined;
    this.#isEnergyKnown = true;
    this.#last = this.#level = undefined;
  }

  #readEnergy(sound: Audible): number | undefined {
    if (this.#now() - this.#askedAt >= STATS_EVERY_MS) {
      this.#askedAt = this.#now();
      this.#ask(sound).catch(() => undefined); // A connection that is closed has nothing to tell.
    }
    const level = this.#level;
    this.#level = undefined;
    return level;
  }

  async #ask(sound: Audible): Promise<void> {
    const { isThere, ...next } = energyOf(await sound.getStats());
    // Chromium counts what is played: of a muted element, nothing.
    if (isThere) this.#isEnergyKnown = Boolean(next.energy);
    const last = this.#last;
    if (!next.energy) return;
    this.#last = next;
    if (!last || next.seconds <= last.seconds) return;
    this.#level = Math.sqrt(Math.max(0, next.energy - last.energy) / (next.seconds - last.seconds));
  }

  #analyse(stream: MediaStream): number | undefined {
    const [track] = stream.getAudioTracks();
    if (track && this.#analyser?.track !== track) void this.#analyseTrack(track);
    return this.#analyser?.read();
  }

  /** Few browsers and servers need it. Where it cannot be loaded, nothing is known. */
  async #analyseTrack(track: MediaStreamTrack): Promise<void> {
    if (this.#analysed === track) return;
    this.#analysed = track;
    this.#analyser?.close();
    this.#analyser = undefined;
    const code = await import('./sound-analyser.js').catch(() => undefined);
    if (code && this.#analysed === track) this.#analyser = new code.SoundAnalyser(track);
  }
}

function energyOf(report: RTCStatsReport): { isThere: boolean } & (Energy | { energy?: undefined }) {
  let found: { isThere: boolean } & (Energy | { energy?: undefined }) = { isThere: false };
  report.forEach((entry: { type: string; kind?: string; totalAudioEnergy?: number; totalSamplesDuration?: number }) => {
    const { type, kind, totalAudioEnergy: energy, totalSamplesDuration: seconds } = entry;
    if (type !== 'inbound-rtp' || kind !== 'audio') return;
    found = energy === undefined || seconds === undefined ? { isThere: true } : { isThere: true, energy, seconds };
  });
  return found;
}

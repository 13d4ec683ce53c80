import type { JsonReader, Complain } from '../../core/json-reader.js';

/**
 * What is let through for one caller, one address, or all together. 0 lets nothing through; `Infinity`, which is `null` in JSON,
 * stands for no limit.
 */
export interface ScopeLimits {
  /** Sessions open at once. */
  sessions: number;
  /** Sessions opened within a minute. */
  createsPerMinute: number;
  /** Sessions opened within a day. */
  createsPerDay: number;
  /** Minutes that sessions are open, each that has begun, within a day. Those whose page has the token count one. */
  sessionMinutesPerDay: number;
  /** Messages for the `reply` hook within a minute. */
  repliesPerMinute: number;
  /** Messages for the `reply` hook within a day. */
  repliesPerDay: number;
  /** Ratings and comments within a minute; for each session what `perCaller` says, too. */
  feedbackPerMinute: number;
  /** Ratings and comments within a day; for each session what `perCaller` says, too. */
  feedbackPerDay: number;
  /** What is said of texts within a minute, by pages and replies, in UTF-16 units; at least `textLength`. */
  charactersPerMinute: number;
  /** What is said of texts within a day, by pages and replies, in UTF-16 units; at least `textLength`. */
  charactersPerDay: number;
  /** What pages say of recordings within a minute, in seconds; at least `audioSeconds`. */
  audioSecondsPerMinute: number;
  /** What pages say of recordings within a day, in seconds; at least `audioSeconds`. */
  audioSecondsPerDay: number;
  /** What pages have transcribed within a minute, in seconds, each recording at least one; at least `transcriptionSeconds`. */
  transcriptionSecondsPerMinute: number;
  /** What pages have transcribed within a day, in seconds, each recording at least one; at least `transcriptionSeconds`. */
  transcriptionSecondsPerDay: number;
  /** Calls of any kind within a second, but for `end`, which is never refused. */
  requestsPerSecond: number;
}

/** How much a backend lets through, and how long sessions last. */
export interface AvatarLimits {
  /** For each caller: whom `identify` names, or with `visitorCookie` each browser. Without either it does not apply. */
  perCaller: ScopeLimits;
  /** For each network address, where it is known. Many visitors may share one, so more is let through than for a caller. */
  perAddress: ScopeLimits;
  /** For all callers together, on all the processes that share a store. */
  total: ScopeLimits;
  /** Longest text of one request, in UTF-16 units; the answers of `reply` are your own. Default 5000. */
  textLength: number;
  /** How much of a conversation the `reply` hook is given, in UTF-16 units: the newest of it. Default 20000. */
  historyLength: number;
  /**
   * How long at most a conversation that goes on over several sessions, or without one, is kept after its last message, in seconds. Pages
   * may ask for less, and those that do not say get an hour. Default 86400, a day.
   */
  conversationSeconds: number;
  /** Largest MP3 file, in bytes. Default 10 MB. */
  audioBytes: number;
  /** Longest MP3 file, in seconds. Default 300. */
  audioSeconds: number;
  /** Largest recording for the `transcribe` hook, in bytes. Default 2 MB. */
  transcriptionBytes: number;
  /** Longest recording for the `transcribe` hook, in seconds: one that cannot be measured counts as of 24 kbit/s. Default 60. */
  transcriptionSeconds: number;
  /**
   * What this process holds of requests' bodies at the same time, in bytes; above all recordings, until the service has taken them. A
   * caller may use a quarter of it, an address half. At least what the largest body may have. Default 64 MB.
   */
  bodyBytes: number;
  /** Longest time for a request's body to arrive, in seconds; for a text that is streamed, from one piece to the next. Default 15. */
  bodySeconds: number;
  /** A session whose page was not heard of for so long is ended, in seconds; pages send keep-alive every 10 s. Default 90. */
  absentSeconds: number;
  /** A session to which nothing was said for so long is ended, in seconds. Default 1800. */
  idleSeconds: number;
  /** A session that is open for so long is ended, in seconds. Default 7200. */
  sessionSeconds: number;
}

/** Limits as an integrator writes them: those that are not named keep their defaults. */
export type AvatarLimitsInput = Partial<Omit<AvatarLimits, ScopeName>> &
  Partial<Record<ScopeName, Partial<ScopeLimits>>>;

export const SCOPES = ['perCaller', 'perAddress', 'total'] as const;

export type ScopeName = (typeof SCOPES)[number];

export const DEFAULT_LIMITS: AvatarLimits = {
  perCaller: {
    sessions: 3,
    createsPerMinute: 10,
    createsPerDay: 60,
    sessionMinutesPerDay: 4 * 60,
    repliesPerMinute: 15,
    repliesPerDay: 300,
    feedbackPerMinute: 20,
    feedbackPerDay: 200,
    charactersPerMinute: 10_000,
    charactersPerDay: 100_000,
    audioSecondsPerMinute: 600,
    audioSecondsPerDay: 7200,
    transcriptionSecondsPerMinute: 120,
    transcriptionSecondsPerDay: 1800,
    requestsPerSecond: 20,
  },
  perAddress: {
    sessions: 20,
    createsPerMinute: 60,
    createsPerDay: 300,
    sessionMinutesPerDay: 20 * 60,
    repliesPerMinute: 60,
    repliesPerDay: 1500,
    feedbackPerMinute: 100,
    feedbackPerDay: 1000,
    charactersPerMinute: 40_000,
    charactersPerDay: 500_000,
    audioSecondsPerMinute: 2400,
    audioSecondsPerDay: 36000,
    transcriptionSecondsPerMinute: 600,
    transcriptionSecondsPerDay: 10_800,
    requestsPerSecond: 100,
  },
  total: {
    sessions: 100,
    createsPerMinute: 300,
    createsPerDay: 2000,
    sessionMinutesPerDay: 50 * 60,
    repliesPerMinute: 300,
    repliesPerDay: 10_000,
    feedbackPerMinute: 500,
    feedbackPerDay: 5000,
    charactersPerMinute: 200_000,
    charactersPerDay: 2_000_000,
    audioSecondsPerMinute: 12_000,
    audioSecondsPerDay: 144_000,
    transcriptionSecondsPerMinute: 3000,
    transcriptionSecondsPerDay: 72_000,
    requestsPerSecond: 1000,
  },
  textLength: 5000,
  historyLength: 20_000,
  conversationSeconds: 24 * 3600,
  audioBytes: 10 * 1024 * 1024,
  audioSeconds: 300,
  transcriptionBytes: 2 * 1024 * 1024,
  transcriptionSeconds: 60,
  bodyBytes: 64 * 1024 * 1024,
  bodySeconds: 15,
  absentSeconds: 90,
  idleSeconds: 30 * 60,
  sessionSeconds: 2 * 60 * 60,
};

/** What one request may ask for is to fit into what a time allows, or it would be refused for ever. */
const AT_LEAST = [
  ['charactersPerMinute', 'textLength'],
  ['charactersPerDay', 'textLength'],
  ['audioSecondsPerMinute', 'audioSeconds'],
  ['audioSecondsPerDay', 'audioSeconds'],
  ['transcriptionSecondsPerMinute', 'transcriptionSeconds'],
  ['transcriptionSecondsPerDay', 'transcriptionSeconds'],
] as const;

/** For bodies that say little or nothing, and for what stands around a text or a file in others. */
const SMALL_BODY_BYTES = 16 * 1024;

/** What a page says of itself along with a message: its context and its actions. */
const PAGE_WORD_BYTES = 24 * 1024;

/** An SDP offer takes 5 to 8 kB; one with many candidates more. */
const OFFER_BYTES = 32 * 1024;

/** What JSON can make of one UTF-16 unit: a six-character escape. */
const MOST_BYTES_PER_UNIT = 6;

/** How large the bodies of requests may be, in bytes: of those that say little or nothing, that hold an offer, a text, a message that is typed, recordings, and a message that is spoken. */
export function largestBodies({
  textLength,
  audioBytes,
  transcriptionBytes,
}: Pick<AvatarLimits, 'textLength' | 'audioBytes' | 'transcriptionBytes'>): Record<
  'small' | 'offer' | 'text' | 'typed' | 'audio' | 'speech' | 'spoken',
  number
> {
  const text = textLength * MOST_BYTES_PER_UNIT + SMALL_BODY_BYTES;
  return {
    small: SMALL_BODY_BYTES,
    offer: OFFER_BYTES + SMALL_BODY_BYTES,
    text,
    typed: text + PAGE_WORD_BYTES,
    audio: audioBytes + SMALL_BODY_BYTES,
    speech: transcriptionBytes,
    spoken: transcriptionBytes + SMALL_BODY_BYTES + PAGE_WORD_BYTES,
  };
}

/** @param complain Told of a limit that is no number, or too small, or that there is none of that name. */
export function readLimits(reader: JsonReader | undefined, complain: Complain): AvatarLimits {
  if (!reader) return DEFAULT_LIMITS;
  const { perCaller, perAddress, total, ...singles } = DEFAULT_LIMITS;
  const scope = (name: ScopeName, defaults: ScopeLimits): ScopeLimits =>
    reader.value(name) === undefined
      ? defaults
      : readNumbers(reader.object(name), defaults, { path: `limits.${name}`, complain, mayBeZero: true });
  const scopes = {
    perCaller: scope('perCaller', perCaller),
    perAddress: scope('perAddress', perAddress),
    total: scope('total', total),
  };
  const known = [...Object.keys(singles), ...Object.keys(scopes)];
  const limits = { ...readNumbers(reader, singles, { path: 'limits', complain, known }), ...scopes };
  const largest = Math.max(...Object.values(largestBodies(limits)));
  if (limits.bodyBytes < largest) {
    if (reader.has('bodyBytes')) complain('limits.bodyBytes', `at least ${largest}, which a single body may have`);
    limits.bodyBytes = largest;
  }
  for (const name of SCOPES) {
    for (const [budget, single] of AT_LEAST) {
      if (limits[name][budget] > 0 && limits[name][budget] < limits[single]) {
        complain(`limits.${name}.${budget}`, `at least limits.${single}, which is ${limits[single]}, or 0`);
      }
    }
  }
  return limits;
}

interface ReadOptions {
  path: string;
  complain: Complain;
  known?: readonly string[];
  mayBeZero?: boolean;
}

/** Numbers above 0, each with its default. */
export function readNumbers<Limits extends object>(
  reader: JsonReader,
  defaults: Limits,
  { path, complain, known = Object.keys(defaults), mayBeZero = false }: ReadOptions,
): Limits {
  const unknown = reader.names().find((name) => !known.includes(name));
  if (unknown !== undefined) complain(`${path}.${unknown}`, `left out; the limits are ${known.join(', ')}`);
  const values = Object.entries(defaults).map(([name, fallback]) => {
    const given = reader.value(name) === undefined ? (fallback as number) : reader.value(name);
    // JSON has no Infinity: null is what it makes of it.
    const value = given ?? Infinity;
    if (typeof value !== 'number' || !(mayBeZero ? value >= 0 : value > 0)) {
      complain(`${path}.${name}`, `a number ${mayBeZero ? 'from 0 on' : 'above 0'}, or Infinity (null in JSON)`);
    }
    return [name, value] as const;
  });
  return Object.fromEntries(values) as Limits;
}

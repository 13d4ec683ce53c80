import type { JsonReader, Complain } from '../../core/json-reader.js';

/** What is let through for one caller, one address, or all together. `Infinity` stands for no limit. */
export interface ScopeLimits {
  /** Sessions open at once. */
  sessions: number;
  /** Sessions opened within a minute. */
  createsPerMinute: number;
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
  /** Largest MP3 file, in bytes. Default 10 MB. */
  audioBytes: number;
  /** Longest MP3 file, in seconds. Default 300. */
  audioSeconds: number;
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

export type ScopeName = 'perCaller' | 'perAddress' | 'total';

export const DEFAULT_LIMITS: AvatarLimits = {
  perCaller: { sessions: 3, createsPerMinute: 10, requestsPerSecond: 20 },
  perAddress: { sessions: 20, createsPerMinute: 60, requestsPerSecond: 100 },
  total: { sessions: 100, createsPerMinute: 300, requestsPerSecond: 1000 },
  textLength: 5000,
  audioBytes: 10 * 1024 * 1024,
  audioSeconds: 300,
  bodySeconds: 15,
  absentSeconds: 90,
  idleSeconds: 30 * 60,
  sessionSeconds: 2 * 60 * 60,
};

/** @param complain Told of a limit that is no number above 0, or that there is none of that name. */
export function readLimits(reader: JsonReader | undefined, complain: Complain): AvatarLimits {
  if (!reader) return DEFAULT_LIMITS;
  const { perCaller, perAddress, total, ...singles } = DEFAULT_LIMITS;
  const scope = (name: ScopeName, defaults: ScopeLimits): ScopeLimits =>
    reader.has(name) ? readNumbers(reader.object(name), defaults, `limits.${name}`, complain) : defaults;
  const scopes = {
    perCaller: scope('perCaller', perCaller),
    perAddress: scope('perAddress', perAddress),
    total: scope('total', total),
  };
  const known = [...Object.keys(singles), ...Object.keys(scopes)];
  return { ...readNumbers(reader, singles, 'limits', complain, known), ...scopes };
}

function readNumbers<Limits extends object>(
  reader: JsonReader,
  defaults: Limits,
  path: string,
  complain: Complain,
  known = Object.keys(defaults),
): Limits {
  const unknown = reader.names().find((name) => !known.includes(name));
  if (unknown !== undefined) complain(`${path}.${unknown}`, `left out; the limits are ${known.join(', ')}`);
  const values = Object.entries(defaults).map(([name, fallback]) => {
    const value = reader.value(name) ?? (fallback as number);
    if (typeof value !== 'number' || !(value > 0)) complain(`${path}.${name}`, 'a number above 0');
    return [name, value] as const;
  });
  return Object.fromEntries(values) as Limits;
}

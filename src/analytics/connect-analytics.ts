import { analyticsEventOf, EVENT_NAMES, type AnalyticsEvent } from './analytics-event.js';
import { DESTINATIONS, type Destination, type DestinationName } from './destinations.js';

export type { AnalyticsEvent } from './analytics-event.js';

export interface AnalyticsOptions {
  /**
   * Where events go: `dataLayer` of Google Tag Manager, `ga4` (`gtag()`), `segment` (`analytics.track()`), or a function that is called
   * with each.
   */
  to: DestinationName | ((event: AnalyticsEvent) => void);
  /** Whether what visitors write goes along. Default false. */
  texts?: boolean | undefined;
}

/** So many events wait for analytics that are not there yet; then the oldest are dropped. */
const MOST_WAITING = 100;

/** Analytics that come late are looked for so often, and for so long, in milliseconds; later, with the next event. */
const LOOK_EVERY_MS = 1000;
const LOOK_FOR_MS = 60_000;

/**
 * Tells the page's analytics of what happens at an avatar. Analytics that are blocked, or fail, harm nobody.
 *
 * @param target An element, or what it is in, such as `document`: events bubble.
 * @returns Stops it.
 * @throws {TypeError} The target is none, or `to` names nothing that is known. No `AvatarError`, whose code is larger than all of this.
 */
export function connectAnalytics(target: EventTarget, { to, texts = false }: AnalyticsOptions): () => void {
  const destination = destinationOf(to);
  if (typeof (target as Partial<EventTarget> | null)?.addEventListener !== 'function') {
    throw new TypeError('connectAnalytics: the first argument should be an element.');
  }
  const stop = new AbortController();
  const waiting: AnalyticsEvent[] = [];
  let timer: ReturnType<typeof setInterval> | undefined;
  let looksUntil = 0;

  const flush = (): void => {
    while (waiting[0] && isTaken(destination, waiting[0])) waiting.shift();
    if (waiting.length === 0 || Date.now() > looksUntil) {
      clearInterval(timer);
      timer = undefined;
    }
  };
  const onEvent = (event: Event): void => {
    waiting.push(analyticsEventOf(event, texts));
    if (waiting.length > MOST_WAITING) waiting.shift();
    flush();
    if (waiting.length === 0 || timer !== undefined) return;
    looksUntil = Date.now() + LOOK_FOR_MS;
    timer = setInterval(flush, LOOK_EVERY_MS);
  };

  for (const name of EVENT_NAMES) target.addEventListener(name, onEvent, { signal: stop.signal });
  return () => {
    stop.abort();
    clearInterval(timer);
  };
}

function destinationOf(to: AnalyticsOptions['to']): Destination {
  if (typeof to === 'function')
    return (event) => {
      to(event);
      return true;
    };
  if (Object.hasOwn(DESTINATIONS, to)) return DESTINATIONS[to];
  const names = Object.keys(DESTINATIONS).map((name) => `'${name}'`);
  throw new TypeError(`connectAnalytics: to should be ${names.join(', ')} or a function.`);
}

/** What fails has had its turn. */
function isTaken(destination: Destination, event: AnalyticsEvent): boolean {
  try {
    return destination(event);
  } catch (error) {
    // In the console of whoever wrote it, and of no concern to the avatar.
    queueMicrotask(() => {
      throw error;
    });
    return true;
  }
}

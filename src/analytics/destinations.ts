import type { AnalyticsEvent } from './analytics-event.js';

/** Takes an event; false where its analytics are not there yet. */
export type Destination = (event: AnalyticsEvent) => boolean;

/** What the scripts of analytics leave in a page, which may have anything else by these names. */
interface Globals {
  dataLayer?: unknown;
  gtag?: (command: 'event', name: string, params: AnalyticsEvent['params']) => void;
  analytics?: { track?: (name: string, params: AnalyticsEvent['params']) => void };
}

const page = globalThis as Globals;

/** By the name that a page gives. */
export const DESTINATIONS = {
  /** Google Tag Manager finds the list when it comes, with all that is in it. */
  dataLayer: ({ name, params }) => {
    page.dataLayer ??= [];
    if (!Array.isArray(page.dataLayer)) return false;
    page.dataLayer.push({ event: name, ...params });
    return true;
  },
  ga4: ({ name, params }) => {
    if (typeof page.gtag !== 'function') return false;
    page.gtag('event', name, params);
    return true;
  },
  segment: ({ name, params }) => {
    const { analytics } = page;
    if (typeof analytics?.track !== 'function') return false;
    analytics.track(name, params);
    return true;
  },
} satisfies Record<string, Destination>;

export type DestinationName = keyof typeof DESTINATIONS;

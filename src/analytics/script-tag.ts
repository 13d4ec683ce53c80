import { connectAnalytics, type AnalyticsOptions } from './connect-analytics.js';

// <script src="…/kaltura-avatar.analytics.js" data-to="ga4"></script>: all avatars of the page, also those that come later.
if (typeof document !== 'undefined') {
  // A tag manager leaves no current script.
  const script = document.currentScript ?? document.querySelector('script[src*="kaltura-avatar.analytics."]');
  const { to = 'dataLayer', texts } = (script as HTMLScriptElement | null)?.dataset ?? {};
  connectAnalytics(document, {
    to: to as Extract<AnalyticsOptions['to'], string>,
    texts: texts !== undefined && texts !== 'false',
  });
}

import { isFloating } from '../../launcher/floating.js';
import { savesData } from '../../session/save-data.js';
import type { AvatarHost, Extension } from '../extension.js';
import { mayBeSeen, watchSeen } from './seen-page.js';
import { watchPreview } from './turbo-preview.js';

/**
 * Starts an avatar once somebody may see it, and with `loading="lazy"` once it is scrolled into view: a session costs money, also
 * in a page that is prerendered or a preview, in a tab in the background, and in a slider's copy. It starts once each time that it
 * comes to the page: an avatar that the visitor has ended is not started again.
 */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  const started = new AbortController();
  signal.addEventListener('abort', () => started.abort(), { once: true });
  const check = (): void => {
    if (started.signal.aborted || !host.isConnected || savesData()) return;
    if (isPreview() || !mayBeSeen(host, host.loading)) return;
    // Nobody talks from a bubble that was never opened.
    if (isFloating(host.placement) && !host.expanded) return;
    started.abort();
    void host.start();
  };
  const isPreview = watchPreview(host.ownerDocument, check, started.signal);
  watchSeen(host, check, started.signal);
  return { updated: check };
}

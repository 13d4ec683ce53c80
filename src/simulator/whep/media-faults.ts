import type { FaultEffect } from '../faults/faults-rule.js';
import type { MediaFaults } from '../media/media-engine.js';

/** What the media engine has to do wrong for a fault. */
export function mediaFaultsOf(effect: FaultEffect | undefined): MediaFaults {
  if (effect?.kind === 'no-media') return { noMedia: true };
  return effect?.kind === 'drop-media' ? { dropAfterMs: effect.afterMs } : {};
}

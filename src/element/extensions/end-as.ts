import type { Remarks } from '../avatar-state.js';
import type { AvatarHost } from './extension.js';

/** Ends the session for a reason that is not the page's. */
export function endAs(host: Pick<AvatarHost, 'remarks' | 'end'>, reason: Remarks['endReason']): Promise<void> {
  host.remarks.endReason = reason;
  return host.end();
}

import type { Remarks } from '../avatar-state.js';
import { AvatarActivityChangeEvent, type AvatarActivity } from '../events/activity-change-event.js';

/** The element, as those know it who tell what goes on. */
export interface ActiveHost extends HTMLElement {
  readonly remarks: Remarks;
  requestUpdate(): void;
}

/** Shows what has begun or is over, as states of the element, and tells the page. */
export function setActivity(host: ActiveHost, change: Partial<AvatarActivity>): void {
  const { listening = false, thinking = false } = host.remarks;
  const next = { listening, thinking, ...change };
  if (next.listening === listening && next.thinking === thinking) return;
  Object.assign(host.remarks, next);
  host.requestUpdate();
  host.dispatchEvent(new AvatarActivityChangeEvent(next));
}

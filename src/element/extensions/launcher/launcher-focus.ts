import type { LauncherState } from '../../avatar-state.js';
import type { AvatarHost } from '../extension.js';

const WRITING = 'input, textarea, select, iframe, [contenteditable]:not([contenteditable="false"])';

/** Those that are expanded by themselves now. */
const quiet = new WeakSet<AvatarHost>();

/** Expands it without taking the focus: the visitor is elsewhere. */
export function expandQuietly(host: AvatarHost): void {
  quiet.add(host);
  host.expanded = true;
}

/** Takes the focus into the panel, back to the bubble, and to where it came from. */
export function guideFocus(host: AvatarHost, signal: AbortSignal): void {
  let cameFrom: EventTarget | null = null;

  // The browser tells the host of what comes from outside only.
  const onFocusIn = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget instanceof Node && !host.contains(relatedTarget)) cameFrom = relatedTarget;
  };

  const moveTo = (launcher: LauncherState, hadFocus: boolean): void => {
    const find = (selector: string) => host.shadowRoot?.querySelector<HTMLElement>(selector);
    if (launcher === 'expanded') {
      if (!hadFocus && isWriting(host.ownerDocument)) return;
      find('.stage')?.focus();
      // Not focused where the page has put a button of its own in its place.
      (find('.consent-card') ?? find('.cover button, .overlay button'))?.focus();
    } else if (hadFocus) {
      if (launcher === 'collapsed') find('.launcher-button')?.focus();
      else if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
    }
  };

  host.addEventListener('focusin', onFocusIn, { signal });
  host.addEventListener(
    'avatar-launcher-change',
    ({ launcher }) => {
      const hadFocus = host.matches(':focus-within');
      if (quiet.delete(host)) return;
      void host.updateComplete.then(() => moveTo(launcher, hadFocus));
    },
    { signal },
  );
}

function isWriting({ activeElement }: Document): boolean {
  let active = activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.matches(WRITING) ?? false;
}

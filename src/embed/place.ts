import { createAvatar, keyOf } from './configure.js';
import { markOf } from './marks.js';
import type { Settings } from './settings.js';

/** Puts an element beside another one, or at the end of the page where visitors would not see it there. */
export function placeAvatar(settings: Settings, beside: Element | null | undefined, isOwn: boolean): void {
  const hasPlace = beside && isPlace(beside) && !String(settings['placement']).includes('-');
  if (hasPlace && isOwn) beside.after(createAvatar(settings));
  else
    onceParsed(() => {
      // A page that is changed by scripts may run this one again and again.
      const key = keyOf(settings);
      if ([...document.querySelectorAll('kaltura-avatar')].some((avatar) => markOf(avatar) === key)) return;
      const avatar = createAvatar(settings);
      if (hasPlace) beside.after(avatar);
      else document.body.append(avatar);
    });
}

/** Whether visitors would see what stands beside it. */
function isPlace({ isConnected, parentElement }: Element): boolean {
  return (
    isConnected &&
    !parentElement?.closest('head') &&
    // eslint-disable-next-line no-restricted-properties -- the rule does not see `?.`
    (parentElement as Partial<Element> | null)?.checkVisibility?.({ visibilityProperty: true }) !== false
  );
}

/** Runs `act` when nothing of the page's own comes after what it appends. */
export function onceParsed(act: () => void): void {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', act, { once: true });
  else act();
}

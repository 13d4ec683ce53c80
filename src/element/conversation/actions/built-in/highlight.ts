import type { ConversationHost } from '../../conversation-host.js';
import { mark } from './highlight-box.js';
import { isShown } from './targets.js';

type Text = 'shownOnPage' | 'filledIn';

/** Scrolls to an element and marks it. @throws {Error} For the model: there is nothing of it to be seen. */
export function highlight(host: ConversationHost, element: Element, name: string, text: Text = 'shownOnPage'): void {
  for (let closed = element.closest('details:not([open])'); closed; closed = closed.closest('details:not([open])'))
    closed.setAttribute('open', '');
  if (!isShown(element)) throw new Error('It is not to be seen on the page now.');
  const view = host.ownerDocument.defaultView;
  const isStill = view?.matchMedia('(prefers-reduced-motion: reduce)').matches ?? true;
  const isTall = element.getBoundingClientRect().height > (view?.innerHeight ?? 0);
  element.scrollIntoView({
    // `auto` would be what the page’s styles say.
    behavior: isStill ? 'instant' : 'smooth',
    block: isTall ? 'start' : 'center',
    inline: 'nearest',
  });
  const accent = view?.getComputedStyle(host).getPropertyValue('--kaltura-avatar-accent').trim() ?? '';
  mark(element, { text: host.localizer.term(text, name), lang: host.localizer.langOf(text), accent });
}

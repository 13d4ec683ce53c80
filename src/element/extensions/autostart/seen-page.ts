import { isPrerendering } from '../../session/prerendering.js';

/** What changes whether an element can be seen, without a word of the browser's to it. */
const WATCHED = ['aria-hidden', 'inert', 'hidden', 'class', 'style', 'open'];

/** A page is scrolled up and down: what is so far beside the window is out of reach, as is what another element cuts off. */
const AROUND: Record<'eager' | 'lazy', string> = { eager: '9999999px 0px', lazy: '0px' };

/** Whether somebody may be looking at an element; undefined before the browser has told. */
export type IsSeen = (loading: 'eager' | 'lazy') => boolean | undefined;

/**
 * Tells whether somebody may be looking at the element: its page is shown; the element is drawn, no other one cuts it off, and it
 * is none of the copies that sliders make, which are hidden from screen readers. With `eager`, one below the fold counts as seen;
 * with `lazy`, it has to be scrolled into view.
 * @param check Called whenever that may have changed, until `signal` aborts.
 */
export function watchSeen(element: Element, check: () => void, signal: AbortSignal): IsSeen {
  const { ownerDocument: page } = element;
  for (const type of ['visibilitychange', 'prerenderingchange', 'transitionend', 'animationend'])
    page.addEventListener(type, check, { signal });
  const changes = new MutationObserver(check);
  changes.observe(page, { subtree: true, attributes: true, attributeFilter: WATCHED });
  signal.addEventListener('abort', () => changes.disconnect(), { once: true });

  const reach: Partial<Record<'eager' | 'lazy', boolean>> = {};
  for (const loading of ['eager', 'lazy'] as const) {
    if (typeof IntersectionObserver === 'undefined') {
      reach[loading] = true;
      continue;
    }
    const observer = new IntersectionObserver(
      (entries) => {
        const latest = entries.at(-1);
        if (!latest) return;
        reach[loading] = isWithin(latest);
        check();
      },
      // What only touches the edge counts as within; the second threshold tells when there is more of it.
      { rootMargin: AROUND[loading], threshold: [0, 0.01] },
    );
    observer.observe(element);
    signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  }
  return (loading) => {
    if (page.visibilityState !== 'visible' || isPrerendering(page)) return false;
    return reach[loading] && !isHiddenCopy(element) && isDrawn(element);
  };
}

/** A floating avatar's own box may be none. */
function isWithin({ isIntersecting, intersectionRatio, boundingClientRect: box }: IntersectionObserverEntry): boolean {
  return isIntersecting && (intersectionRatio >= 0.01 || box.width * box.height === 0);
}

function isHiddenCopy(element: Element): boolean {
  const { host } = element.getRootNode() as Partial<ShadowRoot>;
  return element.closest('[aria-hidden="true"], [inert]') !== null || (host !== undefined && isHiddenCopy(host));
}

function isDrawn(element: Element): boolean {
  // Safari has it since 17.4; the names of its options have changed.
  // eslint-disable-next-line no-restricted-properties -- the rule does not see `?.`
  const { checkVisibility } = element as Partial<Pick<Element, 'checkVisibility'>>;
  const looks = { visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true };
  return checkVisibility?.call(element, { ...looks, checkOpacity: true, checkVisibilityCSS: true }) ?? true;
}

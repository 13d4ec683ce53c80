import { css } from 'lit';

/** How long something stays marked, in milliseconds. */
const SHOWN_MS = 6000;
/** Until screen readers know of a region that texts come in. */
const REGION_MS = 100;

/** Rules of the page for all elements do not reach what is important here. */
const styles = css`
  :host {
    all: initial !important;
    position: fixed !important;
    inset: auto !important;
    left: var(--left, 0) !important;
    top: var(--top, 0) !important;
    width: var(--width, 0) !important;
    height: var(--height, 0) !important;
    display: block !important;
    box-sizing: border-box !important;
    margin: 0 !important;
    padding: 0 !important;
    overflow: visible !important;
    border: 3px solid var(--accent, #4f46d8) !important;
    border-radius: 10px !important;
    /* One ring of the two is seen on any ground. */
    box-shadow:
      0 0 0 2px #fff,
      inset 0 0 0 2px #fff,
      0 0 0 5px rgb(0 0 0 / 45%) !important;
    background: none !important;
    pointer-events: none !important;
    z-index: 2147483647 !important;
  }
  :host([hidden]) {
    visibility: hidden !important;
  }
  span {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: no-preference) {
    :host {
      animation: mark 0.5s ease-out 2 !important;
    }
    @keyframes mark {
      from {
        opacity: 0.2;
        scale: 1.08;
      }
    }
  }
  @media (forced-colors: active) {
    :host {
      border-color: Highlight !important;
      outline: 2px solid CanvasText !important;
    }
  }
`;

/** How far outside the element the mark is, in pixels. */
const GAP = 6;

export interface Announcement {
  text: string;
  /** The language that it is in, where that is not the page's. */
  lang: string | undefined;
  /** The colour of the mark; it has one of its own. */
  accent?: string;
}

let remove: (() => void) | undefined;

/**
 * Marks an element for a few seconds, or until Escape: by a frame above the page that follows it, so that nothing of the page is
 * changed and nothing in it moves. Screen readers are told what is marked.
 */
export function mark(element: Element, { text, lang, accent = '' }: Announcement): void {
  remove?.();
  const { ownerDocument } = element;
  const view = ownerDocument.defaultView;
  if (!view) return;
  const box = ownerDocument.createElement('div');
  box.dataset['avatarMark'] = '';
  const root = box.attachShadow({ mode: 'open' });
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(styles.cssText);
  root.adoptedStyleSheets = [sheet];
  const region = ownerDocument.createElement('span');
  region.setAttribute('role', 'status');
  if (lang !== undefined) region.lang = lang;
  root.append(region);
  if (accent) box.style.setProperty('--accent', accent);
  // What is outside of a modal dialog is nothing to screen readers.
  (element.closest('dialog[open]') ?? ownerDocument.body).append(box);
  // Above dialogs, and out of the reach of what the page does with its boxes.
  if ('showPopover' in box) {
    box.popover = 'manual';
    box.showPopover();
  }
  const over = new AbortController();
  const announcing = setTimeout(() => (region.textContent = text), REGION_MS);
  const end = setTimeout(() => over.abort(), SHOWN_MS);
  const onKey = ({ key }: KeyboardEvent): void => (key === 'Escape' ? over.abort() : undefined);
  ownerDocument.addEventListener('keydown', onKey, { capture: true, signal: over.signal });
  const follow = (): void => {
    if (over.signal.aborted) return;
    if (element.isConnected) place(box, element.getBoundingClientRect());
    else over.abort();
    view.requestAnimationFrame(follow);
  };
  over.signal.addEventListener('abort', () => {
    clearTimeout(announcing);
    clearTimeout(end);
    box.remove();
  });
  remove = () => over.abort();
  follow();
}

function place(box: HTMLElement, { left, top, width, height }: DOMRect): void {
  box.hidden = width === 0 && height === 0;
  const sizes = { left: left - GAP, top: top - GAP, width: width + 2 * GAP, height: height + 2 * GAP };
  for (const [name, pixels] of Object.entries(sizes)) {
    const value = `${Math.round(pixels)}px`;
    if (box.style.getPropertyValue(`--${name}`) !== value) box.style.setProperty(`--${name}`, value);
  }
}

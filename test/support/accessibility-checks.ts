import type { Page } from 'playwright/test';

/** What is cut off, lies outside of the window and cannot be scrolled to, or makes the page scroll sideways. */
export function findLayoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const shadow = document.querySelector('kaltura-avatar')?.shadowRoot;
    if (!shadow) throw new Error('There is no avatar.');
    const faults: string[] = [];
    const { scrollWidth, clientWidth, clientHeight } = document.documentElement;
    if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth} px wide in ${clientWidth}`);
    const isSeen = (it: Element): boolean => it.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const nameOf = (it: Element): string =>
      `${it.localName}[${it.getAttribute('part') ?? it.className}] “${it.textContent.trim().slice(0, 30)}”`;
    const scrollerOf = (it: Element): Element | null => {
      for (let above = it.parentElement; above; above = above.parentElement)
        if (['auto', 'scroll'].includes(getComputedStyle(above).overflowY)) return above;
      return null;
    };
    for (const it of shadow.querySelectorAll<HTMLElement>('.stage *:not(svg, svg *)')) {
      if (!isSeen(it) || it.closest('.unseen')) continue;
      const hasWords = [...it.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent?.trim());
      const canPress = it.matches('button, a, input, textarea, summary');
      if (!hasWords && !canPress) continue;
      const style = getComputedStyle(it);
      const isCut =
        it.scrollWidth > it.clientWidth + 1 &&
        // One that is there for those who hear it is a pixel wide.
        it.clientWidth > 1 &&
        style.overflowX !== 'visible' &&
        !it.matches('textarea');
      if (isCut) faults.push(`${nameOf(it)} is cut off: ${it.scrollWidth} px in ${it.clientWidth}`);
      const scroller = scrollerOf(it);
      scroller?.scrollTo(0, it.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop);
      const box = it.getBoundingClientRect();
      // What is laid over the window cannot be scrolled to; what is in the page can.
      const frame = (scroller ?? shadow.querySelector('.stage'))?.getBoundingClientRect();
      if (!frame) continue;
      // In a row that is moved sideways by itself, it comes into sight with the focus.
      const isInRow = it.closest('.suggestions') !== null;
      if (isInRow) continue;
      if (box.left < -1 || box.right > clientWidth + 1) faults.push(`${nameOf(it)} is beside the window`);
      const isOutside = box.right < frame.left || box.left > frame.right || box.bottom > frame.bottom + 1;
      // The line that invites stands beside the bubble.
      if (isOutside && !scroller && !it.closest('[data-launcher="collapsed"]'))
        faults.push(`${nameOf(it)} is outside of the avatar`);
      const floats = document.querySelector('kaltura-avatar')?.hasAttribute('placement');
      if (floats && !scroller && (box.top < -1 || box.bottom > clientHeight + 1))
        faults.push(`${nameOf(it)} is out of sight`);
    }
    return faults;
  });
}

/** What is too small to be hit, or is called something else than is written on it. */
export function findNameFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const shadow = document.querySelector('kaltura-avatar')?.shadowRoot;
    if (!shadow) throw new Error('There is no avatar.');
    const faults: string[] = [];
    for (const it of shadow.querySelectorAll<HTMLElement>('button, summary, input, textarea, a')) {
      if (!it.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const target = it.closest('label') ?? it;
      const { width, height } = target.getBoundingClientRect();
      const what = `${it.localName}[${it.getAttribute('part') ?? it.className}]`;
      const isInText = it.matches('a') && getComputedStyle(it).display === 'inline';
      if (!isInText && (width < 24 || height < 24)) faults.push(`${what} is ${width} by ${height} px`);
      const label = it.getAttribute('aria-label');
      const written = it.innerText.replace(/\s+/g, ' ').trim();
      if (label !== null && written && !label.toLowerCase().startsWith(written.toLowerCase()))
        faults.push(`${what} is called “${label}”, and “${written}” is written on it`);
    }
    return faults;
  });
}

/** What has the focus in the avatar, and what is wrong with how it is seen. */
export function readFocus(page: Page): Promise<{ name: string; faults: string[] } | null> {
  return page.evaluate(() => {
    const shadow = document.querySelector('kaltura-avatar')?.shadowRoot;
    const it = shadow?.activeElement;
    if (!shadow || !it) return null;
    const faults: string[] = [];
    // A field is marked by the frame around it.
    const field = it.matches('textarea') ? it.closest('.composer') : null;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(field ?? it);
    const isMarked =
      (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || (field !== null && boxShadow !== 'none');
    if (!isMarked) faults.push('it has no outline');
    const { left, top, width, height } = it.getBoundingClientRect();
    const isOver = [0.25, 0.5, 0.75].some((at) => {
      const hit = shadow.elementFromPoint(left + width * at, top + height * at);
      return hit !== null && (it.contains(hit) || hit.closest('button, label') === it);
    });
    if (!isOver) faults.push('something lies over it');
    const name = it.getAttribute('aria-label') ?? it.textContent.replace(/\s+/g, ' ').trim();
    return { name: name || it.localName, faults };
  });
}

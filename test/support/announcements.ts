import type { Page } from 'playwright';

declare global {
  interface Window {
    announced: string[];
  }
}

/**
 * What a screen reader would say of the live regions in the avatar from now on, one entry an announcement. A region that
 * comes together with its text says nothing, unless it is an alert.
 *
 * @returns Gives what was said so far.
 */
export async function listenToAnnouncements(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const LIVE = ':is([role="status"], [role="alert"], [role="log"], [aria-live]):not([aria-live="off"])';
    const known = new WeakSet<Element>();
    const shadow = document.querySelector('kaltura-avatar')?.shadowRoot;
    if (!shadow) throw new Error('There is no avatar.');
    const say = (text: string | null | undefined): void => {
      const words = text?.replace(/\s+/g, ' ').trim();
      if (words && words !== window.announced.at(-1)) window.announced.push(words);
    };
    const regions = (): Element[] => [...shadow.querySelectorAll(LIVE)];
    const learn = (): void => {
      for (const region of regions()) {
        if (!known.has(region) && region.role === 'alert') say(region.textContent);
        known.add(region);
      }
    };
    window.announced = [];
    learn();
    new MutationObserver((mutations) => {
      for (const { target, addedNodes } of mutations) {
        const region = (target instanceof Element ? target : target.parentElement)?.closest(LIVE);
        if (!region || !known.has(region)) continue;
        // A log says what is added to it, any other region all that it holds.
        if (region.role === 'log' || region.getAttribute('aria-relevant') === 'additions')
          for (const added of addedNodes) say(added.textContent);
        else say(region.textContent);
      }
      learn();
    }).observe(shadow, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => window.announced);
}

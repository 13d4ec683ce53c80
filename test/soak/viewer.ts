import type { Page } from 'playwright';

export interface Tally {
  connects: number;
  turns: number;
  interrupts: number;
  vanished: number;
  /** What failed while nobody had crashed the engine on purpose. */
  failures: string[];
}

const TEXTS = [
  'Hello! How can I help you today?',
  'The quick brown fox jumps over the lazy dog, and then it takes a rest in the shade of an old oak tree.',
  'Yes.',
  'Our shop opens at nine in the morning and closes at six. On Sundays we are closed. Is there anything else?',
];

type EventName = 'avatar-speaking-start' | 'avatar-speaking-end';

declare global {
  interface Window {
    /** The page's own: says a text and waits for what follows. */
    speak: (words: { text: string; awaited: EventName }) => Promise<void>;
  }
}

/** One visitor: comes, talks, interrupts, leaves, now and then without a word; again and again until the time is up. */
export async function visit(
  page: Page,
  url: string,
  until: number,
  random: () => number,
  tally: Tally,
  isCrashing: () => boolean,
): Promise<void> {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const call = (method: 'start' | 'end' | 'interrupt'): Promise<void> =>
    page.evaluate((name) => document.querySelector('kaltura-avatar')?.[name](), method);
  const speak = (text: string, awaited: EventName): Promise<void> =>
    page.evaluate((words) => window.speak(words), { text, awaited });

  while (performance.now() < until) {
    try {
      await page.goto(url);
      await page.waitForFunction(() => customElements.get('kaltura-avatar'));
      await call('start');
      tally.connects += 1;
      for (let turns = 1 + Math.floor(random() * 3); turns > 0; turns--) {
        const interrupts = random() < 0.4;
        await speak(pick(TEXTS), interrupts ? 'avatar-speaking-start' : 'avatar-speaking-end');
        tally.turns += 1;
        if (!interrupts) continue;
        await call('interrupt');
        tally.interrupts += 1;
      }
      if (random() < 0.2) tally.vanished += 1;
      else await call('end');
    } catch (error) {
      if (isCrashing()) continue;
      const message = error instanceof Error ? error.message : String(error);
      tally.failures.push(message);
      console.log(`    failed: ${message}`);
    }
  }
  await page.close();
}

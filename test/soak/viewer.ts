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

type EventName = 'avatar-speaking-start' | 'avatar-speaking-end' | 'avatar-error';

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
  const avatar = page.locator('kaltura-avatar');
  const call = (method: 'start' | 'end' | 'interrupt'): Promise<void> =>
    avatar.evaluate((element, name) => (element as HTMLElementTagNameMap['kaltura-avatar'])[name](), method);
  const speak = (text: string, awaited: EventName): Promise<void> =>
    avatar.evaluate(
      async (element, { text: words, awaited: type }) => {
        const target = element as HTMLElementTagNameMap['kaltura-avatar'];
        const next = (wanted: EventName): Promise<void> =>
          new Promise((resolve, reject) => {
            setTimeout(() => reject(new Error(`${wanted} did not come within a minute of “${words}”`)), 60_000);
            target.addEventListener(wanted, () => resolve(), { once: true });
            target.addEventListener('avatar-error', ({ error }) => reject(error), { once: true });
          });
        // What follows speech at once is heard as one with it: only after a silence does something new start.
        if (target.speaking) await next('avatar-speaking-end');
        const happened = next(type);
        await target.speak(words);
        await happened;
      },
      { text, awaited },
    );

  while (performance.now() < until) {
    try {
      await page.goto(url);
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

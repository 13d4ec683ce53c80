import { readFile } from 'node:fs/promises';

import type { Browser } from 'playwright';

export interface Shot {
  name: string;
  path: string;
}

/** All pictures on one, each with its name. */
export async function drawSheet(browser: Browser, shots: readonly Shot[], path: string): Promise<void> {
  const figures = await Promise.all(
    shots.map(async ({ name, path: source }) => {
      const data = (await readFile(source)).toString('base64');
      return `<figure><img src="data:image/png;base64,${data}"><figcaption>${name}</figcaption></figure>`;
    }),
  );
  const page = await browser.newPage({ viewport: { width: 2400, height: 1000 } });
  await page.setContent(`<!doctype html><style>
    body { margin: 24px; display: flex; flex-wrap: wrap; gap: 16px; align-items: end; background: #8b8b94; font: 13px system-ui; }
    figure { margin: 0; } img { display: block; max-width: 380px; } figcaption { padding-block: 4px; color: #fff; }
  </style>${figures.join('')}`);
  await page.screenshot({ path, fullPage: true });
  await page.close();
}

import type { Page } from 'playwright/test';

/**
 * What a page throws, warns of or logs as an error from now on. Leaving the media and ending the session happen at once, and
 * whichever comes second may find nothing left: the 404 of it, which only the browser itself logs, is none. Nor is what Lit says of
 * its development build, which the demo has.
 */
export function collectProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    const { url } = message.location();
    if (!['error', 'warning'].includes(message.type()) || url.includes('/whep/resource/')) return;
    if (message.text().includes('lit.dev/msg/dev-mode')) return;
    problems.push(`${message.text()} ${url}`);
  });
  return problems;
}

import type { Page } from 'playwright/test';

/** What a page throws, warns of or logs as an error from now on. What Lit says of its development build, which the demo has, is none. */
export function collectProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    const { url } = message.location();
    if (!['error', 'warning'].includes(message.type())) return;
    if (message.text().includes('lit.dev/msg/dev-mode')) return;
    problems.push(`${message.text()} ${url}`);
  });
  return problems;
}

import { defineConfig } from 'playwright/test';

import { CHROMIUM_ARGS, findChromium } from '../support/chromium.mjs';

const executablePath = await findChromium();

/** Pages as strangers have them, on the built package: `npm run build` comes first. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results/wild',
  forbidOnly: true,
  workers: 2,
  timeout: 60_000,
  // Real media meets a busy machine here; what passes the second time is listed as flaky.
  retries: 1,
  // What is waited for are states, which a busy machine reaches late: none of these tests is about how fast.
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1100, height: 760 },
    trace: 'off',
    // The sites of these tests are all this machine, by names of their own.
    ignoreHTTPSErrors: true,
    launchOptions: {
      args: [...CHROMIUM_ARGS, '--host-resolver-rules=MAP *.test 127.0.0.1'],
      ...(executablePath ? { executablePath } : {}),
    },
  },
});

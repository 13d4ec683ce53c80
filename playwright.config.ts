import { defineConfig } from 'playwright/test';

import { CHROMIUM_ARGS, findChromium } from './test/support/chromium.mjs';

const PORT = 5183;

/** What has a page and a service of its own. */
const SCENES = 'accessibility*.spec.ts';

const executablePath = await findChromium();

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  forbidOnly: true,
  workers: 2,
  projects: [
    // All of it at one demo, and so one after the other.
    { name: 'demo', testIgnore: SCENES, workers: 1 },
    { name: 'scenes', testMatch: SCENES },
  ],
  timeout: 60_000,
  // Real media meets a busy machine here; what passes the second time is listed as flaky.
  retries: 1,
  // What is waited for are states, which a busy machine reaches late: none of these tests is about how fast.
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    baseURL: `http://localhost:${PORT}`,
    viewport: { width: 1200, height: 900 },
    // It takes a quarter of the time; `npx playwright test --trace retain-on-failure` shows what happened.
    trace: 'off',
    launchOptions: { args: CHROMIUM_ARGS, ...(executablePath ? { executablePath } : {}) },
  },
  webServer: {
    command: 'npm start',
    url: `http://localhost:${PORT}/simulator/status`,
    env: { PORT: String(PORT) },
    // Where it installs what it listens by.
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    stdout: 'ignore',
  },
});

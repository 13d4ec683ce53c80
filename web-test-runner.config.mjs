import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';

import { ensureSileroWeights } from './build/silero-weights.ts';
import { CHROMIUM_ARGS, findChromium } from './test/support/chromium.mjs';
import { failedFilesReporter } from './test/support/failed-files.mjs';
import { startTestService } from './test/support/test-service.ts';

ensureSileroWeights();
const service = await startTestService();

export default {
  files: 'test/component/**/*.test.ts',
  nodeResolve: { exportConditions: ['kaltura-avatar-source', 'browser', 'development'] },
  middleware: [service.middleware],
  plugins: [esbuildPlugin({ ts: true, target: 'es2022' }), { name: 'test-service', serverStop: () => service.close() }],
  browsers: [
    playwrightLauncher({
      // Audits read colours, which have to stand still.
      createBrowserContext: ({ browser }) => browser.newContext({ reducedMotion: 'reduce' }),
      product: 'chromium',
      launchOptions: { executablePath: await findChromium(), args: CHROMIUM_ARGS },
    }),
  ],
  concurrency: 1,
  reporters: [defaultReporter(), failedFilesReporter()],
  testFramework: { config: { timeout: 20_000 } },
};

import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { fileURLToPath } from 'node:url';

import { createServer, defaultClientConditions } from 'vite';

import { startAvatarService } from './avatar-service.js';

const root = fileURLToPath(new URL('.', import.meta.url));
const envFile = fileURLToPath(new URL('../.env', import.meta.url));
if (existsSync(envFile)) loadEnvFile(envFile);
const { AVATAR_KS, AVATAR_BASE_URL, AVATAR_ID, PORT = '5173' } = process.env;

const service = await startAvatarService({ ks: AVATAR_KS, baseUrl: AVATAR_BASE_URL, avatarId: AVATAR_ID });

const vite = await createServer({
  configFile: false,
  root,
  logLevel: 'warn',
  clearScreen: false,
  cacheDir: fileURLToPath(new URL('../node_modules/.vite', import.meta.url)),
  resolve: { conditions: ['kaltura-avatar-source', ...defaultClientConditions] },
  server: { port: Number(PORT), strictPort: true, host: 'localhost' },
  plugins: [
    {
      name: 'avatar-service',
      configureServer({ middlewares }) {
        middlewares.use((request, response, next) => {
          if (!service.handle(request, response)) next();
        });
      },
    },
  ],
});

try {
  await vite.listen();
} catch (error) {
  console.error(`The demo could not start on port ${PORT}: ${error instanceof Error ? error.message : String(error)}`);
  console.error('Name another one: PORT=8080 npm start');
  await service.close();
  process.exit(1);
}
console.log(`\n  kaltura-avatar demo   http://localhost:${PORT}\n  on ${service.description}\n`);

let isStopping = false;
const stop = async (): Promise<void> => {
  if (isStopping) return;
  isStopping = true;
  await vite.close();
  await service.close();
  process.exit(0);
};
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());

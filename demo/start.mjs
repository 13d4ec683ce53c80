// npm start: installs what is missing, then serves the demo.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { ensurePocketsphinx } from './ears/find-pocketsphinx.mjs';
import { ensurePackages } from './ensure-packages.mjs';

ensurePackages();
// Without it, the demo is typed to.
ensurePocketsphinx();

// What the build makes, and the sources need.
const weights = fileURLToPath(new URL('../build/make-silero-weights.ts', import.meta.url));
spawnSync(process.execPath, ['--import', 'tsx', weights], { stdio: 'inherit' });

const server = fileURLToPath(new URL('./server.ts', import.meta.url));
const child = spawn(process.execPath, ['--conditions=kaltura-avatar-source', '--import', 'tsx', server], {
  stdio: 'inherit',
});
// Ctrl+C reaches both by itself; whoever ends this process alone means the demo.
process.on('SIGTERM', () => child.kill('SIGTERM'));
process.on('SIGINT', () => undefined);
// npm keeps SIGTERM to itself: where it has gone, the demo goes too, and ends its sessions.
const npm = process.env.npm_lifecycle_event ? process.ppid : undefined;
setInterval(() => {
  if (npm !== undefined && process.ppid !== npm) child.kill('SIGTERM');
}, 1000).unref();
child.on('exit', (code, signal) => {
  const isCrash = signal !== null && signal !== 'SIGTERM' && signal !== 'SIGINT';
  if (isCrash)
    console.error(`The demo's server was ended by ${signal}. If this happens again, run npm ci and try once more.`);
  process.exit(code ?? 1);
});

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import type { AvatarLimitsInput } from '../../src/server/sessions/limits.js';
import { stop } from './child-process.js';
import { EventJournal } from './event-journal.js';

const PROGRAM = fileURLToPath(new URL('./backend-process.ts', import.meta.url));
const STARTS_WITHIN_MS = 30_000;

export interface SpawnedBackendOptions {
  ks: string;
  /** Of the service. */
  baseUrl: string;
  /** Default: sessions are kept in its memory. */
  redisUrl?: string;
  limits?: AvatarLimitsInput;
}

export interface SpawnedBackend {
  url: string;
  /** Each line that it says. */
  lines: EventJournal<string>;
  /** Lets it sweep; resolves to how many sessions it ended. */
  sweep(): Promise<number>;
  /** Stands still until `thaw()`, as on a machine that is busy or asleep. */
  freeze(): void;
  thaw(): void;
  /** Ends it without a warning. */
  kill(): Promise<void>;
}

/** A backend in a process of its own, which ends with this one. */
export async function spawnBackend(options: SpawnedBackendOptions): Promise<SpawnedBackend> {
  const child = spawn(process.execPath, ['--conditions=kaltura-avatar-source', '--import', 'tsx', PROGRAM], {
    env: {
      ...process.env,
      AVATAR_KS: options.ks,
      AVATAR_BASE_URL: options.baseUrl,
      AVATAR_STORE: options.redisUrl ?? '',
      AVATAR_LIMITS: JSON.stringify(options.limits ?? {}),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Written to one that has just been killed.
  child.stdin.on('error', () => undefined);
  const lines = new EventJournal<string>();
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', (line) => lines.add(line));
  const kill = (): Promise<void> => stop(child, 'SIGKILL');
  /** What follows `word` in the next line that begins with it. */
  const saying = async (word: string, wait: { from?: number; timeoutMs?: number } = {}): Promise<string> =>
    (await lines.next((line) => line.startsWith(word), wait)).slice(word.length);
  try {
    return {
      url: await saying('Listens at ', { timeoutMs: STARTS_WITHIN_MS }),
      lines,
      sweep: async () => {
        const swept = saying('Swept ', { from: lines.all.length });
        child.stdin.write('\n');
        return Number(await swept);
      },
      freeze: () => void child.kill('SIGSTOP'),
      thaw: () => void child.kill('SIGCONT'),
      kill,
    };
  } catch (cause) {
    await kill();
    throw new Error(`The backend did not start. It said:\n${lines.all.join('\n')}`, { cause });
  }
}

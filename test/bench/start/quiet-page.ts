import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { tableOf, type Row } from '../speaking/table.js';

const MEASURES = new URL('../quiet.ts', import.meta.url);

/** What the element costs a page that is open, as `npm run bench:quiet` measures it; undefined where that could not be measured. */
export async function measureQuietPage(): Promise<string | undefined> {
  if (!existsSync(MEASURES)) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'bench-quiet-'));
  const file = join(folder, 'quiet.json');
  try {
    // It ends with 1 where a goal is missed, and has its figures all the same.
    spawnSync(process.execPath, [...process.execArgv, fileURLToPath(MEASURES), '--json', file], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const { rows } = JSON.parse(await readFile(file, 'utf8')) as { rows: Row[] };
    return tableOf(rows);
  } catch (error) {
    console.error(`The quiet page was not measured: ${String(error)}`);
    return undefined;
  } finally {
    await rm(folder, { recursive: true });
  }
}

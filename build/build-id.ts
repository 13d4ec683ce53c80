import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What decides what is in the files for script tags. */
const SOURCES = ['src', 'build', 'vite.config.ts', 'package-lock.json'];

/**
 * Another one for each content of the sources, and the same for all files of a build: twenty hashes of their own in the
 * element's file would cost a page 300 bytes.
 */
export function buildId(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) addTo(hash, source);
  return hash.digest('hex').slice(0, 8);
}

function addTo(hash: ReturnType<typeof createHash>, path: string): void {
  if (/\.\w+$/.test(path)) hash.update(path).update(readFileSync(path));
  else for (const name of readdirSync(path).sort()) addTo(hash, join(path, name));
}

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** What npm installs along with the package. */
export const INSTALLED_WITH_IT = [
  'lit',
  'lit-html',
  'lit-element',
  '@lit/reactive-element',
  '@lit-labs/ssr-dom-shim',
  '@types/trusted-types',
];

export interface PackedPackage {
  /** Holds node_modules, with the package in it. */
  readonly folder: string;
  readonly tarball: string;
  remove(): Promise<void>;
}

/** The built package as npm lays it out, with packages of this checkout beside it and no other: nothing is downloaded. */
export async function unpackPackage(alongside: readonly string[]): Promise<PackedPackage> {
  const folder = await mkdtemp(join(tmpdir(), 'kaltura-avatar-'));
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
  const tarball = (await readdir(folder)).find((file) => file.endsWith('.tgz')) ?? '';
  const unpacked = join(folder, 'node_modules/kaltura-avatar');
  await mkdir(unpacked, { recursive: true });
  await run('tar', ['-xzf', join(folder, tarball), '-C', unpacked, '--strip-components=1']);
  for (const name of alongside) {
    const link = join(folder, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, 'node_modules', name), link);
  }
  return {
    folder,
    tarball: join(folder, tarball),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

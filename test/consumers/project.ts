import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import type { Consumer } from './consumers.js';

const run = promisify(execFile);

const PACKAGE = 'kaltura-avatar';

const ENVIRONMENT: NodeJS.ProcessEnv = {
  ...process.env,
  // Of the npm and the Node that run this.
  NODE_OPTIONS: undefined,
  npm_config_local_prefix: undefined,
  // Nobody is told what is built here.
  CI: 'true',
  DO_NOT_TRACK: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  NG_CLI_ANALYTICS: 'false',
};

interface Manifest {
  scripts?: Record<string, string>;
  version?: string;
}

/** A consumer's files in a fresh folder, and what npm does there. */
export class Project {
  readonly folder: string;
  readonly #consumer: Consumer;

  static async create(consumer: Consumer): Promise<Project> {
    const folder = await mkdtemp(join(tmpdir(), `consumer-${consumer.name}-`));
    const source = fileURLToPath(new URL(`projects/${consumer.name}`, import.meta.url));
    await cp(source, folder, { recursive: true });
    return new Project(consumer, folder);
  }

  private constructor(consumer: Consumer, folder: string) {
    this.#consumer = consumer;
    this.folder = folder;
  }

  /** Installs what the project is made with, then the package; resolves to how many packages that one brought. */
  async install(tarball: string): Promise<number> {
    await this.#npm(['install']);
    const before = await this.#countPackages();
    await this.#npm(['install', tarball]);
    for (const [from, to] of Object.entries(this.#consumer.copies ?? {})) {
      await mkdir(join(this.folder, dirname(to)), { recursive: true });
      await copyFile(join(this.folder, 'node_modules', PACKAGE, from), join(this.folder, to));
    }
    return (await this.#countPackages()) - before;
  }

  /** Runs a script of the project's; resolves to false where it has none of that name. */
  async run(script: string): Promise<boolean> {
    const { scripts } = await this.#manifest();
    if (scripts?.[script] === undefined) return false;
    await this.#npm(['run', script]);
    return true;
  }

  /** `npm start`, which goes on until it is ended. */
  start(variables: Readonly<Record<string, string>>): ChildProcess {
    return spawn('npm', ['start'], { cwd: this.folder, env: { ...ENVIRONMENT, ...variables } });
  }

  /** Of the packages that it is made with, as they were installed. */
  async versions(): Promise<string> {
    const versions = this.#consumer.madeWith.map(
      async (name) => `${name} ${(await this.#manifest(`node_modules/${name}`)).version ?? '?'}`,
    );
    return (await Promise.all(versions)).join(', ');
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  async #npm(command: readonly string[]): Promise<void> {
    const options = { cwd: this.folder, env: ENVIRONMENT, maxBuffer: Infinity };
    try {
      await run('npm', [...command, '--no-audit', '--no-fund', '--no-update-notifier'], options);
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`npm ${command.join(' ')} failed:\n${`${stdout}\n${stderr}`.trim()}`, { cause: error });
    }
  }

  async #countPackages(): Promise<number> {
    try {
      const lock = JSON.parse(await readFile(join(this.folder, 'node_modules/.package-lock.json'), 'utf8')) as {
        packages: object;
      };
      return Object.keys(lock.packages).length;
    } catch {
      return 0;
    }
  }

  async #manifest(path = '.'): Promise<Manifest> {
    return JSON.parse(await readFile(join(this.folder, path, 'package.json'), 'utf8')) as Manifest;
  }
}

import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { endWithTests } from './child-process.js';

const CLI = fileURLToPath(new URL('../../src/server/cli.ts', import.meta.url));

/** A line of its log. */
export interface LogLine {
  level: string;
  msg: string;
  [field: string]: unknown;
}

/** The server in a process of its own, as `npx kaltura-avatar-server` runs it; it ends with this one. */
export class StandaloneServer {
  readonly lines: LogLine[] = [];
  stderr = '';
  readonly #child: ChildProcess;
  readonly exited: Promise<number | null>;
  #heard: () => void = () => undefined;

  constructor(environment: Record<string, string>, args: string[] = []) {
    const { PATH = '' } = process.env;
    this.#child = spawn(process.execPath, ['--conditions=kaltura-avatar-source', '--import', 'tsx', CLI, ...args], {
      env: { PATH, PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const release = endWithTests(this.#child);
    const { stdout, stderr } = this.#child;
    assert.ok(stdout && stderr);
    createInterface(stdout).on('line', (line) => {
      this.lines.push(line.startsWith('{') ? (JSON.parse(line) as LogLine) : { level: '', msg: line });
      this.#heard();
    });
    stderr.on('data', (part: Buffer) => (this.stderr += part.toString()));
    this.exited = once(this.#child, 'close').then(([code]) => {
      release();
      return code as number | null;
    });
  }

  /** The first line with this message from `from` on. */
  async line(message: string, from = 0): Promise<LogLine> {
    for (;;) {
      const line = this.lines.slice(from).find(({ msg }) => msg === message);
      if (line) return line;
      const heard = new Promise<void>((resolve) => (this.#heard = resolve));
      const code = await Promise.race([heard, this.exited]);
      if (code !== undefined) assert.fail(`it ended with ${code}: ${this.stderr}`);
    }
  }

  async url(): Promise<string> {
    return String((await this.line('Listening'))['url']);
  }

  end(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

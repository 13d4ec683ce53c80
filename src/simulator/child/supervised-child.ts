import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { ChildEvent, ChildMethods, FromChild } from './child-protocol.js';

/** The child died before it answered. The next call starts a new one. */
export class ChildCrashedError extends Error {
  override readonly name = 'ChildCrashedError';
}

/** The child answered a call with an error; `name` is that error's own. */
export class ChildCallError extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export interface SupervisedChildOptions<Event extends ChildEvent> {
  /** Used in messages. */
  name: string;
  /** The child's entry module: its URL without the ending, which is the ending of this module. */
  module: URL;
  onEvent?: (event: Event) => void;
  /** Added to the environment of this process. */
  env?: Readonly<Record<string, string>>;
  /** Called once for each child that died without having been asked to. */
  onCrash?: (reason: string) => void;
}

interface PendingCall {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/**
 * A child process that is started by the first call, answers calls, and is replaced by the next call when it dies.
 *
 * Native code and WebAssembly run in such children, so that a crash there costs the calls under way and nothing else.
 */
export class SupervisedChild<Methods extends ChildMethods, Event extends ChildEvent = ChildEvent> {
  readonly #options: SupervisedChildOptions<Event>;
  readonly #pending = new Map<number, PendingCall>();
  #child: ChildProcess | undefined;
  #nextId = 1;
  #crashes = 0;
  #closed = false;

  constructor(options: SupervisedChildOptions<Event>) {
    this.#options = options;
  }

  /** How many children died without having been asked to. */
  get crashes(): number {
    return this.#crashes;
  }

  /** The process id of the child that runs now, for tests that end it. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts the child before the first call needs it. */
  prepare(): void {
    if (!this.#closed) this.#child ??= this.#start();
  }

  /**
   * @throws {ChildCrashedError} The child died before it answered.
   * @throws {ChildCallError} The child answered with an error.
   */
  call<Name extends keyof Methods & string>(
    method: Name,
    params: Methods[Name]['params'],
  ): Promise<Methods[Name]['result']> {
    if (this.#closed) return Promise.reject(new ChildCrashedError(`The ${this.#options.name} is closed.`));
    const child = (this.#child ??= this.#start());
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      child.send({ id, method, params }, (error) => {
        if (error)
          this.#take(id)?.reject(new ChildCrashedError(`The ${this.#options.name} is gone.`, { cause: error }));
      });
    });
  }

  /** Ends the child and rejects what it still owed. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    const child = this.#child;
    if (!child) return;
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.disconnect();
    const stubborn = setTimeout(() => child.kill('SIGKILL'), 2000);
    await exited;
    clearTimeout(stubborn);
  }

  #start(): ChildProcess {
    const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
    const child = fork(fileURLToPath(this.#options.module) + ending, {
      serialization: 'advanced',
      env: { ...process.env, ...this.#options.env },
    });
    child.on('message', (message) => this.#onMessage(message as FromChild<Event>));
    // A child that cannot be started tells by 'error' alone.
    child.once('error', (error) => this.#onExit(child, error.message));
    child.once('exit', (code, signal) => this.#onExit(child, signal ?? `exit code ${code ?? 'unknown'}`));
    return child;
  }

  #onMessage(message: FromChild<Event>): void {
    if (message.kind === 'event') this.#options.onEvent?.(message.event);
    else if (message.kind === 'result') this.#take(message.id)?.resolve(message.result);
    else if (message.kind === 'failure') {
      this.#take(message.id)?.reject(new ChildCallError(message.name, message.message));
    }
  }

  #onExit(child: ChildProcess, reason: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    const owed = [...this.#pending.values()];
    this.#pending.clear();
    for (const call of owed) call.reject(new ChildCrashedError(`The ${this.#options.name} died (${reason}).`));
    if (this.#closed) return;
    this.#crashes += 1;
    this.#options.onCrash?.(reason);
  }

  #take(id: number): PendingCall | undefined {
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    return call;
  }
}

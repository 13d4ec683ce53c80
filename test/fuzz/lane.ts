import { setTimeout as sleep } from 'node:timers/promises';

import type { Browser, BrowserContext, Page } from 'playwright';

import { startSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import type { SessionStatus } from '../../src/simulator/sessions/session-status.js';
import type { ProfileName } from '../../src/simulator/profiles/profile.js';
import type { PageFiles } from '../support/bundle-page.js';
import type { PageServer } from '../support/page-server.js';
import { PACE } from './pace.js';
import { serveFuzzPage } from './page-server.js';
import { FUZZ_KS, isPageStep, type Remains, type Sequence, type Step } from './step.js';

/**
 * Less hurried than the session's waits are: a real browser takes its real time to connect, and a session that nobody ends
 * is noticed long before it expires.
 */
const SESSION_TIMEOUT_MS = 60_000 / PACE;
/** The requests that give a session back are on their way for a moment. */
const GIVE_BACK_LIMIT_MS = 4000;
const EXPIRY_LIMIT_MS = SESSION_TIMEOUT_MS * 1.5;
const PAGE_LIMIT_MS = 40_000;
const POLL_MS = 20;

/** Runs before all other scripts of a page. */
const COUNT_PEERS = `
  window.peerConnections = [];
  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(...args) {
      super(...args);
      window.peerConnections.push(this);
    }
  };`;

/**
 * Plays one sequence after the other, on a simulator, a session endpoint and a page of its own: no fault and no error of one
 * lane reaches another.
 */
export class Lane {
  readonly #simulator: Simulator;
  readonly #server: PageServer;
  readonly #context: BrowserContext;
  #page: Page | undefined;
  #uncaught: string[] = [];
  #played = 0;

  static async open(browser: Browser, scripts: PageFiles, profile: ProfileName): Promise<Lane> {
    const simulator = await startSimulator({ sessionTimeoutMs: SESSION_TIMEOUT_MS, profile, ks: [FUZZ_KS] });
    const server = await serveFuzzPage(scripts, simulator.baseUrl, FUZZ_KS);
    const context = await browser.newContext();
    context.setDefaultTimeout(PAGE_LIMIT_MS);
    await context.addInitScript(COUNT_PEERS);
    return new Lane(simulator, server, context);
  }

  private constructor(simulator: Simulator, server: PageServer, context: BrowserContext) {
    this.#simulator = simulator;
    this.#server = server;
    this.#context = context;
  }

  /** Plays a sequence and ends everything; gives what is wrong then. */
  async play(sequence: Sequence): Promise<string[]> {
    const run = new Run(catalogueId(++this.#played), sequence);
    this.#uncaught = [];
    try {
      await this.#begin(run);
      for (const step of sequence.steps) await this.#step(step, run);
      const remains = await this.#within((page) => page.evaluate(() => window.fuzzPage.finish()));
      run.note(remains.hasLostGrant);
      return [...problemsOf(remains), ...(await this.#leftInService(run)), ...(await this.#risen()), ...this.#uncaught];
    } catch (error) {
      await this.#discard();
      return [`the page did not come to an end: ${firstLine(error)}`, ...this.#uncaught];
    } finally {
      this.#simulator.faults.clear();
    }
  }

  async close(): Promise<void> {
    await this.#context.close();
    await this.#server.close();
    await this.#simulator.close();
  }

  async #begin(run: Run): Promise<void> {
    const page = (this.#page ??= await this.#openPage());
    await page.goto(this.#server.url);
    await this.#start(page, run);
  }

  async #start(page: Page, { avatarId, sequence: { setting } }: Run): Promise<void> {
    await page.waitForFunction(() => 'fuzzPage' in window);
    const service = { baseUrl: this.#simulator.baseUrl, avatarId };
    await page.evaluate(([it, how]) => window.fuzzPage.begin(it, how), [service, setting] as const);
  }

  async #openPage(): Promise<Page> {
    const page = await this.#context.newPage();
    page.on('pageerror', (error) => this.#uncaught.push(`uncaught: ${error.stack ?? error.message}`));
    page.on('crash', () => this.#uncaught.push('the page crashed'));
    return page;
  }

  async #step(step: Step, run: Run): Promise<void> {
    if (isPageStep(step)) {
      await this.#within((page) => page.evaluate((it) => window.fuzzPage.play(it), step));
      return;
    }
    switch (step.action.kind) {
      case 'fault':
        this.#simulator.faults.add(step.action.rule);
        return;
      case 'crash media': {
        const { media } = this.#simulator.pids;
        if (media !== undefined) process.kill(media, 'SIGKILL');
        return;
      }
      case 'reload':
      case 'close': {
        if (step.action.kind === 'close') {
          await this.#discard();
          await this.#begin(run);
        } else
          await this.#within(async (page) => {
            await page.reload();
            await this.#start(page, run);
          });
        run.note(await this.#within((page) => page.evaluate(() => window.fuzzPage.wasLeftOpening())));
      }
    }
  }

  /** What the service still has of the sequence when its pages have ended everything. */
  async #leftInService(run: Run): Promise<string[]> {
    const mayExpire =
      run.mayExpire || this.#simulator.faults.list().some(({ rule, used }) => used > 0 && losesEnd(rule));
    const limitMs = mayExpire ? EXPIRY_LIMIT_MS : GIVE_BACK_LIMIT_MS;
    await until(() => this.#sessionsOf(run).every(({ state }) => state === 'ended'), limitMs);
    return this.#sessionsOf(run).flatMap(({ id, state, endReason }) => {
      if (state !== 'ended') return [`session ${id} is left open (${state})`];
      return endReason === 'expired' && !mayExpire ? [`session ${id} was left to expire`] : [];
    });
  }

  /** What came back to life after its end. */
  async #risen(): Promise<string[]> {
    return problemsOf(await this.#within((page) => page.evaluate(() => window.fuzzPage.remains()))).map(
      (problem) => `later: ${problem}`,
    );
  }

  #sessionsOf({ avatarId }: Run): SessionStatus[] {
    return this.#simulator.sessions().filter((session) => session.avatarId === avatarId);
  }

  async #discard(): Promise<void> {
    const page = this.#page;
    this.#page = undefined;
    await page?.close();
  }

  async #within<Result>(work: (page: Page) => Promise<Result>): Promise<Result> {
    if (!this.#page) throw new Error('There is no page.');
    const over = new AbortController();
    const limit = sleep(PAGE_LIMIT_MS, undefined, { signal: over.signal }).then(() => {
      throw new Error(`no answer from the page within ${PAGE_LIMIT_MS / 1000} s`);
    });
    limit.catch(() => undefined); // Raced; the loser has nobody to tell.
    try {
      return await Promise.race([work(this.#page), limit]);
    } finally {
      over.abort();
    }
  }
}

/** One sequence on its way. */
class Run {
  readonly avatarId: string;
  readonly sequence: Sequence;
  #mayExpire = false;

  constructor(avatarId: string, sequence: Sequence) {
    this.avatarId = avatarId;
    this.sequence = sequence;
  }

  /** Whether a session may be left that nobody knows of: its page never got to read of it. */
  get mayExpire(): boolean {
    return this.#mayExpire;
  }

  note(hasLostGrant: boolean): void {
    this.#mayExpire ||= hasLostGrant;
  }
}

/** As the ids of the catalogue are, which not every service asks for. */
function catalogueId(number: number): string {
  return number.toString(16).padStart(24, '0');
}

/** Whether a session may be left to the service after this fault: `end` cannot do its work, or the session was to expire. */
function losesEnd({ call, kind }: { call: string; kind: string }): boolean {
  return kind === 'expire' || call === 'end' || (call === 'create' && kind === 'lost-answer');
}

function problemsOf({ states, unsettled, openPeers }: Remains): string[] {
  const alive = states.filter((state) => !['IDLE', 'ENDED', 'ERROR'].includes(state));
  return [
    ...alive.map((state) => `a session is ${state} after its end`),
    ...unsettled.map((name) => `unsettled: ${name}`),
    ...(openPeers > 0 ? [`${openPeers} peer connections stay open`] : []),
  ];
}

async function until(isSo: () => boolean, limitMs: number): Promise<void> {
  const startedAt = performance.now();
  while (!isSo() && performance.now() - startedAt < limitMs) await sleep(POLL_MS);
}

/** Playwright's messages go on with a call log. */
function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '';
}

import type { Browser, BrowserContext, Page } from 'playwright';

import type { Simulator } from '../../src/simulator/start-simulator.js';
import { ArmedFaults } from './armed-faults.js';
import type { Cell, RunnerOrder } from './cell.js';
import { until } from '../support/until.js';

export interface SlotOptions {
  browser: Browser;
  simulator: Simulator;
  pageUrl: string;
  deafOrigin: string;
  /** Whether the service says texts; else it is spoken to by recordings. */
  takesText: boolean;
}

/** A page of its own in which one cell is played after the other, so that whatever goes unhandled in it has a name. */
export class Slot {
  readonly simulator: Simulator;
  readonly deafOrigin: string;
  readonly takesText: boolean;
  readonly context: BrowserContext;
  faults: ArmedFaults;
  readonly #options: SlotOptions;
  #unhandled: string[] = [];
  #page: Page | undefined;

  static async open(options: SlotOptions): Promise<Slot> {
    return new Slot(options, await options.browser.newContext());
  }

  private constructor(options: SlotOptions, context: BrowserContext) {
    this.#options = options;
    this.simulator = options.simulator;
    this.deafOrigin = options.deafOrigin;
    this.takesText = options.takesText;
    this.context = context;
    this.faults = new ArmedFaults(this.simulator, []);
  }

  /** Makes everything ready for a cell. */
  async prepare(cell: Cell): Promise<Page> {
    this.#unhandled = [];
    this.faults = new ArmedFaults(this.simulator, cell.faults);
    this.#page ??= await this.#openPage();
    return this.#page;
  }

  /** What nobody has handled since the cell began. */
  get unhandled(): readonly string[] {
    return this.#unhandled;
  }

  /** The next cell gets a new page. */
  async discard(): Promise<void> {
    const page = this.#page;
    this.#page = undefined;
    await page?.close();
  }

  async #openPage(): Promise<Page> {
    const page = await this.context.newPage();
    page.on('pageerror', (error) => this.#unhandled.push(error.message));
    page.on('crash', () => this.#unhandled.push('the page crashed'));
    await page.exposeFunction('faultRunner', (order: RunnerOrder, sessionId: string) => this.#obey(order, sessionId));
    await page.goto(this.#options.pageUrl);
    await page.waitForFunction(() => 'faultPage' in window);
    return page;
  }

  async #obey(order: RunnerOrder, sessionId: string): Promise<void> {
    if (order === 'arm') this.faults.armFor(sessionId);
    else if (order === 'disarm') this.faults.disarm();
    else await until(() => this.faults.wasMet);
  }
}

import type { Browser, BrowserContext, Page } from 'playwright';

import { until } from '../support/until.js';
import type { Cell, RunnerOrder } from './cell.js';
import { Setting, type SettingOptions } from './setting.js';

export interface SlotOptions extends SettingOptions {
  browser: Browser;
  /** Whether the service says texts; else it is spoken to by recordings. */
  takesText: boolean;
}

/** A page of its own in which one cell is played after the other, so that whatever goes unhandled in it has a name. */
export class Slot {
  readonly options: SlotOptions;
  readonly context: BrowserContext;
  #setting: Setting | undefined;
  #unhandled: string[] = [];
  #page: Page | undefined;

  static async open(options: SlotOptions): Promise<Slot> {
    return new Slot(options, await options.browser.newContext());
  }

  private constructor(options: SlotOptions, context: BrowserContext) {
    this.options = options;
    this.context = context;
  }

  /** Makes everything ready for a cell. */
  async prepare(cell: Cell, avatarId: string): Promise<{ page: Page; setting: Setting }> {
    this.#unhandled = [];
    this.#setting = await Setting.prepare(cell, avatarId, this.options);
    this.#page ??= await this.#openPage();
    return { page: this.#page, setting: this.#setting };
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
    await page.exposeFunction('faultRunner', (order: RunnerOrder) => this.#obey(order));
    await page.goto(this.options.page.url);
    await page.waitForFunction(() => 'faultPage' in window);
    return page;
  }

  async #obey(order: RunnerOrder): Promise<void> {
    if (order === 'disarm') this.#setting?.faults.disarm();
    else await until(() => this.#setting?.wasMet === true);
  }
}

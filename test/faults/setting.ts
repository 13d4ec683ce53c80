import { ControlClient } from '../../src/core/control-client.js';
import type { SessionCredentials, TurnServer } from '../../src/core/protocol.js';
import type { SessionStatus } from '../../src/simulator/sessions/session-status.js';
import type { Simulator } from '../../src/simulator/start-simulator.js';
import { ArmedFaults } from './armed-faults.js';
import { openCellBackend, type CellBackend } from './cell-backend.js';
import { isLinkFault, TEST_KS, type Cell, type CellFault } from './cell.js';
import { FaultyLink } from './faulty-link.js';
import type { FaultsPage } from './page-server.js';

export interface SettingOptions {
  simulator: Simulator;
  page: FaultsPage;
  deafOrigin: string;
  expiredRelay: TurnServer | undefined;
}

/** What stands around one cell, whose avatar no other cell has. */
export class Setting {
  readonly avatarId: string;
  readonly faults: ArmedFaults;
  readonly backend: CellBackend | undefined;
  /** The session that somebody else has opened for the page. */
  readonly credentials: SessionCredentials | undefined;
  readonly #simulator: Simulator;
  readonly #link: FaultyLink | undefined;
  readonly #linkFaults: readonly CellFault[];
  readonly #routeFaults: readonly CellFault[];

  static async prepare(cell: Cell, avatarId: string, options: SettingOptions): Promise<Setting> {
    const { simulator, page } = options;
    const { baseUrl } = simulator;
    const hasBackend = cell.source === 'endpoint' || cell.source === 'backend';
    const backend = hasBackend ? await openCellBackend(cell, { ...options, baseUrl }) : undefined;
    const link = backend && new FaultyLink(cell.faults.filter(isLinkFault), backend);
    if (link) page.links.set(avatarId, link);
    const isReadyMade = cell.source === 'ready-made';
    const credentials = isReadyMade ? await new ControlClient({ baseUrl }).create(TEST_KS, { avatarId }) : undefined;
    const setting = new Setting(cell, avatarId, { simulator, backend, link, credentials });
    setting.faults.arm(avatarId);
    return setting;
  }

  private constructor(
    { faults }: Cell,
    avatarId: string,
    {
      simulator,
      backend,
      link,
      credentials,
    }: {
      simulator: Simulator;
      backend: CellBackend | undefined;
      link: FaultyLink | undefined;
      credentials: SessionCredentials | undefined;
    },
  ) {
    this.avatarId = avatarId;
    this.faults = new ArmedFaults(simulator, faults);
    this.backend = backend;
    this.credentials = credentials;
    this.#simulator = simulator;
    this.#link = link;
    this.#linkFaults = faults.filter(isLinkFault);
    this.#routeFaults = faults.filter((fault) => 'of' in fault);
  }

  /** The cell's sessions at the service, those that have ended included. */
  get sessions(): SessionStatus[] {
    return this.#simulator.sessions().filter((session) => session.avatarId === this.avatarId);
  }

  /** Whether any fault outside the page was met. */
  get wasMet(): boolean {
    const { met: linked = [] } = this.#link ?? {};
    const { met: routed = [] } = this.backend?.route ?? {};
    return this.faults.wasMet || [...linked, ...routed].some((times) => times > 0);
  }

  /** Those outside the page that the cell never came to, which therefore shows nothing. */
  unmet(): CellFault[] {
    return [
      ...this.faults.unmet(),
      ...this.#linkFaults.filter((_, index) => !this.#link?.met[index]),
      ...this.#routeFaults.filter((_, index) => !this.backend?.route.met[index]),
    ];
  }
}

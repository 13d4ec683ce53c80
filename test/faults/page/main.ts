import type { FaultableCall } from '../../../src/simulator/faults/faults-rule.js';
import type { Outcome, RunnerOrder, Script } from '../cell.js';
import { ACTS } from './acts.js';
import { codeOf, Stand, type Runner } from './stand.js';

/** What the runner calls in the page. */
export interface FaultPage {
  /** Plays one cell; its session stays as it is. */
  play(script: Script): Promise<Outcome>;
  /** Ends what the cell has left open. */
  end(): Promise<{ openPeers: number }>;
  release(): void;
  state(): { session: string; connection: string; states: string[]; unanswered: [FaultableCall, number][] };
}

declare global {
  interface Window {
    faultPage: FaultPage;
    /** Given by the runner. */
    faultRunner: (order: RunnerOrder) => Promise<void>;
  }
}

const runner: Runner = {
  disarm: () => window.faultRunner('disarm'),
  met: () => window.faultRunner('met'),
};

let stand: Stand | undefined;

window.faultPage = {
  async play(script) {
    const own = (stand = new Stand(script, runner));
    let failure: unknown;
    try {
      await ACTS[script.act](own);
    } catch (error) {
      failure = error;
    }
    failure ??= own.errors.at(-1);
    return {
      state: own.session.getSessionState(),
      ...(failure instanceof Error ? { code: codeOf(failure), message: failure.message } : {}),
      problems: own.problems,
      iceRestarts: own.http.iceRestarts,
      offers: own.http.sent.get('whep-post') ?? 0,
      plainOffers: own.http.plainOffers,
      routeFaultsMet: own.http.met,
    };
  },
  end: async () => (await stand?.end()) ?? { openPeers: 0 },
  release: () => stand?.release(),
  state: () => ({
    session: stand?.session.getSessionState() ?? 'IDLE',
    connection: stand?.session.getConnectionState() ?? 'DISCONNECTED',
    states: stand?.states ?? [],
    unanswered: [...(stand?.http.unanswered ?? [])],
  }),
};

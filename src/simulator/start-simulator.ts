import { Hono } from 'hono';

import { AvatarStages } from './sessions/avatar-stages.js';
import { realClock, type Clock } from './clock.js';
import { createControlRoutes } from './control/control-routes.js';
import { createFaultable } from './faults/faults-middleware.js';
import { Faults } from './faults/faults.js';
import type { SimulatorEnv } from './http/http-env.js';
import { listen } from './http/http-server.js';
import type { MediaEngine, MediaEngineListener, MediaOptions } from './media/media-engine.js';
import { createMediaEngine } from './media/spawned-media-engine.js';
import { createCatalogueRoutes } from './catalogue/catalogue-routes.js';
import { createKsJudge } from './control/callers.js';
import { KalturaSessions } from './ks/kaltura-sessions.js';
import { createMintRoutes } from './ks/mint-routes.js';
import { PROFILES } from './profiles/profiles.js';
import { assertSimulatorPackages } from './required-packages.js';
import { resolveOptions, type SimulatorOptions } from './options.js';
import type { SessionStatus } from './sessions/session-status.js';
import { SimulatedSessions } from './sessions/simulated-sessions.js';
import { createSimulatorRoutes } from './status/simulator-routes.js';
import type { Crashes } from './status/simulator-status.js';
import { SessionTokens } from './control/tokens.js';
import { createVoice } from './voice/spawned-voice.js';
import type { Voice } from './voice/voice.js';

const BASE_PATH = '/v1/avatar-session';
const CATALOGUE_PATH = '/v1/catalog-item';
const WHEP_PATH = '/rtc/v1';

/** A running avatar service. */
export interface Simulator {
  /** Scheme, host and port. */
  readonly url: string;
  /** The base URL of the Control API. */
  readonly baseUrl: string;
  /** Makes the service fail on purpose. */
  readonly faults: Faults;
  /** How often the processes for media and voice died without having been asked to. */
  readonly crashes: Crashes;
  /** The ids of the processes for media and voice, while they run. */
  readonly pids: { media: number | undefined; voice: number | undefined };
  /** How many connections of viewers, the resources of WHEP, are open. */
  readonly viewers: number;
  /** Lately ended sessions first, then those that are open. */
  sessions(): SessionStatus[];
  /** Ends all sessions, closes all connections and ends both processes. Idempotent. */
  close(): Promise<void>;
}

/** What the simulator is made of; tests hand in their own. */
export interface SimulatorParts {
  createVoice: () => Voice;
  createMediaEngine: (listener: MediaEngineListener, options: MediaOptions) => MediaEngine;
  clock: Clock;
}

const realParts: SimulatorParts = { createVoice, createMediaEngine, clock: realClock };

/**
 * Starts the whole avatar service on this machine: Control API, WHEP and media. Speech and media run in processes of
 * their own, which start when they are first needed.
 *
 * @throws {AvatarError} `INVALID_CONFIGURATION`: an option cannot be used, or the port is taken.
 * @throws {MissingPackageError} (by `name`) An optional package that the simulator needs is not installed.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  await assertSimulatorPackages();
  return assembleSimulator(options, realParts);
}

/** As {@link startSimulator}, of other parts. */
export async function assembleSimulator(options: SimulatorOptions, parts: SimulatorParts): Promise<Simulator> {
  const settings = resolveOptions(options);
  const { clock } = parts;
  const voice = parts.createVoice();
  const engine = parts.createMediaEngine(
    { onEvent: (event) => stages.handle(event), onCrash: (reason) => stages.handleCrash(reason) },
    settings,
  );
  const stages = new AvatarStages(engine);
  const profile = PROFILES[settings.profile];
  const minted = new KalturaSessions(settings.partner, clock);
  const judgeKs = createKsJudge({ ...settings, ...profile, minted });
  const sessions = new SimulatedSessions({ ...settings, stages, voice, clock, profile });
  const faults = new Faults();
  const faultable = createFaultable(faults, sessions);
  const children = { media: engine, voice };
  const crashes = (): Crashes => ({ media: engine.crashes, voice: voice.crashes });
  const startedAt = clock.now();

  const app = new Hono<SimulatorEnv>({ strict: false });
  app.notFound((c) => c.json({ success: false, error: 'Not found' }, 404));
  app.route(
    BASE_PATH,
    createControlRoutes({
      sessions,
      tokens: new SessionTokens(settings.tokenLifetimeSeconds, clock),
      faultable,
      judgeKs,
      profile,
      turn: settings.turn,
      allowWav: settings.allowWav,
      whepUrlOf: (sessionId) => `${server.url}${WHEP_PATH}/whep/?app=app&stream=${sessionId}`,
    }),
  );
  app.route(
    '/simulator',
    createSimulatorRoutes({
      faults,
      status: () => ({
        uptimeSeconds: Math.round((clock.now() - startedAt) / 1000),
        openSessions: sessions.openCount,
        crashes: crashes(),
        sessions: sessions.status(),
      }),
      pidOf: (child) => children[child].pid,
    }),
  );
  app.route(CATALOGUE_PATH, createCatalogueRoutes({ judgeKs, urlOf: () => server.url + CATALOGUE_PATH }));
  app.route('/api_v3', createMintRoutes(minted, settings.partner.id));
  app.route(
    WHEP_PATH,
    profile.createWhepRoutes({
      basePath: WHEP_PATH,
      sessions,
      stages,
      faultable,
      iceServerLinks: settings.iceServerLinks,
    }),
  );

  const server = await listen(app.fetch, settings.host, settings.port);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await server.close();
    await sessions.close();
    await Promise.all([voice.close(), engine.close()]);
  };
  return {
    url: server.url,
    baseUrl: server.url + BASE_PATH,
    faults,
    get crashes() {
      return crashes();
    },
    get pids() {
      return { media: engine.pid, voice: voice.pid };
    },
    get viewers() {
      return stages.viewerCount;
    },
    sessions: () => sessions.status(),
    close: () => (closing ??= close()),
  };
}

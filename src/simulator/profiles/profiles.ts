import type { Hono } from 'hono';

import type { SimulatorEnv } from '../http/http-env.js';
import { withSeparateStreams, withoutStreamIds } from '../whep/srs-answer.js';
import { createSrsRoutes } from '../whep/srs-routes.js';
import { createWhepRoutes, type WhepRoutesOptions } from '../whep/whep-routes.js';
import type { Profile, ProfileName } from './profile.js';

interface ServiceProfile extends Profile {
  createWhepRoutes: (options: WhepRoutesOptions) => Hono<SimulatorEnv>;
}

const documented: ServiceProfile = {
  createWhepRoutes,
  takesText: true,
  makesTurnOfEachClip: false,
  interrupts: 'all',
  asksForCatalogueIds: false,
  takesAnyKs: true,
};

const srs: ServiceProfile = {
  ...documented,
  createWhepRoutes: (options) => createSrsRoutes({ ...options, describe: withoutStreamIds }),
};

const live: ServiceProfile = {
  createWhepRoutes: (options) => createSrsRoutes({ ...options, describe: withSeparateStreams }),
  takesText: false,
  makesTurnOfEachClip: true,
  interrupts: 'current',
  asksForCatalogueIds: true,
  takesAnyKs: false,
};

export const PROFILES = { documented, srs, live } satisfies Record<ProfileName, ServiceProfile>;

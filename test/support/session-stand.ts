import { KalturaAvatarSession, type AvatarConfig, type SessionDependencies } from 'kaltura-avatar/session';

import { findTestService, type TestService } from './in-browser.js';
import { SILENT } from './silent.js';

/** Sessions on the simulator, and an element with the id `avatar-container` to show them in. */
export interface SessionStand {
  readonly service: TestService;
  readonly container: HTMLElement;
  /** A session that is ended after the test, and logs nothing unless `config` has a logger. */
  create(apiKey?: string, config?: AvatarConfig, dependencies?: SessionDependencies): KalturaAvatarSession;
}

/** To be called in a suite: every test gets an empty container, and leaves no session behind. */
export function useSessionStand(): SessionStand {
  let service: TestService;
  let container: HTMLElement;
  const open: KalturaAvatarSession[] = [];
  before(async () => {
    service = await findTestService();
  });
  beforeEach(() => {
    container = document.createElement('div');
    container.id = 'avatar-container';
    document.body.append(container);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((session) => session.endSession()));
    container.remove();
  });
  return {
    get service() {
      return service;
    },
    get container() {
      return container;
    },
    create: (apiKey, config, dependencies) => {
      const { baseUrl } = service;
      const session = new KalturaAvatarSession(apiKey, { baseUrl, logger: SILENT, ...config }, dependencies);
      open.push(session);
      return session;
    },
  };
}

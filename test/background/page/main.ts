import { createEndpointSource, KalturaAvatarSession, type EconomyPolicy } from 'kaltura-avatar/session';

/** What the test calls in the page. */
export interface BackgroundPage {
  /** Opens a session; resolves with its id at the first frame. */
  open(economy: EconomyPolicy): Promise<string | null>;
  /** Counts how often a timer of one second comes. */
  ticks: number;
}

declare global {
  interface Window {
    backgroundPage: BackgroundPage;
  }
}

const page: BackgroundPage = {
  ticks: 0,
  open: async (economy) => {
    const session = new KalturaAvatarSession(undefined, { economy });
    await session.connect(createEndpointSource({ endpoint: '/api/avatar/session' }));
    return session.getSessionId();
  },
};

function tick(): void {
  page.ticks += 1;
  setTimeout(tick, 1000);
}

window.backgroundPage = page;
tick();

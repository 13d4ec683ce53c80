import { KalturaAvatarSession } from 'kaltura-avatar/session';

/** What is still there after a garbage collection. */
export interface Survivors {
  /** Peer connections that are not closed. */
  openPeers: number;
  peers: number;
  sessions: number;
}

export interface LeakPage {
  /** Connects, shows the first frame and ends: with one session object for all, or with one of its own. */
  cycle(isOwn: boolean): Promise<void>;
  /** Forgets the time limits of requests that are over, which would hold their signals for 15 s, and what the browser notes of them. */
  quiet(): void;
  survivors(): Survivors;
}

declare global {
  interface Window {
    leakPage: LeakPage;
  }
}

const { searchParams } = new URL(location.href);
const baseUrl = searchParams.get('baseUrl') ?? '';
const peers: WeakRef<RTCPeerConnection>[] = [];
const sessions: WeakRef<KalturaAvatarSession>[] = [];

const timers = new Set<number>();
AbortSignal.timeout = (ms) => {
  const limit = new AbortController();
  timers.add(window.setTimeout(() => limit.abort(new DOMException('It took too long.', 'TimeoutError')), ms));
  return limit.signal;
};

function createSession(): KalturaAvatarSession {
  const session = new KalturaAvatarSession(
    'leak-ks',
    { baseUrl, logLevel: 'warn' },
    {
      createPeerConnection: (configuration) => {
        const peer = new RTCPeerConnection(configuration);
        peers.push(new WeakRef(peer));
        return peer;
      },
    },
  );
  sessions.push(new WeakRef(session));
  return session;
}

const reused = createSession();

function present<Item extends WeakKey>(refs: readonly WeakRef<Item>[]): Item[] {
  return refs.flatMap((ref) => ref.deref() ?? []);
}

window.leakPage = {
  cycle: async (isOwn) => {
    const session = isOwn ? createSession() : reused;
    const stage = document.createElement('div');
    stage.id = 'avatar';
    document.body.append(stage);
    await session.createSession({ avatarId: 'maya', videoContainerId: 'avatar' });
    await session.endSession();
    stage.remove();
  },
  quiet: () => {
    performance.clearResourceTimings();
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  },
  survivors: () => ({
    openPeers: present(peers).filter(({ signalingState }) => signalingState !== 'closed').length,
    peers: present(peers).length,
    sessions: present(sessions).length,
  }),
};

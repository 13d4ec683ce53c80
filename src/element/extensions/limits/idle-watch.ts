import type { KalturaAvatarSession } from '../../../session/kaltura-avatar-session.js';
import type { AvatarHost } from '../extension.js';
import { IdleClock } from './idle-clock.js';

/**
 * A hidden page whose avatar says nothing has been left by its visitor, most likely; in seconds. When a session of the page's own
 * ends is for the page to say.
 */
const HIDDEN_FOR_S = 300;

const USES = ['pointerdown', 'keydown', 'focusin', 'input', 'avatar-message'];

/** Of the time after which the backend ends a session in which nothing is said: how much of it passes before it is told of a use. */
const TOLD_AFTER = 0.1;

/** Ends a session that nobody uses: nothing is said, by either side, and the visitor leaves the element alone. */
export class IdleWatch {
  readonly #host: AvatarHost;
  readonly #clock: IdleClock;
  /** When the backend last heard that the session is used, on the page's clock. */
  #toldAt = 0;

  constructor(host: AvatarHost, signal: AbortSignal) {
    this.#host = host;
    const { ownerDocument: page } = host;
    this.#clock = new IdleClock({
      limitMs: () => limitOf(host),
      isInUse: () => host.speaking || (host.session?.turns.length ?? 0) > 0 || isInFloatingWindow(page),
      onAsk: () => host.requestUpdate(),
      onIdle: (idleMs) => {
        host.createLogger().info(`Nobody has used the avatar for ${Math.round(idleMs / 1000)} s: its session is ended`);
        void host.session?.endSession({ reason: 'idle' });
      },
      signal,
    });
    for (const type of USES) host.addEventListener(type, () => this.used(), { signal });
    page.addEventListener('visibilitychange', () => this.used(), { signal });
  }

  /** In how many milliseconds the session ends unless somebody uses it; undefined as long as that is nothing to ask about. */
  get askedLeftMs(): number | undefined {
    return this.#clock.askedLeftMs;
  }

  follow(session: KalturaAvatarSession, until: AbortSignal): void {
    this.#toldAt = performance.now();
    this.#clock.start(until);
    for (const event of ['speakingStart', 'speakingEnd'] as const)
      session.on(event, () => this.used(), { signal: until });
    session.on(
      'turn',
      () => {
        this.#toldAt = performance.now();
        this.used();
      },
      { signal: until },
    );
  }

  check(): void {
    this.#clock.check();
  }

  used(): void {
    const wasAsking = this.#clock.askedLeftMs !== undefined;
    this.#clock.used();
    this.#tellBackend();
    if (wasAsking) this.#host.requestUpdate();
  }

  /** It hears what is said, and of nothing else that a visitor does. */
  #tellBackend(): void {
    const { session } = this.#host;
    const { idleMs } = session?.limits ?? {};
    if (idleMs === undefined || performance.now() - this.#toldAt < idleMs * TOLD_AFTER) return;
    this.#toldAt = performance.now();
    void session?.limits?.stay();
  }
}

/** The shorter of the page's limit and the backend's, of which so much is left out that it has been told of every use in time. */
function limitOf({ idleTimeout, ownsSession, ownerDocument: page, session }: AvatarHost): number {
  const ownS = idleTimeout ?? (page.hidden && ownsSession ? HIDDEN_FOR_S : 0);
  const { idleMs = Infinity } = session?.limits ?? {};
  const limitMs = Math.min(ownS > 0 ? ownS * 1000 : Infinity, idleMs * (1 - TOLD_AFTER));
  return Number.isFinite(limitMs) ? limitMs : 0;
}

/** Who watches it in a window of its own does not look at the page. */
function isInFloatingWindow(page: Document): boolean {
  const { documentPictureInPicture } = window as { documentPictureInPicture?: { window: unknown } };
  return Boolean(page.pictureInPictureElement ?? documentPictureInPicture?.window);
}

import { createEndpointSource, KalturaAvatarSession, type SessionSource } from 'kaltura-avatar/session';

import { ControlClient } from '../../../src/core/control-client.js';
import { delay as realDelay } from '../../../src/core/delay.js';
import type { PageAction, PageStep, Remains, Service, Setting, Source, Wait } from '../step.js';
import { FUZZ_KS, LONGEST_WAIT_MS } from '../step.js';
import { EVENTS } from './environment.js';
import { Ledger } from './ledger.js';
import { delay } from './pace.js';
import { LONG_TEXT, makeSpeech, SHORT_TEXT } from './speech-inputs.js';
import { Traffic } from './traffic.js';
import { SILENT } from '../../support/silent.js';

declare global {
  interface Window {
    /** Every peer connection of the page, kept by a script that runs before all others. */
    peerConnections: RTCPeerConnection[];
  }
}

const POLL_MS = 10;
const TICK_MS = 50;
/** Everything has settled so long after the last call at the latest, in milliseconds: three tries of 3 s, and their waits. */
const SETTLE_WITHIN_MS = 14_000;
const TEXTS = { short: SHORT_TEXT, long: LONG_TEXT, empty: '' };

/** Plays the steps of one sequence, as far as the page does them. */
export class Player {
  readonly #service: Service;
  readonly #setting: Setting;
  readonly #mp3: Blob;
  readonly #ledger = new Ledger();
  readonly #traffic = new Traffic();
  readonly #sessions: KalturaAvatarSession[];

  constructor(service: Service, setting: Setting, mp3: Blob) {
    this.#service = service;
    this.#setting = setting;
    this.#mp3 = mp3;
    this.#sessions = [0, 1].map(() => this.#createSession());
  }

  /** Resolves when what the next step waits for has come. */
  async play({ action, who, wait }: PageStep): Promise<void> {
    const session = this.#sessions[who];
    if (!session) throw new Error(`There is no session ${who}.`);
    await this.#wait(wait, session, this.#act(session, action));
  }

  /** Ends everything, and tells what is left. */
  async finish(): Promise<Remains> {
    for (const session of this.#sessions) void this.#call('endSession', () => session.endSession());
    await until(() => this.#unsettled.length === 0, SETTLE_WITHIN_MS);
    return this.remains();
  }

  remains(): Remains {
    return {
      states: this.#sessions.map((session) => session.getSessionState()),
      unsettled: this.#unsettled,
      openPeers: window.peerConnections.filter(({ signalingState }) => signalingState !== 'closed').length,
      hasLostGrant: this.#traffic.hasLostGrant || this.#traffic.isOpeningSession,
    };
  }

  get #unsettled(): string[] {
    return [...this.#ledger.unsettled, ...this.#traffic.underWay];
  }

  /** @returns Resolves when the call has settled, however that is. */
  #act(session: KalturaAvatarSession, action: PageAction): Promise<unknown> {
    switch (action.kind) {
      case 'connect':
        return this.#call('connect', (signal) => this.#connect(session, action, signal));
      case 'prepare':
        return this.#call('prepare', () => session.prepare());
      case 'sayText':
        return this.#call('sayText', (signal) =>
          session.sayText(TEXTS[action.text], action.turnId, action.isFinal, { signal }),
        );
      case 'sayAudio': {
        const audio = action.audio === 'mp3' ? this.#mp3 : new Blob(['no sound'], { type: 'audio/mpeg' });
        return this.#call('sayAudio', (signal) =>
          action.isMeasured
            ? session.speakAudio(audio, { signal }).accepted
            : session.sayAudio(audio, 'audio-turn', 0.3, { signal }),
        );
      }
      case 'speak':
        return this.#speak(session, action);
      case 'interrupt':
        return this.#call('interrupt', (signal) => session.interrupt({ signal }));
      case 'end':
        return this.#call('endSession', () => session.endSession());
      case 'getStats':
        return this.#call('getStats', () => session.getStats());
      case 'attach':
        return this.#call('attachAvatar', async () => {
          session.attachAvatar(action.isThere ? 'stage' : 'nowhere');
          return Promise.resolve();
        });
      case 'abort':
        this.#ledger.abort(action.which);
        return Promise.resolve();
      case 'event':
        if (action.event === 'off screen' || action.event === 'on screen')
          session.setOnScreen(action.event === 'on screen');
        else EVENTS[action.event]();
        return Promise.resolve();
    }
  }

  #call(name: string, make: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
    const caller = new AbortController();
    return this.#ledger.track(name, make(caller.signal), caller);
  }

  #connect(
    session: KalturaAvatarSession,
    { source, isShown }: { source: Source; isShown: boolean },
    signal: AbortSignal,
  ): Promise<void> {
    const { avatarId } = this.#service;
    const options = { signal, avatarId, ...(isShown ? { videoContainerId: 'stage' } : {}) };
    if (source === 'ks') return session.createSession(options);
    if (source === 'ready-made') return session.connect(this.#readyMade(), options);
    const endpoint = createEndpointSource({ endpoint: '/api/avatar/session', fetch: this.#traffic.fetch });
    return session.connect(endpoint, options);
  }

  /** Opened only where the session is to be used, so that each that was opened has somebody to end it. */
  #readyMade(): SessionSource {
    const { baseUrl, avatarId } = this.#service;
    const client = new ControlClient({ baseUrl, fetch: this.#traffic.fetch, delay });
    return Object.assign(() => client.create(FUZZ_KS, { avatarId }), { givesOnce: true });
  }

  #speak(
    session: KalturaAvatarSession,
    { input: kind, listens }: Extract<PageAction, { kind: 'speak' }>,
  ): Promise<unknown> {
    const caller = new AbortController();
    const { input, stopped } = makeSpeech(kind);
    const turn = session.speak(input, { signal: caller.signal });
    const track = (name: string, promise: Promise<unknown>): Promise<void> =>
      this.#ledger.track(`speak ${kind}: ${name}`, promise, caller);
    const finished = track('finished', turn.finished);
    // A source that was never begun has nothing to stop.
    if (stopped) void track('source', Promise.all([turn.finished, turn.text === '' ? undefined : stopped]));
    if (!listens) return finished;
    return Promise.race([track('accepted', turn.accepted), track('started', turn.started)]);
  }

  async #wait(wait: Wait, session: KalturaAvatarSession, settled: Promise<unknown>): Promise<void> {
    if (wait === 'nothing') return;
    const limit = realDelay(wait === 'tick' ? TICK_MS : LONGEST_WAIT_MS);
    if (wait === 'tick') await limit;
    else if (wait === 'settled') await Promise.race([settled, limit]);
    else if (wait === 'speaking') await until(() => session.isSpeaking, LONGEST_WAIT_MS);
    else await until(() => !isUnderWay(session), LONGEST_WAIT_MS);
  }

  #createSession(): KalturaAvatarSession {
    const { economy, speechOnReconnect } = this.#setting;
    const session = new KalturaAvatarSession(
      FUZZ_KS,
      {
        baseUrl: this.#service.baseUrl,
        logger: SILENT,
        economy: { whenUnseen: economy, afterSeconds: 1 },
        speechOnReconnect,
      },
      { fetch: this.#traffic.fetch, delay },
    );
    session.on('stateChange', (state) => {
      const { reaction } = this.#setting;
      if (reaction === 'throw') throw new Error('This listener fails.');
      if (reaction === 'end when ready' && state === 'READY') void this.#call('endSession', () => session.endSession());
      if (reaction === 'end when lost' && state === 'RECONNECTING')
        void this.#call('endSession', () => session.endSession());
      if (reaction === 'speak when ready' && state === 'READY')
        void this.#call('sayText', () => session.sayText(SHORT_TEXT));
    });
    return session;
  }
}

function isUnderWay(session: KalturaAvatarSession): boolean {
  return ['CREATING', 'RECONNECTING'].includes(session.getSessionState());
}

async function until(isSo: () => boolean, limitMs: number): Promise<void> {
  const startedAt = performance.now();
  while (!isSo() && performance.now() - startedAt < limitMs) await realDelay(POLL_MS);
}

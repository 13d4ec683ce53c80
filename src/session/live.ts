// What a session needs from its first frame on: loaded while the visitor waits for it.
import { beat } from '../core/beat.js';
import { delay as realDelay, type Delay } from '../core/delay.js';
import { KeepAlive } from '../core/keep-alive.js';
import type { Logger } from '../core/logger.js';
import type { SessionControl } from '../core/session-control.js';
import type { AvatarError } from '../core/errors.js';
import type { Connector, OpenSession } from './connector.js';
import { EconomyWatch } from './economy.js';
import { hasFloatingWindow } from './floating-window.js';
import { LiveSession } from './live-session.js';
import type { Quality } from './quality-watch.js';
import { createReconnectPolicy } from './recovery/reconnect-policy.js';
import type { SessionLifeOptions } from './session-life-options.js';
import { LimitsLedger } from './session-limits.js';
import type { SessionEndReason } from './session-metrics.js';
import { SessionRecord } from './session-record.js';
import type { SessionInput } from './session-state.js';
import { AvatarSpeech } from './speech/avatar-speech.js';

export interface LiveOptions extends SessionLifeOptions {
  connector: Connector;
  open: OpenSession;
  /** The multiplier that the voice was asked for. */
  voiceSpeed: number | undefined;
  /** Ends with the session. */
  signal: AbortSignal;
  onInput: (input: Extract<SessionInput, 'lose' | 'ready'>) => void;
  onGone: (error: AvatarError) => void;
  onEnd: (reason: SessionEndReason) => void;
}

/** An open session, what it says, what saves it while nobody sees it, and what is kept of it. */
export interface Live {
  session: LiveSession;
  speech: AvatarSpeech;
  economy: EconomyWatch;
  record: SessionRecord;
  limits: LimitsLedger;
}

export function goLive(options: LiveOptions): Live {
  const { open, connector, signal, config, dependencies, transport, logger, media, events } = options;
  const { delay = realDelay, wallClock = Date.now, now = () => performance.now() } = dependencies;
  const record = new SessionRecord(events, now);
  const speech = new AvatarSpeech({
    onStart: () => events.emit('speakingStart'),
    onEnd: () => events.emit('speakingEnd'),
    onPause: (ms) => events.emit('speakingPause', ms),
    onTurn: (turn, kind) => {
      record.follow(turn, kind);
      events.emit('turn', turn);
    },
    voiceSpeed: options.voiceSpeed,
    allowWav: config.allowWav,
    now,
    delay: dependencies.delay,
  });
  const session = new LiveSession({
    open,
    connector,
    signal,
    delay,
    lookDelay: dependencies.delay ?? beat,
    wallClock,
    policy:
      config.reconnectPolicy ??
      ((config.retryPolicy ?? config.retryConfig) && transport.retryPolicy) ??
      createReconnectPolicy(),
    logger,
    isPaused: () => media.isPaused,
    onLost: () => {
      speech.pause();
      options.onInput('lose');
    },
    onRecovered: ({ isSameSession, whep }) => {
      media.show(whep);
      speech.resume(session.speaker, { isSameSession, keepQueue: config.speechOnReconnect !== 'interrupt' });
      options.onInput('ready');
    },
    onGone: options.onGone,
    onKept: (answer) => {
      limits.kept(answer);
      events.emit('limitsChange');
    },
  });
  const limits = new LimitsLedger(() => session.keepUsed(), now);
  const { grant: untilGrant = 0, total = 0 } = connector.timings.all;
  limits.opened(open.grant, total - untilGrant);
  const economy = new EconomyWatch({
    policy: config.economy ?? { whenUnseen: 'keep' },
    signal,
    delay,
    isSpeaking: () => speech.isSpeaking || speech.turns.length > 0,
    onPause: () => {
      logger.info('Nobody sees the avatar: its media is paused');
      void session.pauseMedia();
    },
    onResume: () => {
      logger.info('The avatar is wanted again: its media comes back');
      session.resumeMedia();
    },
    onEnd: () => {
      logger.info('Nobody sees the avatar: its session is ended');
      options.onEnd('idle');
    },
  });
  void watchQuality(session, options, (quality) => record.rate(quality));
  speech.start(session.speaker);
  return { session, speech, economy, record, limits };
}

async function watchQuality(
  session: LiveSession,
  options: LiveOptions,
  onQuality: (quality: Quality) => void,
): Promise<void> {
  const { dependencies, events, logger, signal } = options;
  try {
    // Nothing on the way to the first frame waits for this.
    const quality = await import('./quality-watch.js');
    await quality.watchQuality({
      getStats: () => session.getStats(),
      isHidden: () => document.visibilityState === 'hidden' && !hasFloatingWindow(),
      delay: dependencies.delay ?? realDelay,
      signal,
      onChange: (found, stats) => {
        logger.info(`The quality of the media is ${found}`, stats);
        onQuality(found);
        events.emit('qualityChange', found, stats);
      },
    });
  } catch (error) {
    logger.debug('The quality of the media is not watched', error);
  }
}

export interface KeepAliveOptions {
  delay?: Delay | undefined;
  logger: Logger;
  signal: AbortSignal;
}

/** Keeps a session that is being opened, and that the service counts already. */
export function keepAlive(control: SessionControl, { delay = realDelay, logger, signal }: KeepAliveOptions): void {
  if (signal.aborted) return;
  new KeepAlive({
    keepAlive: (options) => control.keepAlive(options),
    signal,
    delay,
    wallClock: Date.now,
    logger,
    onKept: () => undefined,
    onRefused: () => undefined, // The attempt finds out by itself.
  });
}

// What a session needs from its first frame on: loaded while the visitor waits for it.
import { delay as realDelay } from '../core/delay.js';
import { createReconnectPolicy } from '../core/retry.js';
import type { AvatarError } from '../core/errors.js';
import type { Connector, OpenSession } from './connector.js';
import { EconomyWatch } from './economy.js';
import { LiveSession } from './live-session.js';
import type { SessionLifeOptions } from './session-life-options.js';
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
  onEnd: () => void;
}

/** An open session, what it says, and what saves it while nobody sees it. */
export interface Live {
  session: LiveSession;
  speech: AvatarSpeech;
  economy: EconomyWatch;
}

export function goLive(options: LiveOptions): Live {
  const { open, connector, signal, config, dependencies, transport, logger, media, events } = options;
  const { delay = realDelay, wallClock = Date.now, now = () => performance.now() } = dependencies;
  const speech = new AvatarSpeech({
    onStart: () => events.emit('speakingStart'),
    onEnd: () => events.emit('speakingEnd'),
    onPause: (ms) => events.emit('speakingPause', ms),
    onTurn: (turn) => events.emit('turn', turn),
    voiceSpeed: options.voiceSpeed,
    now,
    delay,
  });
  const session = new LiveSession({
    open,
    connector,
    signal,
    delay,
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
  });
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
      options.onEnd();
    },
  });
  void watchQuality(session, options);
  speech.start(session.speaker);
  return { session, speech, economy };
}

async function watchQuality(session: LiveSession, options: LiveOptions): Promise<void> {
  const { dependencies, events, logger, signal } = options;
  try {
    // Nothing on the way to the first frame waits for this.
    const quality = await import('./quality-watch.js');
    await quality.watchQuality({
      getStats: () => session.getStats(),
      delay: dependencies.delay ?? realDelay,
      signal,
      onChange: (found, stats) => {
        logger.info(`The quality of the media is ${found}`, stats);
        events.emit('qualityChange', found, stats);
      },
    });
  } catch (error) {
    logger.debug('The quality of the media is not watched', error);
  }
}

import { isOpen } from '../avatar-state.js';
import { isFloating } from '../launcher/floating.js';
import type { ExtensionRule } from './extension.js';

/** What the element can be extended by, when it is, and where it is loaded from. The later lies above the earlier. */
export const EXTENSION_RULES = {
  face: {
    isWanted: ({ poster, wasSeen, sessionEndpoint }) => poster === null && wasSeen && sessionEndpoint !== null,
    load: () => import('./face/face.js'),
  },
  intro: {
    isWanted: ({ wasSeen, state }) => wasSeen || state !== 'idle',
    load: () => import('./intro/intro.js'),
  },
  overlay: {
    // Loaded while the visitor waits for the picture; it brings the words and the looks of what can fail, too.
    isWanted: ({ state, error }) => state !== 'idle' || error !== null,
    load: () => import('./overlay/overlay.js'),
  },
  chromaKey: {
    isWanted: ({ chromaKey }) => chromaKey !== null,
    load: () => import('./chroma-key/chroma-key.js'),
  },
  captions: {
    // The transcript and the event are there for captions that are hidden, too.
    isWanted: ({ session }) => session !== null,
    load: () => import('./captions/captions.js'),
  },
  solo: {
    isWanted: ({ solo, session }) => solo && session !== null,
    load: () => import('./solo/solo.js'),
  },
  autostart: {
    isWanted: ({ autostart }) => autostart,
    load: () => import('./autostart/autostart.js'),
  },
  greeting: {
    isWanted: ({ greeting, speakDisclosure, state }) =>
      (greeting !== null || speakDisclosure) && state !== 'idle' && state !== 'unsupported',
    load: () => import('./greeting/greeting.js'),
  },
  limits: {
    isWanted: ({ session }) => session !== null,
    load: () => import('./limits/limits.js'),
  },
  queue: {
    isWanted: ({ remarks }) => !!remarks.hasQueue,
    load: () => import('./queue/queue.js'),
  },
  controls: {
    // As above.
    isWanted: ({ controls, state }) => controls && (state === 'connecting' || isOpen(state)),
    load: () => import('./controls/controls.js'),
  },
  launcher: {
    isWanted: ({ placement }) => isFloating(placement),
    load: () => import('./launcher/launcher.js'),
  },
  desk: {
    isWanted: ({ composer, showTranscript, microphone, mode }) =>
      mode === 'text' || composer || showTranscript || microphone === 'push' || microphone === 'hands-free',
    load: () => import('./desk/desk.js'),
  },
  language: {
    isWanted: ({ languages }) => languages !== null,
    load: () => import('./language/language-menu.js'),
  },
  writing: {
    // Where there can be no avatar, it offers to go on without one; and it knows what was said earlier.
    isWanted: ({ mode, keepConversation, state, error }) =>
      mode === 'text' || keepConversation !== 'page' || state === 'unsupported' || !!error,
    load: () => import('./writing/writing.js'),
  },
  consent: {
    isWanted: ({ consent }) => !!consent,
    load: () => import('./consent/consent-card.js'),
  },
} satisfies Record<string, ExtensionRule>;

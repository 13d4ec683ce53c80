import { isOpen } from '../avatar-state.js';
import { isFloating } from '../launcher/floating.js';
import type { ExtensionRule } from './extension.js';

/** What the element can be extended by, when it is, and where it is loaded from. The later lies above the earlier. */
export const EXTENSION_RULES = {
  overlay: {
    // Loaded while the visitor waits for the picture; it brings the words for what can fail, too.
    isWanted: ({ state, error }) => (state !== 'idle' && state !== 'unsupported') || error !== null,
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
    isWanted: ({ greeting, state }) => greeting !== null && state !== 'idle' && state !== 'unsupported',
    load: () => import('./greeting/greeting.js'),
  },
  idle: {
    isWanted: ({ session, idleTimeout }) => session !== null && idleTimeout !== 0,
    load: () => import('./idle/idle.js'),
  },
  transcript: {
    isWanted: ({ showTranscript }) => showTranscript,
    load: () => import('./transcript/transcript-panel.js'),
  },
  composer: {
    isWanted: ({ composer }) => composer,
    load: () => import('./composer/composer.js'),
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
} satisfies Record<string, ExtensionRule>;

import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import browserslistToEsbuild from 'browserslist-to-esbuild';
import { defineConfig, mergeConfig, type BuildEnvironmentOptions, type UserConfig } from 'vite';

import { buildId } from './build/build-id.js';
import { earsWorklet } from './build/ears-worklet.js';
import { laterFiles } from './build/later-files.js';
import { minifyAgain } from './build/minify-again.js';
import { minifyStyles } from './build/minify-styles.js';
import { namesReexported } from './build/names-reexported.js';
import { minifyTemplates } from './build/minify-templates.js';
import { preloadTags } from './build/preload-tags.js';
import { scriptTagFiles } from './build/script-tag-files.js';
import { SILERO_NOTICE } from './build/silero-weights.js';

const ELEMENT = 'kaltura-avatar';
const SESSION = 'kaltura-avatar-session';
const SESSION_ROOM = fileURLToPath(new URL('src/session/', import.meta.url));

const BUILD = buildId();

/** What both need is in the element's file, which exports it for the session's. */
const SHARED = namesReexported('src/script-tag.ts', './core/');
const SHARED_NAMES = SHARED.flatMap(({ names }) => names);
const SHARED_FILES = new Set(SHARED.map(({ from }) => resolve(import.meta.dirname, 'src', from)));
const isShared = (path: string): boolean => SHARED_FILES.has(path);

/** What licences ask for where their code, or their weights, are. */
const NOTICES: Readonly<Record<string, string>> = {
  'mp3-encoder':
    '/*! The encoder is LAME (lame.sourceforge.io), under the GNU LGPL 2.0 or later: dist/THIRD-PARTY-NOTICES.md of kaltura-avatar. */',
  'silero-weights': SILERO_NOTICE,
};

/** What the entry loads is in its file, whoever else loads it. */
const INITIAL_IN_ENTRY = {
  groups: [
    { name: 'initial', tags: ['$initial'] },
    // What several parts draw goes with what they say: a request less.
    { name: 'text-of', test: /extensions\/(?:text-of|intro\/intro-icons)\.ts$/ },
  ],
};

/** What `load-session.ts` loads at once, of both builds. */
const FOR_A_START = [
  `${SESSION}.${BUILD}.js`,
  ...['session-choice', 'backend-fetch'].map((name) => `${ELEMENT}-${name}.${BUILD}.js`),
];

const settingsOf = (name: string) =>
  ({
    outDir: 'dist/cdn',
    target: browserslistToEsbuild(),
    rolldownOptions: {
      // What the entry shares with what it loads later stays in the entry: one request less on the way to the first frame.
      preserveEntrySignatures: 'allow-extension',
      output: {
        chunkFileNames: ({ facadeModuleId }: { facadeModuleId?: string | null }) =>
          facadeModuleId?.includes('/i18n/') ? `${name}-lang-[name].${BUILD}.js` : `${name}-[name].${BUILD}.js`,
        // For libraries Vite keeps the white space, for the sake of bundlers; these files are for browsers alone.
        minify: true,
        postBanner: ({ name }: { name: string }) => NOTICES[name] ?? '',
      },
    },
  }) satisfies BuildEnvironmentOptions;

const element: UserConfig = {
  plugins: [
    minifyStyles(),
    minifyTemplates(),
    minifyAgain(),
    scriptTagFiles({
      module: `${ELEMENT}.js`,
      classic: `${ELEMENT}.iife.js`,
      embed: {
        name: `${ELEMENT}.embed.js`,
        source: fileURLToPath(new URL('src/embed.ts', import.meta.url)),
        later: {
          name: `${ELEMENT}-embed`,
          source: fileURLToPath(new URL('src/embed/mount-page.ts', import.meta.url)),
        },
      },
      list: SHARED_NAMES,
      analytics: {
        name: `${ELEMENT}.analytics.js`,
        source: fileURLToPath(new URL('src/analytics/script-tag.ts', import.meta.url)),
      },
      css: { name: `${ELEMENT}.css`, source: fileURLToPath(new URL('src/kaltura-avatar.css', import.meta.url)) },
    }),
    earsWorklet(`${ELEMENT}-ears-worklet.${BUILD}.js`),
    laterFiles({ entry: `${ELEMENT}.js`, list: SHARED_NAMES }),
  ],
  build: mergeConfig(settingsOf(ELEMENT), {
    lib: {
      entry: 'src/script-tag.ts',
      formats: ['es'],
      fileName: () => `${ELEMENT}.js`,
    },
    rolldownOptions: {
      external: (id: string, importer: string | undefined) =>
        importer !== undefined && id.startsWith('.') && resolve(dirname(importer), id).startsWith(SESSION_ROOM),
      output: {
        paths: (id: string) => (id.includes('/session/') ? `./${SESSION}.${BUILD}.js` : id),
        codeSplitting: INITIAL_IN_ENTRY,
      },
    },
  }),
};

const session: UserConfig = {
  plugins: [minifyAgain(), laterFiles({ entry: `${ELEMENT}.js`, list: SHARED_NAMES }), preloadTags(FOR_A_START)],
  build: mergeConfig(settingsOf(SESSION), {
    emptyOutDir: false,
    lib: { entry: 'src/session/script-tag.ts', formats: ['es'], fileName: () => `${SESSION}.${BUILD}.js` },
    rolldownOptions: {
      external: (id: string, importer: string | undefined) =>
        importer !== undefined && id.startsWith('.') && isShared(resolve(dirname(importer), id)),
      output: {
        paths: (id: string) => (isShared(id) ? `./${ELEMENT}.js` : id),
        codeSplitting: INITIAL_IN_ENTRY,
      },
    },
  }),
};

/**
 * The files for script tags, in two builds with one seam: the element loads the session when it is started, so that a page
 * whose visitor does not start it loads half as much. The names of what is loaded later change with each build, so that a
 * page's older copy of the element never meets newer files.
 */
export default defineConfig(({ mode }) => (mode === 'session' ? session : element));

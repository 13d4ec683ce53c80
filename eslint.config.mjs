import css from '@eslint/css';
import js from '@eslint/js';
import tscompat from '@koddsson/eslint-plugin-tscompat';
import browserslist from 'browserslist';
import prettier from 'eslint-config-prettier';
import { configs as litConfigs } from 'eslint-plugin-lit';
import { configs as wcConfigs } from 'eslint-plugin-wc';
import globals from 'globals';
import tseslint from 'typescript-eslint';

import { litCss } from './build/lit-css.mjs';
import { newerMembers } from './build/newer-members.mjs';

/** The oldest browsers that the element and the session are for: .browserslistrc. */
const browsers = browserslist.loadConfig({ path: import.meta.dirname });

const hostGlobals = ['window', 'document', 'navigator', 'process', 'Buffer', 'global', 'localStorage'];

export default tseslint.config(
  // The projects of test/consumers have packages and checkers of their own.
  {
    ignores: [
      'dist/',
      'coverage/',
      'test-results/',
      'playwright-report/',
      'test/consumers/projects/',
      '**/silero-weights.js',
    ],
  },
  { files: ['**/*.{js,mjs,cjs,ts,tsx}'], ...js.configs.recommended },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/element/**/*.ts', 'src/define.ts'],
    extends: [litConfigs['flat/recommended'], wcConfigs['flat/best-practice']],
  },
  {
    // The core runs in browsers, workers, Node and edge runtimes: it may lean on none of them.
    files: ['src/core/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...hostGlobals] },
  },
  {
    // What pages load. Syntax is up to the compiler: its target is ES2022.
    files: ['src/*.ts', 'src/{core,session,element,embed,react,vue}/**/*.ts'],
    plugins: { tscompat },
    rules: {
      'tscompat/tscompat': ['error', { browserslist: browsers }],
      'no-restricted-properties': ['error', ...newerMembers(browsers)],
    },
    settings: {
      polyfills: [
        // Before Chrome 108 it takes no handle of a worker; streams it has always taken.
        'HTMLMediaElement.srcObject',
        // A browser that lacks them does without.
        'HTMLVideoElement.playsInline',
        'HTMLVideoElement.disablePictureInPicture',
        'Document.pictureInPictureElement',
      ],
    },
  },
  {
    files: ['src/element/**/*.ts'],
    plugins: { 'lit-css': litCss },
    processor: 'lit-css/css',
  },
  {
    // The element's style sheet, and those within its modules.
    files: ['src/**/*.css'],
    plugins: { css, 'lit-css': litCss },
    language: 'css/css',
    languageOptions: { tolerant: true },
    rules: {
      'lit-css/fallback-first': 'error',
      'css/use-baseline': [
        'error',
        {
          // The year that ends with Firefox 121.
          available: 2023,
          allowFunctions: ['light-dark'],
          // Each of these is a matter of looks, without which nothing is lost, or is taken with a prefix that the build adds.
          allowProperties: [
            'accent-color',
            'backdrop-filter',
            'field-sizing',
            'forced-color-adjust',
            'overscroll-behavior',
            'resize',
            'scrollbar-color',
            'scrollbar-width',
            'text-wrap',
            'user-select',
          ],
          // Asked for beside a selector that all of them have, in rules of their own where it counts.
          allowSelectors: ['fullscreen', 'state'],
        },
      ],
    },
  },
  {
    files: ['**/*.test.ts'],
    rules: {
      // node:test's describe() and it() return promises that the runner itself awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['describe', 'it', 'test', 'suite'] },
          ],
        },
      ],
      // chai's assertions are property reads.
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  {
    // chai's plugins make a promise of every assertion's type, though only accessible() and shadowDom are ones.
    files: ['test/component/**/*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'off' },
  },
  { files: ['**/*.mjs', '**/*.cjs'], languageOptions: { globals: globals.node } },
  prettier,
);

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';

import { INSTALLED_WITH_IT, unpackPackage, type PackedPackage } from '../support/packed-package.js';

const run = promisify(execFile);

/** A page by jsdom as Jest and Vitest make it: its globals are there before anything is imported. */
const COMPONENT_TEST = `
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<main></main>', { url: 'https://site.example', pretendToBeVisual: true });
const ofNodeToo = ['Event', 'CustomEvent', 'EventTarget', 'AbortController', 'AbortSignal'];
for (const name of Object.getOwnPropertyNames(window))
  if (!(name in globalThis) || ofNodeToo.includes(name))
    Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true });
for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'])
  globalThis[name] = window[name].bind(window);
globalThis.IS_REACT_ACT_ENVIRONMENT = true;

const problems = [];
window.addEventListener('error', ({ message }) => problems.push(message));
process.on('unhandledRejection', (error) => problems.push(String(error)));
console.warn = console.error = (...words) => problems.push(words.join(' '));

const { act, createElement, createRef, StrictMode } = await import('react');
const { createRoot } = await import('react-dom/client');
const { KalturaAvatar } = await import('kaltura-avatar/react');

const { props, shows } = JSON.parse(process.argv[2]);
const ref = createRef();
const root = createRoot(document.querySelector('main'));
const avatar = createElement(KalturaAvatar, { ref, sessionEndpoint: '/api/avatar/session', ...props });
await act(() => root.render(createElement(StrictMode, null, avatar)));
const element = ref.current;
await element.updateComplete;
// What the properties ask for is loaded by and by.
for (const selector of shows)
  while (!element.shadowRoot.querySelector(selector)) await new Promise((resolve) => setTimeout(resolve, 10));
const { state } = element;
await act(() => root.unmount());

const apis = ['IntersectionObserver', 'ResizeObserver', 'RTCPeerConnection', 'matchMedia'];
const missing = apis.filter((name) => !(name in globalThis));
if (!('popover' in window.HTMLElement.prototype)) missing.push('popover');
// Also after the time that a removed element has to come back.
process.on('exit', () => console.log(JSON.stringify({ missing, state, problems })));
window.close();
`;

/** How those who test their own components meet the element. */
describe('the packed package in jsdom', () => {
  let packed: PackedPackage;
  before(async () => {
    packed = await unpackPackage([...INSTALLED_WITH_IT, 'react', 'react-dom', 'jsdom']);
    await writeFile(join(packed.folder, 'component.test.mjs'), COMPONENT_TEST);
  });
  after(() => packed.remove());

  const parts = { placement: 'bottom-end', controls: true, captions: true, composer: true, showTranscript: true };
  for (const [title, props, shows] of [
    ['<KalturaAvatar>', {}, ['video']],
    ['<KalturaAvatar> with all that it can show', parts, ['[part~="transcript"]', '[part~="launcher-button"]']],
  ] as const)
    for (const condition of ['node', 'browser'])
      it(`renders ${title}, with the files for ${condition}, though much of a browser is missing`, async () => {
        const args = [`--conditions=${condition}`, 'component.test.mjs', JSON.stringify({ props, shows })];
        const { stdout } = await run(process.execPath, args, { cwd: packed.folder, timeout: 60_000 });
        assert.deepEqual(JSON.parse(stdout), {
          missing: ['IntersectionObserver', 'ResizeObserver', 'RTCPeerConnection', 'matchMedia', 'popover'],
          state: 'unsupported',
          problems: [],
        });
      });
});

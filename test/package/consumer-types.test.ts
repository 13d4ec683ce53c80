import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';

import ts from 'typescript';

import { INSTALLED_WITH_IT, unpackPackage, type PackedPackage } from '../support/packed-package.js';
import { TypeChecker } from '../support/type-checker.js';

/** The oldest that is supported; installed for this test alone, for as a package of this checkout it would be the one that checks it. */
const OLDEST = '5.4.5';

const EVENTS = `
document.querySelector('kaltura-avatar')?.addEventListener('avatar-state-change', (event) => {
  const state: 'unsupported' | 'idle' | 'connecting' | 'live' | 'reconnecting' | 'ended' | 'error' = event.state;
  console.log(state, event.currentTarget);
});
document.createElement('kaltura-avatar').addEventListener('avatar-error', ({ error }) => error.code === 'CAPACITY');
void document.querySelector('kaltura-avatar')?.speak('Hello!');
`;

/** What a project may write that imports this entry and no other. */
const SAMPLES: Record<string, string> = {
  '': `import { isAvatarError, type AvatarListeners, type AvatarProps } from 'kaltura-avatar';
    export const known = isAvatarError(0);
    export type Props = AvatarProps & AvatarListeners;
    ${EVENTS}`,
  '/define': `import 'kaltura-avatar/define';\n${EVENTS}`,
  '/embed': `import 'kaltura-avatar/embed';\n${EVENTS}`,
  '/errors': `import { AvatarErrorCode, isAvatarError, type AvatarError } from 'kaltura-avatar/errors';
    export const isFull = (error: unknown) => isAvatarError(error) && error.code === AvatarErrorCode.CAPACITY;
    export const statusOf = ({ status }: AvatarError): number | undefined => status;`,
  '/analytics': `import { connectAnalytics, type AnalyticsEvent } from 'kaltura-avatar/analytics';
    const told: AnalyticsEvent[] = [];
    const disconnect: () => void = connectAnalytics(document, { to: (event) => told.push(event), texts: true });
    disconnect();
    // @ts-expect-error -- No such destination.
    connectAnalytics(document, { to: 'matomo' });`,
  '/kaltura-avatar.css': `import 'kaltura-avatar/kaltura-avatar.css';`,
  '/localize': `import { registerTranslation, type Messages } from 'kaltura-avatar/localize';
    const texts: Partial<Messages> = { start: 'Talk to Maya' };
    registerTranslation({ $code: 'de', ...texts });`,
  '/session': `import { KalturaAvatarSession } from 'kaltura-avatar/session';
    const session = new KalturaAvatarSession();
    session.on('stateChange', (state) => console.log(state.toLowerCase()));
    export const { outcome } = await session.speak('Hello!').finished;
    const known: 'ended' | 'interrupted' | 'failed' = outcome;
    console.log(known);`,
  '/whep': `import { WhepConnection } from 'kaltura-avatar/whep';
    const connection = new WhepConnection();
    document.createElement('video').srcObject = connection.stream;
    await connection.connect({ url: 'https://media.example/whep/stream' });`,
  '/react': `import { KalturaAvatar, type KalturaAvatarElement } from 'kaltura-avatar/react';
    import { useRef } from 'react';
    export function Page() {
      const avatar = useRef<KalturaAvatarElement>(null);
      return <>
        <KalturaAvatar ref={avatar} sessionEndpoint="/s" onAvatarStateChange={({ state }) => state === 'live'} />
        <kaltura-avatar sessionEndpoint="/s" onavatar-error={({ error }) => error.code === 'CAPACITY'} />
        <button onClick={() => avatar.current?.speak('Hello!')}>Speak</button>
      </>;
    }
    ${EVENTS}`,
  '/vue': `import { KalturaAvatar } from 'kaltura-avatar/vue';
    import { h, type GlobalComponents } from 'vue';
    export const Tag = KalturaAvatar satisfies GlobalComponents['kaltura-avatar'];
    export const node = h(KalturaAvatar, { sessionEndpoint: '/s', onAvatarError: ({ error }) => error.code });
    ${EVENTS}`,
  '/svelte': `import 'kaltura-avatar/svelte';
    import type { SvelteHTMLElements } from 'svelte/elements';
    export const attributes: SvelteHTMLElements['kaltura-avatar'] = {
      class: 'guide',
      'session-endpoint': '/s',
      'show-transcript': true,
      volume: 0.5,
      sessionSource: async () => ({ sessionId: 'one', token: 'token' }),
      'onavatar-error': ({ error }) => error.code === 'CAPACITY',
      // @ts-expect-error -- No such corner.
      placement: 'middle',
    };
    ${EVENTS}`,
  '/preact': `/** @jsxImportSource preact */
    import 'kaltura-avatar/preact';
    export const page = <kaltura-avatar class="guide" session-endpoint="/s" captions volume={0.5}
      sessionSource={async () => ({ sessionId: 'one', token: 'token' })}
      onavatar-error={({ error }) => error.code === 'CAPACITY'} ref={(avatar) => void avatar?.speak('Hello!')} />;
    // @ts-expect-error -- A number.
    export const loud = <kaltura-avatar volume="loud" />;
    // @ts-expect-error -- The text "false" would show it.
    export const shown = <kaltura-avatar show-transcript={false} />;
    ${EVENTS}`,
  '/solid': `/** @jsxImportSource solid-js */
    import 'kaltura-avatar/solid';
    export const page = <kaltura-avatar class="guide" session-endpoint="/s" captions volume={0.5}
      sessionSource={async () => ({ sessionId: 'one', token: 'token' })}
      on:avatar-error={({ error }) => error.code === 'CAPACITY'} ref={(avatar) => void avatar.speak('Hello!')} />;
    // @ts-expect-error -- A number.
    export const loud = <kaltura-avatar volume="loud" />;
    ${EVENTS}`,
  '/server': `import { AvatarControl, createAvatarBackend, type AvatarStore } from 'kaltura-avatar/server';
    const backend = createAvatarBackend({ ks: 'ks', store: undefined as AvatarStore | undefined });
    export default { fetch: (request: Request) => backend.fetch(request) };
    export async function greet() {
      await using session = await new AvatarControl({ ks: 'ks' }).create({ avatarId: 'your-avatar' });
      await session.say('Hello!');
    }`,
  '/server/redis': `import { createRedisStore } from 'kaltura-avatar/server/redis';
    export const store = createRedisStore('redis://localhost:6379').sessions.due();`,
  '/server/ai': `import { createAvatarBackend } from 'kaltura-avatar/server';
    import { createAiReply, createAiTranscriber, createAiVoice, type AiReplyCall } from 'kaltura-avatar/server/ai';
    declare function streamText(call: AiReplyCall): { fullStream: AsyncIterable<{ type: 'text-delta'; text: string } | { type: 'start' }> };
    const audio = { uint8Array: new Uint8Array(), mediaType: 'audio/mp3' };
    export const backend = createAvatarBackend({
      ks: 'ks',
      reply: createAiReply({ stream: (call) => streamText(call) }),
      textToSpeech: createAiVoice({ speak: async ({ text }) => ({ audio, text }), cache: new Map<string, string>() }),
      transcribe: createAiTranscriber({ transcribe: async () => ({ text: 'Hello' }) }),
    });`,
  '/server/documents': `import { createAvatarBackend } from 'kaltura-avatar/server';
    import { createDocumentReply } from 'kaltura-avatar/server/documents';
    const reply = createDocumentReply({ answers: '## When do you open?\\n\\nAt nine.', documents: [{ text: '# Shop' }] });
    export const backend = createAvatarBackend({ ks: 'ks', reply });`,
  '/server/genie': `import { createAvatarBackend } from 'kaltura-avatar/server';
    import { createGenieReply } from 'kaltura-avatar/server/genie';
    const reply = createGenieReply({ configId: 'your-config', partnerId: 7, adminSecret: 'secret' });
    export const backend = createAvatarBackend({ ks: 'ks', reply });`,
  '/server/node': `import { createServer } from 'node:http';
    import { toNodeHandler } from 'kaltura-avatar/server/node';
    createServer(toNodeHandler({ fetch: () => Promise.resolve(new Response('')) })).listen(0);`,
  '/simulator': `import { startSimulator } from 'kaltura-avatar/simulator';
    const simulator = await startSimulator();
    simulator.faults.add({ call: 'init-client', kind: 'status', status: 503 });
    console.log(simulator.baseUrl);`,
};

/** Those that are for Node alone. */
const IN_NODE = ['/server/node', '/simulator'];

/** Those for places with a `fetch` and no page, such as edges. */
const WITHOUT_PAGE = ['/server', '/server/redis', '/server/ai', '/server/documents', '/server/genie'];

/** Whose own types need the ones of a browser's or Node's newest version, whichever is installed. */
const OF_FRAMEWORKS = ['/react', '/vue', '/svelte', '/preact', '/solid'];

describe('the types of the packed package', () => {
  let packed: PackedPackage;
  before(async () => {
    packed = await unpackPackage([
      ...INSTALLED_WITH_IT,
      '@types/react',
      'react',
      'csstype',
      'vue',
      'svelte',
      'preact',
      'solid-js',
      '@types/node',
    ]);
  });
  after(() => packed.remove());

  for (const [entry, code] of Object.entries(SAMPLES))
    for (const moduleResolution of [ts.ModuleResolutionKind.Bundler, ts.ModuleResolutionKind.NodeNext])
      it(`suffice with kaltura-avatar${entry} alone, ${ts.ModuleResolutionKind[moduleResolution]}`, async () => {
        const problems = await check(entry, code, moduleResolution);
        assert.deepEqual(problems, []);
      });

  it(`suffice with TypeScript ${OLDEST}, too`, async () => {
    const folder = join(packed.folder, 'oldest');
    await mkdir(folder);
    const arguments_ = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, `typescript@${OLDEST}`];
    await promisify(execFile)('npm', arguments_, { cwd: folder });
    const oldest = createRequire(join(folder, 'sample.js'))('typescript') as typeof ts;
    assert.equal(oldest.version, OLDEST);
    const checkOldest = new TypeChecker(oldest);
    for (const [entry, code] of Object.entries(SAMPLES))
      assert.deepEqual(await check(entry, code, ts.ModuleResolutionKind.Bundler, checkOldest), [], entry);
  });

  it('are all tried', async () => {
    const { default: manifest } = (await import('../../package.json', { with: { type: 'json' } })) as {
      default: { exports: object };
    };
    const entries = Object.keys(manifest.exports).map((path) => path.slice(1));
    assert.deepEqual(Object.keys(SAMPLES).sort(), entries.filter((path) => path !== '/package.json').sort());
  });

  const checker = new TypeChecker();

  async function check(
    entry: string,
    code: string,
    moduleResolution: ts.ModuleResolutionKind,
    using = checker,
  ): Promise<string[]> {
    const folder = join(packed.folder, `sample${entry.replaceAll('/', '-')}-${moduleResolution}`);
    const file = join(folder, 'sample.tsx');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(file, code);
    const lib = WITHOUT_PAGE.includes(entry)
      ? ['lib.es2022.d.ts', 'lib.webworker.d.ts']
      : ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'];
    const options: ts.CompilerOptions = {
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: moduleResolution === ts.ModuleResolutionKind.Bundler ? ts.ModuleKind.ESNext : ts.ModuleKind.NodeNext,
      moduleResolution,
      jsx: ts.JsxEmit.ReactJSX,
      lib,
      types: IN_NODE.includes(entry) ? ['node'] : [],
      noUncheckedSideEffectImports: true,
      skipLibCheck: OF_FRAMEWORKS.includes(entry),
      skipDefaultLibCheck: true,
    };
    return using.problemsOf([file], options);
  }
});

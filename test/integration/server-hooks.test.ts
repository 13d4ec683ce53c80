import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';

import type { SessionStatus } from '../../src/simulator/sessions/session-status.js';
import { startSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { StandaloneServer } from '../support/standalone-server.js';
import { toneMp3 } from '../support/tone-mp3.js';
import { until } from '../support/until.js';
import { wav } from '../support/wav.js';

const ANSWERS = `## When do you open?

- Opening hours
- Are you open on Sundays?

At nine, and on Sundays at ten.
`;

const HOOKS = `import { readFile } from 'node:fs/promises';

const clip = await readFile(new URL('./clip.mp3', import.meta.url));

export const reply = async function* (message) {
  yield 'You said ' + message + '. ';
  yield 'Good bye.';
};
export const textToSpeech = () => clip;
export const textToSpeechWhen = 'always';
export const transcribe = (audio) => 'I heard ' + audio.type + '.';
`;

const PARTNER = { id: 4242, adminSecret: 'a-secret-of-the-partner' };

describe('kaltura-avatar-server speaks and answers by its environment alone', () => {
  let simulator: Simulator;
  let folder: string;
  let server: StandaloneServer;
  before(async () => {
    simulator = await startSimulator({ profile: 'live', partner: PARTNER });
    folder = await mkdtemp(join(tmpdir(), 'kaltura-avatar-hooks-'));
    await writeFile(join(folder, 'answers.md'), ANSWERS);
    await writeFile(join(folder, 'hooks.mjs'), HOOKS);
    await writeFile(join(folder, 'clip.mp3'), new Uint8Array(await (await toneMp3(0.5)).arrayBuffer()));
    await writeFile(join(folder, 'hooks.cjs'), "exports.reply = () => 'Hello from elsewhere.';");
    await writeFile(join(folder, 'whole.mjs'), "export default { reply: () => 'Hello from the whole.' };");
    await writeFile(join(folder, 'misspelt.mjs'), "export const replay = () => 'Hello.';");
    await writeFile(join(folder, 'empty.mjs'), '');
    await writeFile(join(folder, 'broken.mjs'), "throw new Error('It is broken.');");
    await writeFile(join(folder, 'no-function.mjs'), "export const reply = 'Hello.';");
  });
  afterEach(async () => {
    server.end('SIGTERM');
    await server.exited;
  });
  after(async () => {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  const start = (environment: Record<string, string>): StandaloneServer =>
    (server = new StandaloneServer({
      AVATAR_PARTNER_ID: String(PARTNER.id),
      AVATAR_ADMIN_SECRET: PARTNER.adminSecret,
      AVATAR_OVP_URL: simulator.url,
      AVATAR_BASE_URL: simulator.baseUrl,
      AVATAR_ID: '5ef4233d6d84715f123115e2',
      ...environment,
    }));

  /** A page's session, and the calls on it. */
  async function openSession(): Promise<{
    call: (action: string, body: BodyInit, type?: string) => Promise<Response>;
    status: () => SessionStatus;
  }> {
    const opened = await fetch(`${await server.url()}/session`, { method: 'POST' });
    assert.equal(opened.status, 200);
    const { sessionId, controlUrl, key } = (await opened.json()) as Record<'sessionId' | 'controlUrl' | 'key', string>;
    return {
      call: (action, body, type = 'application/json') =>
        fetch(`${new URL(controlUrl, opened.url).href}/${action}`, {
          method: 'POST',
          body,
          headers: { Authorization: `Bearer ${key}`, 'Content-Type': type },
        }),
      status: () => simulator.sessions().find(({ id }) => id === sessionId) ?? assert.fail('there is no session'),
    };
  }

  async function askedFor(message: string): Promise<{ answer: string; status: () => SessionStatus }> {
    const { call, status } = await openSession();
    const answered = await call('reply', JSON.stringify({ message }));
    assert.equal(answered.status, 200);
    return { answer: await answered.text(), status };
  }

  const hasSpoken = (status: SessionStatus): boolean =>
    status.turns.length > 0 && status.turns.every(({ state }) => state === 'said');

  it('answers a question by voice, from a file and with the voice of this machine', async () => {
    start({ AVATAR_ANSWERS: join(folder, 'answers.md'), AVATAR_VOICE: 'local' });
    const { answer, status } = await askedFor('What are your opening hours?');
    assert.match(answer, /At nine, and on Sundays at ten\./);
    await until(() => hasSpoken(status()));
    assert.deepEqual((await server.line('Listening'))['hooks'], ['reply', 'textToSpeech']);
  });

  it('takes all its hooks from a module', async () => {
    start({ AVATAR_HOOKS: join(folder, 'hooks.mjs') });
    const { answer, status } = await askedFor('a word');
    assert.match(answer, /You said a word\./);
    await until(() => hasSpoken(status()));
    const { call } = await openSession();
    const recording = wav({ seconds: 1, sampleRate: 8000 });
    const heard = await call('transcribe', recording, 'audio/wav');
    assert.deepEqual(await heard.json(), { success: true, text: 'I heard audio/wav.' });
  });

  for (const [file, expected] of [
    ['hooks.cjs', /Hello from elsewhere/],
    ['whole.mjs', /Hello from the whole/],
  ] as const) {
    it(`takes a module that exports in another way: ${file}`, async () => {
      start({ AVATAR_HOOKS: join(folder, file), AVATAR_VOICE: 'local' });
      assert.match((await askedFor('a word')).answer, expected);
    });
  }

  const wrong: [what: string, environment: Record<string, string>, message: RegExp][] = [
    ['a voice that it does not know', { AVATAR_VOICE: 'alloy' }, /AVATAR_VOICE should be local, or left out/],
    ['answers that are not there', { AVATAR_ANSWERS: 'none.md' }, /AVATAR_ANSWERS: .*none\.md cannot be read.*ENOENT/],
    ['answers without a question', { AVATAR_ANSWERS: 'hooks.mjs' }, /createDocumentReply/],
    ['a module that is not there', { AVATAR_HOOKS: 'none.mjs' }, /AVATAR_HOOKS: .*none\.mjs could not be loaded/],
    ['a module that fails', { AVATAR_HOOKS: 'broken.mjs' }, /could not be loaded. Error: It is broken/],
    ['a hook that is misspelt', { AVATAR_HOOKS: 'misspelt.mjs' }, /should export some of reply, .*; it exports replay/],
    ['a module without hooks', { AVATAR_HOOKS: 'empty.mjs' }, /it exports none of them/],
    ['a hook that is no function', { AVATAR_HOOKS: 'no-function.mjs' }, /reply should be a function/],
    [
      'answers from two places',
      { AVATAR_HOOKS: 'hooks.cjs', AVATAR_ANSWERS: 'answers.md' },
      /AVATAR_ANSWERS should be left out where AVATAR_HOOKS exports a reply/,
    ],
    [
      'voices from two places',
      { AVATAR_HOOKS: 'hooks.mjs', AVATAR_VOICE: 'local' },
      /AVATAR_VOICE should be left out where AVATAR_HOOKS exports textToSpeech/,
    ],
  ];
  for (const [what, environment, message] of wrong) {
    it(`does not start with ${what}, and says why`, async () => {
      const inFolder = Object.entries(environment).map(([name, value]) => [
        name,
        name === 'AVATAR_VOICE' ? value : join(folder, value),
      ]);
      start(Object.fromEntries(inFolder) as Record<string, string>);
      assert.equal(await server.exited, 2);
      assert.match(server.stderr, message);
      assert.doesNotMatch(server.stderr, /\n\s+at /);
    });
  }
});

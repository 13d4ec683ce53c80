import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { ensurePocketsphinx, POCKETSPHINX_PACKAGES } from '../../demo/ears/find-pocketsphinx.mjs';
import { createLocalTranscriber, type LocalTranscriber } from '../../demo/ears/local-transcriber.js';
import { createProjectReply, readQuestions } from '../../demo/project-reply.js';
import { sayAsWav } from '../support/say.js';

/** Some of the questions, as they are in the file and in words that are not. */
const ASKED: readonly (readonly [question: string, asked: string])[] = [
  ['How do captions work?', 'How do captions work?'],
  ['How do I put the avatar on my page?', 'How do I put the avatar on my page?'],
  ['How do I use it with React?', 'How do I use it with React?'],
  ['How do I interrupt the avatar?', 'How do I interrupt the avatar?'],
  ['What is the simulator?', 'What does the simulator do?'],
  ['How large is it?', 'What is the bundle size?'],
  ['Why do I need a backend?', 'What is the backend good for?'],
  ['Can I talk to it?', 'How does voice input work?'],
  ['What do the error codes mean?', 'Where is the list of errors?'],
  ['Is it accessible?', 'Can it be used with the keyboard only?'],
];

describe('the ears of the demo', { timeout: 60_000 }, () => {
  let ears: LocalTranscriber;
  before(async () => {
    ensurePocketsphinx();
    const found = await createLocalTranscriber((await readQuestions()).flat());
    if (!found)
      throw new Error(`This test needs PocketSphinx. Install it (Debian: ${POCKETSPHINX_PACKAGES.join(', ')}).`);
    ears = found;
  });
  after(() => ears.close());

  const transcribe = async (recording: Blob): Promise<string> =>
    ears.transcribe(recording, { sessionId: 'one', durationSeconds: 3, signal: new AbortController().signal });
  const spoken = async (text: string): Promise<Blob> =>
    new Blob([new Uint8Array(await sayAsWav(text))], { type: 'audio/wav' });

  it('write a question down as it stands in the file', async () => {
    assert.equal(await transcribe(await spoken('How do captions work?')), 'How do captions work?');
  });

  it('understand what is asked so that it is answered rightly, eight times of ten', async (test) => {
    const reply = await createProjectReply();
    const answerTo = async (text: string): Promise<unknown> =>
      reply(text, { sessionId: 'one', history: [], signal: new AbortController().signal });
    const wrong: string[] = [];
    for (const [question, asked] of ASKED) {
      const heard = await transcribe(await spoken(asked));
      if ((await answerTo(heard)) !== (await answerTo(question))) wrong.push(`${asked} → ${heard}`);
    }
    test.diagnostic(`${ASKED.length - wrong.length} of ${ASKED.length}`);
    assert.ok(wrong.length <= ASKED.length * 0.2, wrong.join('\n'));
  });

  it('hear nothing in silence', async () => {
    const silence = Buffer.alloc(44 + 32_000);
    (await sayAsWav('Yes.')).copy(silence, 0, 0, 44);
    silence.writeUInt32LE(32_036, 4);
    silence.writeUInt32LE(32_000, 40);
    assert.equal(await transcribe(new Blob([new Uint8Array(silence)], { type: 'audio/wav' })), '');
  });

  it('say what they can read where a recording is something else', async () => {
    await assert.rejects(
      transcribe(new Blob(['....ftyp'], { type: 'audio/mp4' })),
      /WebM with Opus, but no audio\/mp4/,
    );
  });
});

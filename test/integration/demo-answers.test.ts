import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { createProjectReply } from '../../demo/project-reply.js';
import { readAnswers, type SpokenAnswer } from '../../src/server/adapters/documents/answers-file.js';
import { SpeakableText } from '../../src/core/speech/speakable/speakable-text.js';
import type { Reply } from '../../src/server/speech/hooks.js';
import { headingsOf } from '../support/markdown-headings.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const REPOSITORY = 'https://github.com/kaltura/kaltura-avatar/blob/main/';

/** What visitors may ask, in other words than those of the file, by the question in the file that it is. */
const ASKED: Record<string, string> = {
  'What is kaltura-avatar?': 'So what exactly am I looking at here?',
  'How do I try the demo?': 'How can I play with the demo on my own machine?',
  'Do I need an account?': 'Is it possible to develop without any Kaltura credentials?',
  'How do I install it?': 'Which packages do I have to install?',
  'How do I put the avatar on my page?': 'What markup do I need to embed an avatar in a website?',
  'Why do I need a backend?': 'What is the backend good for?',
  'Where is my Kaltura Session kept?': 'Is the secret ever sent to the browser?',
  'How is a Kaltura Session made and renewed?': 'Can the server mint the KS by itself from the admin secret?',
  'How do I use it with React?': 'I build my site with React, how do I add it?',
  'How do I use it with Vue?': 'What do I write in a Vue template?',
  'Does it work with Svelte, Preact or Solid?': 'Are there types for Solid and Preact?',
  'Does it work with Angular or Astro?': 'What about an Angular application?',
  'How do I use it in Next.js?': 'Where does the backend go in a Next.js project?',
  'Can I use it without a bundler?': 'I have a static site and no build step, does it work?',
  'Can I show it in an iframe?': 'Is there an embed page for an iframe?',
  'Which browsers does it run in?': 'Is Firefox supported, and which version?',
  'How large is it?': 'What is the bundle size?',
  'How do captions work?': 'Can visitors read what the avatar says?',
  'How do I interrupt the avatar?': 'Can a visitor cut it off in the middle of a sentence?',
  'How do I make it say something?': 'How can JavaScript on my page let it say a sentence?',
  'Can it play a recording?': 'Can the avatar lip sync to my own audio file?',
  'How do I connect a language model?': 'How can ChatGPT or Claude answer the visitors?',
  'Can I use a voice of my own?': 'How do I bring my own speech synthesis?',
  'Can the avatar float in a corner?': 'Can it sit in the corner like a support widget?',
  'Which languages does the element have?': 'Are the buttons available in Hebrew and Arabic?',
  'How do I change how it looks?': 'How do I set my brand colour and round corners?',
  'Can I remove the background?': 'I want the avatar with a transparent background',
  'How do I keep costs under control?': 'Is there a rate limit for visitors?',
  'When does a session end?': 'What happens to the session when somebody closes the tab?',
  'What happens when the connection is lost?': 'The wifi went away for a moment, what does the avatar do?',
  'Why is there no sound?': 'I cannot hear anything after autostart',
  'What is the simulator?': 'What does the simulator do?',
  'How do I test my own pages?': 'What is the best way to run automated tests of my site with the avatar?',
  'Can I run several processes?': 'We have three servers behind a load balancer, do they share sessions?',
  'Does the backend run on edges?': 'Does the server work on Deno, Bun or Vercel edge functions?',
  'What is stored about visitors?': 'Which personal data do you keep, and for how long?',
  'My page is on another origin. What do I do?': 'How do I allow a different domain to use the backend?',
  'What do the error codes mean?': 'Where is the list of errors?',
  'Does it work under a strict Content Security Policy?': 'Will our CSP headers block it?',
  'How do I watch it in production?': 'How can I monitor the servers?',
  'Can I talk to it?': 'How does voice input work?',
  'How do I choose the avatar and the voice?': 'How do I pick another face or voice?',
  'Can it greet visitors?': 'I would like it to say hello first by itself',
  'Is it accessible?': 'Can it be used with the keyboard only?',
  'What is the licence?': 'Is it open source?',
  'Can sessions stay in Europe?': 'Is there a data centre in the EU?',
  'What happens to Markdown in answers?': 'The model writes bullet lists and links, are they spoken?',
  'Is there a server that is ready to run?': 'Is there a command line server?',
};

/** Of ten questions at least nine are answered right at first. */
const RIGHT = 0.9;

describe('the avatar of the demo', () => {
  let reply: Reply;
  let answers: SpokenAnswer[];
  before(async () => {
    reply = await createProjectReply();
    answers = readAnswers(await readFile(`${root}demo/answers.md`, 'utf8'), `${REPOSITORY}demo/answers.md`);
  });

  const ask = async (message: string): Promise<string> =>
    (await reply(message, { sessionId: 'one', history: [], signal: new AbortController().signal })) as string;
  const answerTo = (question: string): string | undefined =>
    answers.find(({ wordings }) => wordings[0] === question)?.answer;

  it('answers what it is asked in other words, nine times of ten at least', async (test) => {
    const wrong: string[] = [];
    for (const [question, asked] of Object.entries(ASKED)) {
      assert.ok(answerTo(question) !== undefined, `There is no answer to ${question}`);
      if ((await ask(asked)) !== answerTo(question)) wrong.push(asked);
    }
    const total = Object.keys(ASKED).length;
    test.diagnostic(`${total - wrong.length} of ${total}`);
    assert.ok(wrong.length <= total * (1 - RIGHT), wrong.join('\n'));
  });

  it('answers every wording of its own file', async () => {
    for (const { wordings, answer } of answers)
      for (const wording of wordings) assert.equal(await ask(wording), answer, wording);
  });

  it('greets, thanks and says goodbye', async () => {
    assert.match(await ask('Hello there!'), /^Hello!/);
    assert.match(await ask('Thanks!'), /welcome/);
    assert.match(await ask('bye bye'), /^Goodbye/);
    assert.match(await ask('Who are you?'), /avatar of this demo/);
  });

  it('does not know what is not about this project', async () => {
    const others = [
      'What is the weather in Paris?',
      'Who won the world cup?',
      'Can you write me a poem about the sea?',
    ];
    for (const asked of [...others, 'How do I cook pasta?', 'Wie spät ist es?', '¿', ''])
      assert.match(await ask(asked), /^I am sorry, I do not know that\.$/, asked);
  });

  it('names the section that is about what it has no answer to', async () => {
    const answer = await ask('What does the retryPolicy do with delayBefore and elapsedMs?');
    assert.match(
      answer,
      /^I do not know that, but the section “\[Options and methods\]\(https:.*\)” of “.*” is about it/,
    );
  });

  it('says what can be listened to: up to 300 characters in plain sentences', () => {
    for (const { wordings, answer } of answers) {
      const speakable = new SpeakableText();
      const said = speakable.push(answer) + speakable.end();
      assert.ok(said.length <= 300, `${wordings[0]}: ${said.length} characters`);
      assert.match(said, /^[^\n[\](){}<>`*_#]+[.!]$/, wordings[0]);
      assert.ok(said.length >= 15, wordings[0]);
    }
  });

  it('links to what is there', async () => {
    for (const { answer } of answers)
      for (const [, url = ''] of answer.matchAll(/\]\(([^)]*)\)/g)) {
        assert.ok(url.startsWith(REPOSITORY), url);
        const [path = '', heading] = url.slice(REPOSITORY.length).split('#');
        assert.ok(existsSync(root + path), url);
        if (heading !== undefined) assert.ok(headingsOf(await readFile(root + path, 'utf8')).includes(heading), url);
      }
  });
});

import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';

import { createScriptedReply } from '../../demo/backends/replies/scripted.js';
import type { ChatMessage } from '../../src/server/speech/hooks.js';

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe('the scripted reply', () => {
  let history: ChatMessage[];
  beforeEach(() => {
    history = [];
  });

  function tokensOf(message: string, options = { wordEveryMs: 0 }, signal = new AbortController().signal) {
    const reply = createScriptedReply(options);
    return reply(message, { history, signal, sessionId: 'session-1', caller: 'caller-1' }) as AsyncIterable<string>;
  }

  async function answerTo(message: string): Promise<string> {
    const answer = (await all(tokensOf(message))).join('');
    history.push({ role: 'user', content: message }, { role: 'assistant', content: answer });
    return answer;
  }

  it('answers word by word', async () => {
    assert.deepEqual(await all(tokensOf('Tell me')), ['You ', 'said: ', 'Tell ', 'me']);
  });

  it('greets, says what it can do, and repeats all else', async () => {
    assert.match(await answerTo('Good morning!'), /^Hello! /);
    assert.match(await answerTo('What can you do?'), /simple rules/);
    assert.match(await answerTo('Does it rain?'), /^You asked: Does it rain\? /);
    assert.equal(await answerTo('It rains.'), 'You said: It rains.');
  });

  it('remembers the visitor’s name, the latest one', async () => {
    assert.equal(await answerTo('What is my name?'), 'You have not told me your name.');
    assert.match(await answerTo('Hi, my name is Ada.'), /Nice to meet you, Ada\./);
    assert.equal(await answerTo('What is my name?'), 'Your name is Ada.');
    assert.match(await answerTo('No, call me Zoë'), /Zoë/);
    assert.match(await answerTo('Hello again'), /^Hello, Zoë!/);
  });

  it('stops when the visitor goes away', async () => {
    const gone = new AbortController();
    const tokens = tokensOf('Tell me', { wordEveryMs: 3_600_000 }, gone.signal)[Symbol.asyncIterator]();
    const next = tokens.next();
    gone.abort();
    await assert.rejects(next, { name: 'AbortError' });
  });
});

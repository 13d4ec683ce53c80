import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { EventSourceMessage } from 'eventsource-parser/stream';

import { sessionCallUrl } from '../../src/element/backend/backend-fetch.js';
import { readReply } from '../../src/element/conversation/backend-reply.js';
import { PushToTalk } from '../../src/element/extensions/desk/composer/push-to-talk.js';

describe('the address of a reply', () => {
  const PAGE = 'https://page.example/deep/index.html';

  it('goes on from the endpoint’s path, whatever is in its query or at its end', () => {
    const cases = {
      '/api/avatar/session': 'https://page.example/api/avatar/session/a%2Fb/reply',
      'api/session/': 'https://page.example/deep/api/session/a%2Fb/reply',
      'https://other.example/session?to=/x/&tenant=7#top':
        'https://other.example/session/a%2Fb/reply?to=/x/&tenant=7#top',
    };
    for (const [endpoint, url] of Object.entries(cases))
      assert.equal(sessionCallUrl(endpoint, 'a/b', 'reply', PAGE), url);
  });
});

describe('the stream of a reply', () => {
  const read = async (...events: EventSourceMessage[]): Promise<string> => {
    let text = '';
    const stream = new ReadableStream<EventSourceMessage>({
      start: (controller) => {
        for (const event of events) controller.enqueue(event);
        controller.close();
      },
    });
    await readReply(stream, new AbortController().signal, {
      onText: (piece) => (text += piece),
      onAction: ({ action }) => (text += `[${action}]`),
      onLink: ({ text: words, url }) => (text += `{${words}: ${url}}`),
      onSuggestions: (suggestions) => (text += `?${JSON.stringify(suggestions)}`),
      onHeard: (words) => (text += `(${words})`),
      onFiller: (words) => (text += `<${words}>`),
    });
    return text;
  };
  const textEvent = (text: string): EventSourceMessage => ({
    event: 'text',
    data: JSON.stringify({ text }),
    id: undefined,
  });
  const done: EventSourceMessage = { event: 'done', data: '{}', id: undefined };

  it('is its pieces up to the end; events of other names are left out', async () => {
    const other: EventSourceMessage = { event: 'usage', data: '{"tokens":7}', id: undefined };
    assert.equal(
      await read(textEvent('Hello '), other, textEvent('there.'), done, textEvent(' No more.')),
      'Hello there.',
    );
  });

  it('tells what may be said next, and leaves out what is no text', async () => {
    const suggestions = { ...textEvent(''), event: 'suggestions', data: '{"suggestions":["What?",7," ","Why? "]}' };
    const wrong = { ...suggestions, data: '{"suggestions":"What?"}' };
    const german = { ...suggestions, data: '{"suggestions":{"de":["Was?",7]}}' };
    const said = await read(textEvent('So.'), suggestions, german, wrong, done);
    assert.equal(said, 'So.?["What?","Why?"]?{"de":["Was?"]}?[]');
  });

  it('tells what was understood of a message that was spoken, and what is said until its answer comes', async () => {
    const heard = { ...textEvent('When?'), event: 'heard' };
    const filler = { ...textEvent('Let me see.'), event: 'filler' };
    assert.equal(await read(heard, filler, textEvent('At nine.'), done), '(When?)<Let me see.>At nine.');
  });

  it('has links, but none to anything but a page', async () => {
    const link = (url: string): EventSourceMessage => ({
      event: 'link',
      data: JSON.stringify({ text: 'it', url }),
      id: undefined,
    });
    const said = await read(link('https://x.y/z'), textEvent('See it.'), link('javascript:alert(1)'), done);
    assert.equal(said, '{it: https://x.y/z}See it.');
  });

  it('fails as the backend says, with a code that it knows', async () => {
    const failed = (problem: object): Promise<string> =>
      read(textEvent('Hel'), { event: 'error', data: JSON.stringify(problem), id: undefined });
    await assert.rejects(failed({ code: 'RATE_LIMITED', detail: 'Too much.', status: 429 }), {
      code: 'RATE_LIMITED',
      status: 429,
      message: 'The reply failed: Too much.',
    });
    await assert.rejects(failed({ code: 'toString' }), { code: 'API_REQUEST_FAILED' });
  });

  it('fails where it breaks off, or says what nobody understands', async () => {
    await assert.rejects(read(textEvent('Hel')), { code: 'NETWORK' });
    await assert.rejects(read({ event: 'text', data: 'no JSON', id: undefined }), { code: 'PROTOCOL' });
  });
});

describe('the button to talk', () => {
  const button = (): { talk: PushToTalk; at: (ms: number) => void; calls: string[] } => {
    let now = 0;
    let isListening = false;
    const calls: string[] = [];
    const set = (call: string, value: boolean) => (): void => {
      calls.push(call);
      isListening = value;
    };
    const talker = {
      get isListening() {
        return isListening;
      },
      start: set('start', true),
      stop: set('stop', false),
    };
    return { talk: new PushToTalk(talker, () => now), at: (ms) => (now = ms), calls };
  };

  it('listens for as long as it is held', () => {
    const { talk, at, calls } = button();
    talk.press();
    talk.press();
    assert.equal(talk.isHeld, true);
    at(1000);
    talk.release();
    talk.release();
    assert.deepEqual([calls, talk.isHeld], [['start', 'stop'], false]);
  });

  it('listens from one short click to the next', () => {
    const { talk, at, calls } = button();
    talk.press();
    at(100);
    talk.release();
    assert.deepEqual([calls, talk.isHeld], [['start'], false]);
    talk.press();
    at(150);
    talk.release();
    assert.deepEqual(calls, ['start', 'stop']);
  });

  it('takes clicks that nothing was pressed for', () => {
    const { talk, calls } = button();
    talk.toggle();
    talk.toggle();
    assert.deepEqual(calls, ['start', 'stop']);
  });
});

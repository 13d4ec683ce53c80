import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import { EventSourceParserStream } from 'eventsource-parser/stream';

import type { Reply } from '../../src/server/speech/hooks.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import type { SessionEnd } from '../../src/server/reports/session-end.js';
import { createAvatarBackend } from '../../src/server/backend.js';
import { startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { toneMp3 } from '../support/tone-mp3.js';

type Event = [event: string | undefined, text: unknown];

let harness: BackendHarness;

async function start(reply: Reply, options: Partial<AvatarBackendOptions>): Promise<void> {
  harness = await startBackendHarness({ reply, ...options });
  await harness.open();
}

async function ask(message = 'When do you open?'): Promise<AsyncGenerator<Event>> {
  const response = await harness.control('reply', { message });
  assert.equal(response.status, 200);
  const events = (response.body ?? assert.fail())
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  return (async function* () {
    for await (const { event, data } of events) yield [event, (JSON.parse(data) as { text?: unknown }).text] as Event;
  })();
}

async function allOf(events: AsyncGenerator<Event>): Promise<Event[]> {
  const all: Event[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const said = (): string[] =>
  harness.service.calls
    .filter(({ purpose }) => purpose === 'say-text' || purpose === 'say-audio')
    .map(({ purpose, body }) => (purpose === 'say-text' ? (JSON.parse(body) as { text: string }).text : purpose));

/** Answers when it is told to. */
function slowReply(): { reply: Reply; answer: (text: string) => void } {
  let answer: (text: string) => void = () => undefined;
  return { reply: () => new Promise((resolve) => (answer = resolve)), answer: (text) => answer(text) };
}

describe('what fills the time until an answer begins', () => {
  afterEach(() => harness.close());

  it('is said where the answer takes longer, before the answer, and told to the page for its captions', async () => {
    const { reply, answer } = slowReply();
    await start(reply, { filler: { afterMs: 5, text: 'Let me see.' } });
    const events = await ask();
    assert.deepEqual((await events.next()).value, ['filler', 'Let me see.']);
    await harness.service.received('say-text');
    answer('At nine.');
    assert.deepEqual(await allOf(events), [
      ['text', 'At nine.'],
      ['done', 'At nine.'],
    ]);
    assert.deepEqual(said(), ['Let me see.', 'At nine.']);
  });

  it('is not said where the answer comes first, nor where there is none', async () => {
    await start(() => 'At nine.', { filler: { afterMs: 100_000, text: 'Let me see.' } });
    assert.deepEqual(await allOf(await ask()), [
      ['text', 'At nine.'],
      ['done', 'At nine.'],
    ]);
    assert.deepEqual(said(), ['At nine.']);
  });

  it('comes before the answer also where the service takes its time', async () => {
    const { reply, answer } = slowReply();
    await start(reply, { filler: { afterMs: 5, text: 'Let me see.' } });
    let take: () => void = () => undefined;
    harness.service.answers.set('say-text', { after: new Promise<void>((resolve) => (take = resolve)) });
    const events = await ask();
    await events.next();
    await harness.service.received('say-text');
    answer('At nine.');
    assert.deepEqual((await events.next()).value, ['text', 'At nine.']);
    assert.deepEqual(said(), ['Let me see.'], 'the answer waits for its turn');
    take();
    await allOf(events);
    assert.deepEqual(said(), ['Let me see.', 'At nine.']);
  });

  it('takes several in turn', async () => {
    const replies = [slowReply(), slowReply(), slowReply()];
    let at = 0;
    await start((...call) => (replies[at] ?? assert.fail()).reply(...call), {
      filler: { afterMs: 5, text: ['Let me see.', 'One moment.'] },
    });
    const told: unknown[] = [];
    for (; at < 3; at += 1) {
      const events = await ask();
      const [, text] = (await events.next()).value as Event;
      told.push(text);
      replies[at]?.answer('So.');
      await allOf(events);
    }
    assert.deepEqual(told, ['Let me see.', 'One moment.', 'Let me see.']);
  });

  it('may be a recording', async () => {
    const { reply, answer } = slowReply();
    await start(reply, { filler: { afterMs: 5, text: 'Hm.', clip: await toneMp3(1) } });
    const events = await ask();
    assert.deepEqual((await events.next()).value, ['filler', 'Hm.']);
    await harness.service.received('say-audio');
    answer('At nine.');
    await allOf(events);
    assert.deepEqual(said(), ['say-audio', 'At nine.']);
  });

  it('is in no history, no report, and costs the visitor no characters', async () => {
    const histories: unknown[] = [];
    let answer: (text: string) => void = () => undefined;
    const ends: SessionEnd[] = [];
    await start(
      (_message, { history }) => {
        histories.push(history);
        return new Promise((resolve) => (answer = resolve));
      },
      {
        filler: { afterMs: 5, text: 'x'.repeat(100) },
        limits: { textLength: 50, total: { charactersPerMinute: 50 } },
        includeTranscript: true,
        onSessionEnd: (end) => void ends.push(end),
      },
    );
    for (let i = 0; i < 2; i += 1) {
      const events = await ask();
      await events.next();
      answer('At nine.');
      await allOf(events);
    }
    assert.doesNotMatch(JSON.stringify(histories), /xxx/);
    await harness.control('end');
    assert.match(JSON.stringify(ends), /At nine/);
    assert.doesNotMatch(JSON.stringify(ends), /xxx/);
  });

  it('keeps no answer from coming where it cannot be said', async () => {
    const { reply, answer } = slowReply();
    await start(reply, {
      filler: { afterMs: 5, text: 'Let me see.' },
      beforeSay: (text) => (text === 'Let me see.' ? { refuse: 'Not this.' } : undefined),
    });
    const events = await ask();
    await events.next();
    answer('At nine.');
    assert.deepEqual((await allOf(events)).at(-1), ['done', 'At nine.']);
    assert.deepEqual(said(), ['At nine.']);
  });

  it('is stopped with the answer that it waits for', async () => {
    let onAsked: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (onAsked = resolve));
    const reply: Reply = () => {
      onAsked();
      return new Promise(() => undefined);
    };
    await start(reply, { filler: { afterMs: 100_000, text: 'Let me see.' } });
    const answered = harness.control('reply', { message: 'When?' });
    await asked;
    await harness.control('interrupt');
    assert.equal((await answered).status >= 400, true);
    assert.deepEqual(said(), []);
  });

  it('is refused by name where it cannot be one', async () => {
    await start(() => 'So.', {});
    const base = { ks: 'ks', reply: (): string => 'So.' };
    const wrong: [unknown, RegExp][] = [
      ['Hm.', /filler should be \{ afterMs/],
      [{ text: 'Hm.' }, /filler\.afterMs/],
      [{ afterMs: NaN, text: 'Hm.' }, /filler\.afterMs/],
      [{ afterMs: 5 }, /filler\.text/],
      [{ afterMs: 5, text: [] }, /filler\.text/],
      [{ afterMs: 5, text: 'Hm.', clip: 'hm.mp3' }, /filler\.clip/],
    ];
    for (const [filler, message] of wrong) {
      const options = { ...base, filler } as Parameters<typeof createAvatarBackend>[0];
      assert.throws(() => createAvatarBackend(options), { code: 'INVALID_CONFIGURATION', message });
    }
    assert.throws(() => createAvatarBackend({ ks: 'ks', filler: { afterMs: 5, text: 'Hm.' } }), /filler/);
  });
});

import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import type { AvatarBackendOptions } from '../../src/server/options.js';
import { ENDPOINT, jsonRequest, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { toneMp3 } from '../support/tone-mp3.js';

let harness: BackendHarness;

async function start(options: Partial<AvatarBackendOptions> = {}): Promise<void> {
  harness = await startBackendHarness(options);
  await harness.open();
}

interface Said {
  text: string;
  turnId: string;
  isFinal: boolean;
}

const said = (): Said[] =>
  harness.service.calls.filter(({ purpose }) => purpose === 'say-text').map(({ body }) => JSON.parse(body) as Said);

const spoken = (): number => harness.service.calls.filter(({ purpose }) => purpose === 'say-audio').length;

async function codeOf(response: Response): Promise<string> {
  const { code } = (await response.json()) as { code?: string };
  return code === undefined ? String(response.status) : `${response.status} ${code}`;
}

const say = async (text: string, rest: Partial<Said> = {}): Promise<string> =>
  codeOf(await harness.control('say-text', { text, turnId: 'turn-1', isFinal: true, ...rest }));

/** A body that is written bit by bit. */
function slowBody(): { body: ReadableStream<Uint8Array>; write: (text: string) => void; end: () => void } {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({ start: (it) => void (controller = it) });
  return {
    body,
    write: (text) => controller.enqueue(new TextEncoder().encode(text)),
    end: () => controller.close(),
  };
}

function stream(body: BodyInit, type: string, query = ''): Promise<Response> {
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { 'Content-Type': type },
  };
  return harness.backend.fetch(new Request(`${ENDPOINT}/session-1/say-text${query}`, init));
}

describe('a text that is streamed to the backend', () => {
  afterEach(() => harness.close());

  it('is said sentence by sentence, as it comes, in one turn', async () => {
    await start();
    const { body, write, end } = slowBody();
    const answered = stream(body, 'text/plain; charset=utf-8', '?turnId=turn-7');
    write('Good morning to you all. It is a ve');
    await harness.service.received('say-text');
    assert.deepEqual(said(), [{ text: 'Good morning to you all. ', turnId: 'turn-7', isFinal: false }]);
    write('ry fine day.');
    end();
    assert.deepEqual(await (await answered).json(), { success: true, turnId: 'turn-7' });
    assert.equal(
      said()
        .map(({ text }) => text)
        .join(''),
      'Good morning to you all. It is a very fine day.',
    );
    assert.deepEqual(
      said().map(({ isFinal }) => isFinal),
      [false, true],
    );
  });

  it('may come as events: bare text, JSON strings or objects with a text', async () => {
    await start();
    const events = [
      'data: Good',
      'data: " morning,"',
      'data: {"text":" dear"}',
      ': a comment',
      'data: " friends."',
      'data: [DONE]',
    ];
    const response = await stream(`${events.join('\n\n')}\n\n`, 'text/event-stream');
    assert.equal(response.status, 200);
    assert.equal(
      said()
        .map(({ text }) => text)
        .join(''),
      'Good morning, dear friends.',
    );
  });

  it('is refused when it grows too long; what came before was said', async () => {
    await start({ limits: { textLength: 60 } });
    const { body, write, end } = slowBody();
    const answered = stream(body, 'text/plain');
    write('This is the first sentence. ');
    write('And this one ');
    await harness.service.received('say-text');
    write('goes on for much longer than anybody is allowed to speak.');
    end();
    assert.equal(await codeOf(await answered), '413 INVALID_INPUT');
    assert.equal(said()[0]?.text, 'This is the first sentence. ');
  });

  it('is refused where there is nothing in it', async () => {
    await start();
    for (const body of ['', '  \n ']) assert.equal(await codeOf(await stream(body, 'text/plain')), '400 INVALID_INPUT');
    assert.deepEqual(said(), []);
  });

  it('is given up where no more of it comes', async () => {
    await start({ limits: { bodySeconds: 0.2 } });
    const { body, write } = slowBody();
    const answered = stream(body, 'text/plain');
    write('This is the beginning. And th');
    assert.equal(await codeOf(await answered), '408 TIMEOUT');
  });

  it('is stopped with the session', async () => {
    await start();
    harness.service.answers.set('say-text', { status: 410 });
    const { body, write } = slowBody();
    const answered = stream(body, 'text/plain');
    write('This is the beginning. And th');
    assert.equal(await codeOf(await answered), '410 SESSION_GONE');
  });
});

describe('the hook before a text is said', () => {
  afterEach(() => harness.close());

  it('changes the text, or lets it be', async () => {
    const asked: unknown[] = [];
    await start({
      identify: () => 'anna',
      beforeSay: (text, { sessionId, turnId, caller }) => {
        asked.push([text, sessionId, turnId, caller]);
        return text.includes('damn') ? text.replace('damn', 'darn') : undefined;
      },
    });
    assert.equal(await say('Well, damn it.'), '200');
    assert.equal(await say('Hello.'), '200');
    assert.deepEqual(
      said().map(({ text }) => text),
      ['Well, darn it.', 'Hello.'],
    );
    assert.deepEqual(asked[0], ['Well, damn it.', 'session-1', 'turn-1', 'anna']);
  });

  it('refuses a text, in its own words', async () => {
    await start({ beforeSay: (text) => (text.includes('secret') ? { refuse: 'That is not for here.' } : undefined) });
    const response = await harness.control('say-text', { text: 'It is secret.', turnId: 't', isFinal: true });
    const { detail, code } = (await response.json()) as Record<string, string>;
    assert.deepEqual([response.status, code, detail], [422, 'INVALID_INPUT', 'That is not for here.']);
    assert.equal(
      await codeOf(await stream('All is well here, friends. But it is secret.', 'text/plain')),
      '422 INVALID_INPUT',
    );
    assert.deepEqual(
      said().map(({ text }) => text),
      ['All is well here, friends. '],
    );
  });

  it('is answered 500 where it fails, without what it said', async () => {
    await start({ beforeSay: () => Promise.reject(new Error('password is swordfish')) });
    const response = await harness.control('say-text', { text: 'Hello', turnId: 't', isFinal: true });
    assert.equal(response.status, 500);
    assert.doesNotMatch(await response.text(), /swordfish/);
    assert.deepEqual(said(), []);
  });
});

describe('the integrator’s own voice', () => {
  afterEach(() => harness.close());

  const voice = (heard: unknown[] = []): Partial<AvatarBackendOptions> => ({
    defaults: { avatarId: 'avatar-1', voiceId: 'voice-1' },
    textToSpeech: (text, voiceId) => {
      heard.push([text, voiceId]);
      return toneMp3(0.5);
    },
  });

  it('speaks where the service’s voice answers 503, and is asked at once for a minute', async () => {
    const heard: unknown[] = [];
    let now = 1_900_000_000_000;
    await start({ ...voice(heard), now: () => now });
    assert.equal(await say('Hello there.'), '200');
    assert.equal(spoken(), 0, 'the service speaks as long as it can');
    harness.service.answers.set('say-text', { status: 503 });
    assert.equal(await say('Can you hear me?'), '200');
    assert.equal(await say('Good.'), '200');
    assert.deepEqual(heard, [
      ['Can you hear me?', 'voice-1'],
      ['Good.', 'voice-1'],
    ]);
    assert.deepEqual([said().length, spoken()], [2, 2], 'the service is not asked each time');
    const sent = harness.service.calls.at(-1)?.body ?? '';
    assert.match(sent, /name="turnId"\r\n\r\nturn-1\r\n/);
    assert.match(sent, /name="duration"\r\n\r\n0\.5\d*\r\n/, 'the length is measured');
    now += 61_000;
    harness.service.answers.delete('say-text');
    assert.equal(await say('And you?'), '200');
    assert.equal(said().length, 3, 'the service is tried again');
  });

  it('goes on speaking by the service with every voice but the one that answers 503', async () => {
    const heard: unknown[] = [];
    await start({ ...voice(heard), avatars: ['avatar-1', 'avatar-2'], voices: ['voice-1', 'voice-2'] });
    const openOther = async (sessionId: string, choice: object): Promise<void> => {
      harness.nextSession(sessionId);
      assert.equal((await harness.backend.fetch(jsonRequest(ENDPOINT, choice))).status, 200);
    };
    const sayIn = async (sessionId: string): Promise<number> =>
      (await harness.backend.fetch(jsonRequest(`${ENDPOINT}/${sessionId}/say-text`, { text: 'Hello.' }))).status;
    await openOther('other-voice', { voiceId: 'voice-2' });
    await openOther('same-voice', { avatarId: 'avatar-2' });
    harness.service.answers.set('say-text', { status: 503 });
    assert.equal(await sayIn('session-1'), 200);
    harness.service.answers.delete('say-text');
    assert.deepEqual([await sayIn('other-voice'), heard.length], [200, 1], 'another voice speaks by itself');
    assert.deepEqual([await sayIn('same-voice'), heard.length], [200, 2], 'the same one is silent for every avatar');
  });

  it('speaks for an avatar without a voice of its choice, and not for another avatar', async () => {
    const heard: unknown[] = [];
    await start({ ...voice(heard), defaults: { avatarId: 'avatar-1' }, avatars: ['avatar-1', 'avatar-2'] });
    harness.service.answers.set('say-text', { status: 503 });
    assert.equal(await say('Hello.'), '200');
    harness.service.answers.delete('say-text');
    harness.nextSession('session-2');
    await harness.backend.fetch(jsonRequest(ENDPOINT, { avatarId: 'avatar-2' }));
    await harness.backend.fetch(jsonRequest(`${ENDPOINT}/session-2/say-text`, { text: 'Hello.' }));
    assert.deepEqual(heard, [['Hello.', undefined]]);
  });

  it('speaks always where that is wanted, and streams, too', async () => {
    const heard: unknown[] = [];
    await start({ ...voice(heard), textToSpeechWhen: 'always' });
    assert.equal(await codeOf(await stream('Good morning to you all. It is a fine day.', 'text/plain')), '200');
    assert.deepEqual(
      heard.map((each) => (each as string[])[0]),
      ['Good morning to you all. ', 'It is a fine day.'],
    );
    assert.equal(await say('Well.', { isFinal: false }), '200');
    assert.equal(await say('', { isFinal: true }), '200');
    assert.deepEqual([said().length, spoken()], [0, 3], 'an empty text closes its turn, and makes no sound');
  });

  it('is told of an answer what the visitor speaks', async () => {
    const languages: unknown[] = [];
    await start({
      textToSpeechWhen: 'always',
      textToSpeech: (text, _voiceId, { language }) => {
        languages.push([text, language]);
        return toneMp3(0.5);
      },
      reply: () => 'Guten Tag.',
    });
    assert.equal((await harness.control('reply', { message: 'Hallo.', language: 'de' })).status, 200);
    while (languages.length === 0) await delay(20);
    await say('Hello.');
    assert.deepEqual(languages, [
      ['Guten Tag.', 'de'],
      ['Hello.', undefined],
    ]);
  });

  it('is handed over clip by clip, so that an interrupt leaves nothing that goes on', async () => {
    await start({ textToSpeechWhen: 'always', textToSpeech: () => toneMp3(4) });
    const interrupts = (): number => harness.service.calls.filter(({ purpose }) => purpose === 'interrupt').length;
    const answered = stream(
      'One clip is heard. One waits behind it, and what follows is kept back. '.repeat(20),
      'text/plain',
    );
    while (spoken() < 2) await delay(20);
    assert.equal((await harness.control('interrupt', {})).status, 200);
    assert.deepEqual([spoken(), interrupts()], [2, 2], 'the clip that waited is interrupted, too');
    assert.equal(await codeOf(await answered), '499 ABORTED');
    assert.equal(await say('Something new.'), '200');
    assert.equal(spoken(), 3, 'what comes next does not wait for what is not heard any more');
  });

  it('does not speak for other errors of the service', async () => {
    await start(voice());
    harness.service.answers.set('say-text', { status: 500 });
    assert.equal(await say('Hello there.'), '502 API_REQUEST_FAILED');
    assert.equal(spoken(), 0);
  });

  it('has to be an MP3', async () => {
    await start({ textToSpeechWhen: 'always', textToSpeech: () => new TextEncoder().encode('RIFF....WAVE') });
    assert.equal(await say('Hello there.'), '500 API_REQUEST_FAILED');
    assert.ok(harness.log.some((line) => line.includes('textToSpeech gave something that is not an MP3')));
  });
});

describe('the voice of a session, for the server itself', () => {
  afterEach(() => harness.close());

  it('says texts and tokens in order, by way of the hooks', async () => {
    await start({ beforeSay: (text) => text.replace('world', 'friends') });
    const voice = await harness.backend.voiceOf('session-1');
    assert.ok(voice);
    async function* tokens(): AsyncGenerator<string> {
      for (const token of ['Good ', 'morning, ', 'world.']) yield await Promise.resolve(token);
    }
    const [first, second] = await Promise.all([voice.say(tokens()), voice.say('And good night.', { turnId: 'last' })]);
    assert.equal(second, 'last');
    assert.deepEqual(
      said().map(({ text, turnId }) => [text, turnId]),
      [
        ['Good morning, friends.', first],
        ['And good night.', 'last'],
      ],
    );
    await voice.interrupt();
    assert.equal(harness.service.calls.at(-1)?.purpose, 'interrupt');
  });

  it('is missing where there is no such session', async () => {
    await start();
    assert.equal(await harness.backend.voiceOf('session-9'), undefined);
  });
});

import { gzipSync } from 'node:zlib';

import { framesMp3 } from '../support/frames-mp3.js';

/** What is sent to a route, beside what proves the session to be the attacker's. */
export interface Attack {
  /** The routes that read such a body, by their last word; the others are sent it as well in the long form. */
  home: 'say-text' | 'say-audio' | 'session' | 'reply' | 'feedback' | 'health' | 'embed';
  method?: string;
  /** Added to the path. */
  suffix?: string;
  headers?: readonly (readonly [string, string])[];
  body?: Uint8Array;
  chunkBytes?: number;
  toldBytes?: string;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const EVENTS = ['Content-Type', 'text/event-stream'] as const;
const PLAIN = ['Content-Type', 'text/plain'] as const;

const json = (text: string | Uint8Array, home: Attack['home'] = 'say-text'): Attack => ({
  ...{ home, headers: [JSON_TYPE] },
  body: typeof text === 'string' ? utf8(text) : text,
});
const said = (text: string): Attack => json(JSON.stringify({ text, turnId: 'turn-1', isFinal: true }));
const plain = (text: string, chunkBytes?: number): Attack => ({
  ...{ home: 'say-text', headers: [PLAIN], body: utf8(text) },
  ...(chunkBytes === undefined ? {} : { chunkBytes }),
});
const events = (text: string, chunkBytes?: number): Attack => ({ ...plain(text, chunkBytes), headers: [EVENTS] });

const field = (name: string, value: string): string =>
  `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const form = (body: Uint8Array, boundary = 'x'): Attack => ({
  ...{ home: 'say-audio', headers: [['Content-Type', `multipart/form-data; boundary=${boundary}`]], body },
});
const file = (bytes: Uint8Array): Attack =>
  form(
    Buffer.concat([
      utf8(
        `${field('turnId', 't')}${field('duration', '1')}--x\r\nContent-Disposition: form-data; name="audio"; filename="a"\r\n\r\n`,
      ),
      bytes,
      utf8('\r\n--x--\r\n'),
    ]),
  );
const repeated = (bytes: readonly number[], length: number): Uint8Array => {
  const whole = new Uint8Array(length);
  for (let at = 0; at < length; at += bytes.length) whole.set(bytes.slice(0, length - at), at);
  return whole;
};
const head = (name: string, value: string, home: Attack['home'] = 'health'): Attack => ({
  home,
  headers: [[name, value]],
});

const LARGE = 1_000_000;
const LARGEST = 10_000_000;
/** What a boundary's search compares longest: each place is all but one. */
const DASHES = '-'.repeat(70);

/** By name; made, not found. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  'JSON: arrays in arrays': json('['.repeat(45_000)),
  'JSON: objects in objects': json(`${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`),
  'JSON: many keys': json(`{${Array.from({ length: 4000 }, (_, i) => `"k${i}":1`).join()}}`),
  'JSON: one key, again and again': json(`{${'"text":"a",'.repeat(4000)}"turnId":"t"}`),
  'JSON: a number of 40,000 digits': json(`{"text":${'9'.repeat(40_000)}}`),
  'JSON: an endless exponent': json(`{"text":"a","isFinal":1e${'9'.repeat(40_000)}}`),
  'JSON: white space alone': json(' '.repeat(45_000)),
  'JSON: invalid UTF-8': json(repeated([0x22, 0xff, 0xc0, 0x80, 0xed], 45_000)),
  'JSON: escapes': json(`{"text":"${String.raw`\u0000`.repeat(5000)}","turnId":"t"}`),
  'JSON: __proto__': json(`{"__proto__":${'{"__proto__":'.repeat(3000)}1${'}'.repeat(3001)}`),
  'JSON: gzip': { ...json(gzipSync('a'.repeat(LARGEST))), headers: [JSON_TYPE, ['Content-Encoding', 'gzip']] },
  'JSON: in one-byte chunks': { ...said('a b, c. '.repeat(600)), chunkBytes: 1 },
  'JSON: larger than it may be': json(' '.repeat(LARGE)),
  'JSON: larger, of untold length': { ...json(' '.repeat(LARGE)), chunkBytes: 10_000 },
  'JSON: an avatar of 15,000 letters': json(JSON.stringify({ avatarId: 'a'.repeat(15_000) }), 'session'),
  'JSON: a message of brackets': json(JSON.stringify({ message: '[('.repeat(2500) }), 'reply'),
  'JSON: a comment of 15,000 letters': json(JSON.stringify({ stars: 5, comment: 'a'.repeat(15_000) }), 'feedback'),
  'a text: base64': said('QUJDREVGR0g'.repeat(450)),
  'a text: joined emoji': said('👩‍👩‍👧‍👦'.repeat(450)),
  'a text: combining marks': said(`a${'\u0301'.repeat(4990)}`),
  'a text: lone surrogates': json(`{"text":"${String.raw`\ud800`.repeat(5000)}","turnId":"t","isFinal":true}`),
  'a stream: asterisks': plain('*'.repeat(5000)),
  'a stream: asterisks and letters': plain('*a'.repeat(2500)),
  'a stream: underscores': plain('_a_'.repeat(1600)),
  'a stream: brackets': plain('[a]('.repeat(1250)),
  'a stream: tags': plain('<a '.repeat(1600)),
  'a stream: comments': plain('<!--'.repeat(1250)),
  'a stream: backticks': plain('`a``'.repeat(1250)),
  'a stream: pipes': plain('|-'.repeat(2500)),
  'a stream: rows': plain('|a|\n|-|\n'.repeat(600)),
  'a stream: dollars': plain('$a$ '.repeat(1250)),
  'a stream: entities': plain('&#x'.repeat(1600)),
  'a stream: thoughts': plain('<think>'.repeat(700)),
  'a stream: addresses': plain('http://a.'.repeat(550)),
  'a stream: line ends': plain('\n\r'.repeat(2500)),
  'a stream: full stops': plain('a. '.repeat(1600)),
  'a stream: digits and dots': plain('1.'.repeat(2500)),
  'a stream: white space': plain(`a${' '.repeat(4990)}b`),
  'a stream: no sentence ever': plain('a'.repeat(5000)),
  'a stream: in one-byte chunks': plain('a b, c. '.repeat(600), 1),
  'a stream: asterisks in one-byte chunks': plain('*a'.repeat(2500), 1),
  'a stream: longer than it may be': plain('a. '.repeat(LARGE / 3)),
  'events: comments without end': events(`:${'x'.repeat(1000)}\n\n`.repeat(1000)),
  'events: one line without end': events(`data: ${'x'.repeat(LARGE)}`),
  'events: data without an end': events('data: a\n'.repeat(40_000)),
  'events: empty data': events('data\n\n'.repeat(50_000)),
  'events: carriage returns': events('\r'.repeat(300_000)),
  'events: arrays in JSON': events(`data: {"a":${'['.repeat(90_000)}\n\n`.repeat(3)),
  'events: JSON in JSON': events(`data: ${'{"text":'.repeat(5000)}\n\n`.repeat(8)),
  'events: in one-byte chunks': events('data: a b, c.\n\n'.repeat(600), 1),
  'events: comments in one-byte chunks': events(':\n'.repeat(8000), 1),
  'a form: 20,000 parts': form(
    utf8('--x\r\nContent-Disposition: form-data; name="audio"; filename="a"\r\n\r\n\r\n'.repeat(20_000)),
  ),
  'a form: parts with large headers': form(utf8(`--x\r\n${'A: b\r\n'.repeat(600)}\r\n\r\n`.repeat(100))),
  'a form: a header without end': form(utf8(`--x\r\nContent-Disposition: ${'a'.repeat(LARGE)}`)),
  'a form: names with quotes': form(utf8(field('tur\\"nId'.repeat(300), 'a').repeat(100))),
  'a form: parameters without end': form(
    utf8(`--x\r\nContent-Disposition: form-data${'; a="b\\"'.repeat(400)}\r\n\r\n\r\n`.repeat(16)),
  ),
  'a form: nearly its boundary': form(utf8(`--${DASHES}\r\n${`\r\n-${DASHES}`.repeat(40_000)}`), DASHES),
  'a form: dashes alone': form(repeated([45], LARGEST), DASHES),
  'a form: no boundary ever': form(repeated([13, 10, 45, 45], LARGEST)),
  'a form: in one-byte chunks': { ...file(framesMp3(8000)), chunkBytes: 1 },
  'a form: spaces in its type': {
    home: 'say-audio',
    headers: [['Content-Type', `multipart/form-data;${' '.repeat(7000)}boundary`]],
    body: utf8('--x'),
  },
  'a form: boundaries in its type': {
    home: 'say-audio',
    headers: [['Content-Type', `multipart/form-data;${'boundary="'.repeat(700)}`]],
    body: utf8('--x'),
  },
  'an MP3: the smallest frames': file(repeated([0xff, 0xf3, 0x14, 0, ...Array<number>(20).fill(0)], LARGEST)),
  'an MP3: tags after tags': file(repeated([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 0], LARGEST)),
  'an MP3: a tag longer than the file': file(
    Buffer.concat([Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, 127, 127, 127, 127]), repeated([0], LARGE)]),
  ),
  'an MP3: sync bytes alone': file(repeated([0xff], LARGE)),
  'an MP3: frames of 300 s and more': file(framesMp3(6_000_000)),
  'a head: 15 kB in one header': head('X-A', 'a'.repeat(15_000)),
  'a head: 1,000 headers': {
    home: 'health',
    headers: Array.from({ length: 1000 }, (_, i) => [`x-${i}`, 'a'] as const),
  },
  'a head: larger than it may be': head('X-A', 'a'.repeat(200_000)),
  'a head: cookies': head('Cookie', 'kaltura-avatar=a.b; '.repeat(700)),
  'a head: a chain of proxies': head('X-Forwarded-For', '203.0.113.1, '.repeat(1000)),
  'a head: an address of colons': head('X-Forwarded-For', ':'.repeat(10_000)),
  'a head: an origin without end': head('Origin', `https://${'a.'.repeat(5000)}example.com`, 'session'),
  'a head: a key without end': head('Authorization', `Bearer ${'a'.repeat(14_000)}`, 'say-text'),
  'a head: bearers': head('Authorization', `bearer${' '.repeat(14_000)}`, 'say-text'),
  'a head: types of media': head('Content-Type', ';'.repeat(14_000), 'say-text'),
  'a URL: long': { home: 'health', suffix: `?${'a'.repeat(14_000)}` },
  'a URL: many parameters': { home: 'embed', suffix: `?${'lang=a&'.repeat(2000)}` },
  'a URL: percent signs': {
    home: 'say-text',
    suffix: `?turnId=${'%F0%9F'.repeat(2000)}`,
    headers: [PLAIN],
    body: utf8('Hello.'),
  },
  'a URL: slashes': { home: 'health', suffix: '/'.repeat(14_000) },
  'a URL: sessions in sessions': { home: 'health', suffix: '/session/a'.repeat(1400) },
  'a method: PUT': { home: 'say-text', method: 'PUT', body: utf8('x'.repeat(100_000)) },
  'a method: PROPFIND': { home: 'session', method: 'PROPFIND' },
  'a method: OPTIONS': {
    home: 'session',
    method: 'OPTIONS',
    headers: [
      ['Origin', 'https://a.example.com'],
      ['Access-Control-Request-Method', 'POST'],
      ['Access-Control-Request-Headers', 'a,'.repeat(5000)],
    ],
  },
  'a method: TRACE': { home: 'health', method: 'TRACE' },
  'a length: more than is sent': { ...json('{"text":"a"'), toldBytes: '40000' },
  'a length: less than is sent': { ...said('Hello there.'), toldBytes: '3' },
  'a length: none at all': { ...json('{}'), toldBytes: '-1' },
  'a length: of 30 digits': { ...json('{}'), toldBytes: '9'.repeat(30) },
  'refused: no key': {
    home: 'say-text',
    headers: [JSON_TYPE, ['Avatar-Session-Key', 'wrong']],
    body: utf8(`{"text":"${'a'.repeat(4000)}"}`),
  },
};

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { EventTexts } from '../../src/server/http/event-texts.js';

function textsOf(...pieces: string[]): string {
  const events = new EventTexts();
  return pieces.map((piece) => events.push(piece)).join('');
}

describe('the texts of server-sent events', () => {
  it('are JSON strings, the field text of an object, or what stands there', () => {
    assert.equal(
      textsOf('data: "Hello "\n\ndata: {"text":"there. "}\n\ndata: How are you?\n\n'),
      'Hello there. How are you?',
    );
    assert.equal(textsOf('data: {"other":1}\n\ndata: "open\n\ndata: 12\n\n'), '{"other":1}"open12');
  });

  it('are whole where an event has very many lines', () => {
    const lines = Array.from({ length: 4321 }, (_, line) => `${line}`);
    assert.equal(textsOf(`${lines.map((line) => `data: ${line}\n`).join('')}\n`), lines.join('\n'));
  });

  it('are the same wherever the stream is cut, and whatever ends its lines', () => {
    for (const end of ['\n', '\r', '\r\n']) {
      const stream = [
        'data: "Hello "',
        '',
        ': a comment',
        'event: text',
        'id: 1',
        'data:{"text":',
        'data: "there."}',
        '',
        '',
      ].join(end);
      for (let size = 1; size <= stream.length; size += 1) {
        const pieces = stream.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
        assert.equal(textsOf(...pieces), 'Hello there.', JSON.stringify(pieces));
      }
    }
  });

  it('keep the line breaks between the lines of an event, and one space less before each', () => {
    assert.equal(textsOf('data:  a\ndata:b\ndata\ndata: c\n\n'), ' a\nb\n\nc');
  });

  it('come once their event is whole, and not where it is cut off', () => {
    const events = new EventTexts();
    assert.equal(events.push('data: "Hello"\n'), '');
    assert.equal(events.push('\ndata: "the'), 'Hello');
    assert.equal(events.waiting, 'data: "the'.length);
  });

  it('end with [DONE]', () => {
    const events = new EventTexts();
    assert.equal(events.push('data: "a"\n\ndata: [DONE]\n\ndata: "b"\n\n'), 'a');
    assert.equal(events.isDone, true);
  });

  it('ignore other fields, such as database', () => {
    assert.equal(textsOf('database: "a"\nretry: 1\n:data: "b"\n data: "c"\n\n'), '');
  });
});

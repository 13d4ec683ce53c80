import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { unknownKeyword, violationOf } from '../../src/core/json-schema.js';

const BOOKING = {
  type: 'object',
  title: 'A booking',
  properties: {
    kind: { enum: ['bike', 'boat'] },
    name: { type: 'string', minLength: 2, maxLength: 5, pattern: '^[A-Z]', description: 'Of the visitor' },
    people: { type: 'integer', minimum: 1, maximum: 4 },
    price: { type: ['number', 'null'], exclusiveMinimum: 0, exclusiveMaximum: 100, multipleOf: 0.1 },
    extras: { type: 'array', items: { type: 'object', properties: { id: { const: 7 } } }, minItems: 1, maxItems: 2 },
    when: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
    either: { oneOf: [{ type: 'number' }, { type: 'integer' }, { type: 'boolean' }] },
    all: { allOf: [{ type: 'number' }, { minimum: 3 }] },
  },
  required: ['kind'],
  additionalProperties: false,
};

describe('a value that a JSON Schema describes', () => {
  it('has nothing wrong with it', () => {
    for (const value of [
      { kind: 'bike' },
      { kind: 'boat', name: 'Añaß', people: 4, price: 0.3, extras: [{ id: 7 }], when: 9, either: true, all: 3 },
      { kind: 'boat', price: null, when: 'now', either: 1.5 },
    ])
      assert.equal(violationOf(BOOKING, value), undefined);
    assert.equal(violationOf({}, 'anything'), undefined);
    assert.equal(violationOf(true, 'anything'), undefined);
  });

  it('else has what is wrong said in words', () => {
    for (const [value, words] of [
      ['bike', 'it should be an object'],
      [{}, 'kind is missing'],
      [{ kind: 'car' }, 'kind should be one of "bike", "boat"'],
      [{ kind: 'bike', name: 7 }, 'name should be a text'],
      [{ kind: 'bike', name: 'A' }, 'name should have at least 2 characters'],
      [{ kind: 'bike', name: 'Annabel' }, 'name should have at most 5 characters'],
      [{ kind: 'bike', name: 'anna' }, 'name should match ^[A-Z]'],
      [{ kind: 'bike', people: 1.5 }, 'people should be a whole number'],
      [{ kind: 'bike', people: 0 }, 'people should be at least 1'],
      [{ kind: 'bike', people: 5 }, 'people should be at most 4'],
      [{ kind: 'bike', price: 0 }, 'price should be more than 0'],
      [{ kind: 'bike', price: 100 }, 'price should be less than 100'],
      [{ kind: 'bike', price: 0.25 }, 'price should be a multiple of 0.1'],
      [{ kind: 'bike', price: '1' }, 'price should be a number or null'],
      [{ kind: 'bike', extras: [] }, 'extras should have at least 1 items'],
      [{ kind: 'bike', extras: [{}, {}, {}] }, 'extras should have at most 2 items'],
      [{ kind: 'bike', extras: [{}, { id: 8 }] }, 'extras[1].id should be 7'],
      [{ kind: 'bike', when: true }, 'when should be a text, or when should be a whole number'],
      [{ kind: 'bike', either: 1 }, 'either should be one thing alone of several that it is'],
      [{ kind: 'bike', all: 2 }, 'all should be at least 3'],
      [{ kind: 'bike', colour: 'red' }, 'colour is not known'],
    ] as const)
      assert.equal(violationOf(BOOKING, value), words);
  });

  it('has no properties of what every object inherits', () => {
    assert.equal(violationOf({ required: ['constructor'] }, {}), 'constructor is missing');
    const named = violationOf({ properties: {}, additionalProperties: false }, JSON.parse('{"__proto__":1}'));
    assert.equal(named, '__proto__ is not known');
  });

  it('is not matched by expressions where those are not to be trusted', () => {
    const schema = { type: 'string', pattern: '^(a+)+$' };
    assert.equal(violationOf(schema, `${'a'.repeat(50)}!`, { patterns: false }), undefined);
  });
});

describe('a JSON Schema', () => {
  it('is told apart that has keywords which nothing is checked by', () => {
    assert.equal(unknownKeyword(BOOKING), undefined);
    assert.equal(unknownKeyword({ properties: { format: { type: 'string', format: 'date' } } }), undefined);
    for (const schema of [
      { $ref: '#/$defs/a' },
      { properties: { a: { items: { $ref: '#' } } } },
      { anyOf: [{ type: 'string' }, { $ref: '#' }] },
      { additionalProperties: { $ref: '#' } },
    ])
      assert.equal(unknownKeyword(schema), '$ref');
  });
});

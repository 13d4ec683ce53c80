import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { AvatarError } from '../../src/core/errors.js';
import { faultToJson, parseFaultRule } from '../../src/simulator/faults/faults-json.js';
import type { FaultRule } from '../../src/simulator/faults/faults-rule.js';
import { Faults } from '../../src/simulator/faults/faults.js';

const complain = (path: string, expected: string): never => {
  throw new Error(`${path} should be ${expected}`);
};

describe('Faults', () => {
  it('spoils one call unless it is told how many', () => {
    const faults = new Faults();
    faults.add({ call: 'create', kind: 'hang' });
    assert.equal(faults.take('create')?.kind, 'hang');
    assert.equal(faults.take('create'), undefined);
  });

  it('spoils every call with Infinity', () => {
    const faults = new Faults();
    faults.add({ call: 'create', kind: 'hang', times: Infinity });
    for (let call = 0; call < 100; call += 1) assert.ok(faults.take('create'));
  });

  it('spoils only the call and the session that it names', () => {
    const faults = new Faults();
    faults.add({ call: 'say-text', sessionId: 'a', kind: 'hang' });
    assert.equal(faults.take('say-text', { sessionId: 'b' }), undefined);
    assert.equal(faults.take('end', { sessionId: 'a' }), undefined);
    assert.ok(faults.take('say-text', { sessionId: 'a' }));
  });

  it('spoils only the calls of sessions with the avatar that it names', () => {
    const faults = new Faults();
    faults.add({ call: 'create', avatarId: 'maya', kind: 'hang' });
    assert.equal(faults.take('create'), undefined);
    assert.equal(faults.take('create', { avatarId: 'ben' }), undefined);
    assert.ok(faults.take('create', { avatarId: 'maya' }));
  });

  it('uses faults up in the order in which they were added', () => {
    const faults = new Faults();
    faults.add({ call: 'end', kind: 'hang' });
    faults.add({ call: 'end', kind: 'empty', status: 502 });
    assert.equal(faults.take('end', { sessionId: 'a' })?.kind, 'hang');
    assert.equal(faults.take('end', { sessionId: 'a' })?.kind, 'empty');
  });

  it('tells how often each was used, also when it is used up', () => {
    const faults = new Faults();
    const id = faults.add({ call: 'end', kind: 'hang' });
    faults.take('end', { sessionId: 'a' });
    faults.take('end', { sessionId: 'a' });
    assert.deepEqual(faults.list(), [{ id, rule: { call: 'end', kind: 'hang' }, used: 1 }]);
  });

  it('can be removed, one by one or all at once', () => {
    const faults = new Faults();
    const id = faults.add({ call: 'end', kind: 'hang' });
    faults.add({ call: 'end', kind: 'hang' });
    assert.equal(faults.remove(id), true);
    assert.equal(faults.remove(id), false);
    assert.equal(faults.list().length, 1);
    faults.clear();
    assert.equal(faults.take('end', { sessionId: 'a' }), undefined);
  });

  const senseless: [string, FaultRule][] = [
    ['no-media is for whep-post', { call: 'whep-patch', kind: 'no-media' }],
    ['expire needs a session', { call: 'create', kind: 'expire' }],
    ['sessionId does not go with create', { call: 'create', kind: 'hang', sessionId: 'a' }],
    ['times should be', { call: 'end', kind: 'hang', times: 0 }],
    ['status should be', { call: 'end', kind: 'html', status: 99 }],
    ['status should be', { call: 'end', kind: 'status', status: 600 }],
    ['ms should be', { call: 'end', kind: 'delay', ms: -1 }],
    ['afterMs should be', { call: 'whep-post', kind: 'drop-media', afterMs: NaN }],
    ['headers should be', { call: 'end', kind: 'status', status: 503, headers: { 'bad name': 'x' } }],
    ['retryAfterSeconds should be', { call: 'end', kind: 'status', status: 503, retryAfterSeconds: -1 }],
  ];
  for (const [message, rule] of senseless) {
    it(`refuses a rule that makes no sense: ${JSON.stringify(rule)}`, () => {
      assert.throws(
        () => new Faults().add(rule),
        (error) => error instanceof AvatarError && error.message.includes(message),
      );
    });
  }
});

describe('a fault as JSON', () => {
  it('is read with all that belongs to its kind', () => {
    const rule = {
      call: 'say-text',
      kind: 'status',
      times: 2,
      sessionId: 'a',
      avatarId: 'maya',
      status: 503,
      body: { success: false },
      headers: { 'X-One': '1' },
      retryAfterSeconds: 3,
    };
    assert.deepEqual(parseFaultRule(rule, complain), rule);
  });

  it('spells Infinity as null, both ways', () => {
    const rule = parseFaultRule({ call: 'end', kind: 'hang', times: null }, complain);
    assert.equal(rule.times, Infinity);
    assert.deepEqual(faultToJson({ id: 'x', used: 4, rule }), {
      id: 'x',
      used: 4,
      call: 'end',
      kind: 'hang',
      times: null,
    });
  });

  const wrong: [unknown, RegExp][] = [
    [null, /the body should be a JSON object/],
    [{ kind: 'hang' }, /call should be/],
    [{ call: 'nothing', kind: 'hang' }, /call should be one of create, init-client/],
    [{ call: 'end', kind: 'toString' }, /kind should be one of status, delay/],
    [{ call: 'end', kind: 'delay' }, /ms should be a number/],
    [{ call: 'end', kind: 'delay', ms: '5' }, /ms should be a number/],
    [{ call: 'end', kind: 'status', status: 500, body: 7 }, /body should be a string or an object/],
    [{ call: 'end', kind: 'status', status: 500, headers: { a: 1 } }, /headers should be an object of strings/],
    [{ call: 'end', kind: 'hang', times: 'often' }, /times should be a number/],
  ];
  for (const [body, message] of wrong) {
    it(`is refused with a word on what is wrong: ${JSON.stringify(body)}`, () => {
      assert.throws(() => parseFaultRule(body, complain), message);
    });
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { AvatarError } from '../../src/core/errors.js';
import { parseCliArguments } from '../../src/simulator/cli-arguments.js';
import { resolveOptions, type SimulatorOptions } from '../../src/simulator/options.js';

function refusal(options: unknown): string {
  try {
    resolveOptions(options as SimulatorOptions);
  } catch (error) {
    assert.ok(error instanceof AvatarError);
    assert.equal(error.code, 'INVALID_CONFIGURATION');
    return error.message;
  }
  return assert.fail('The options were taken.');
}

describe('the options of the simulator', () => {
  it('all have defaults that keep everything on this machine', () => {
    const settings = resolveOptions({});
    assert.equal(settings.port, 0);
    assert.equal(settings.host, '127.0.0.1');
    assert.equal(settings.mediaAddress, '127.0.0.1');
    assert.equal(settings.sessionTimeoutMs, 30_000);
    assert.equal(settings.tokenLifetimeSeconds, 86_400);
    assert.equal(settings.maxSessions, Infinity);
    assert.equal(settings.profile, 'documented');
  });

  it('keep their defaults where they are undefined', () => {
    assert.equal(resolveOptions({ port: undefined } as unknown as SimulatorOptions).port, 0);
  });

  it('take the values that make sense', () => {
    const options: SimulatorOptions = {
      port: 4000,
      host: 'localhost',
      ks: ['one'],
      unauthorizedKs: ['two'],
      sessionTimeoutMs: 500,
      maxSessions: 1,
      tokenLifetimeSeconds: 1,
      profile: 'srs',
      allowWav: true,
      turn: null,
      iceServerLinks: [{ url: 'stun:stun.example.com' }],
      mediaAddress: '0.0.0.0',
      partner: { id: 1, adminSecret: 'secret', appTokens: [{ id: '1_a', token: 'token', hashType: 'SHA1' }] },
      noiseFloor: 0.01,
      dtx: true,
    };
    assert.deepEqual(resolveOptions(options), options);
  });

  const wrong: Record<string, readonly unknown[]> = {
    port: [-1, 65_536, 1.5, NaN, '4000'],
    host: ['', 7],
    ks: [[], [''], 'one'],
    unauthorizedKs: ['one', [7]],
    sessionTimeoutMs: [0, -5, NaN, 2 ** 31],
    maxSessions: [0, 1.5],
    tokenLifetimeSeconds: [0, Infinity],
    profile: ['other'],
    turn: [{}, { url: 'turn:h', username: 5 }, 'turn:h'],
    iceServerLinks: [[{ url: 'http://example.com' }], {}],
    mediaAddress: ['localhost', ''],
    partner: [null, { id: 0, adminSecret: 'secret' }, { id: 1 }, { id: 1, adminSecret: 's', appTokens: [{}] }],
    noiseFloor: [-0.1, 1, '0', NaN],
    dtx: ['yes'],
    allowWav: ['yes', 1],
  };
  for (const [name, values] of Object.entries(wrong)) {
    it(`name ${name} when its value cannot be used`, () => {
      for (const value of values) assert.match(refusal({ [name]: value }), new RegExp(`option ${name} should be`));
    });
  }

  it('are refused where they are misspelt', () => {
    assert.match(refusal({ prot: 4000 }), /no option prot; it has port, host/);
    assert.match(refusal({ toString: 1 }), /no option toString/);
  });
});

describe('the arguments of the command', () => {
  it('start the simulator at port 4000 unless they say otherwise', () => {
    const request = parseCliArguments([]);
    assert.equal(request.kind === 'start' && request.options.port, 4000);
  });

  it('become options', () => {
    const args =
      '--port 0 --host ::1 --ks a --ks b --max-sessions 3 --session-timeout 1.5 --profile srs --allow-wav --media-address ::1';
    const request = parseCliArguments(args.split(' '));
    assert.ok(request.kind === 'start');
    assert.deepEqual(request.options, {
      port: 0,
      host: '::1',
      ks: ['a', 'b'],
      maxSessions: 3,
      sessionTimeoutMs: 1500,
      profile: 'srs',
      allowWav: true,
      mediaAddress: '::1',
    });
  });

  it('ask for help or the version before anything else', () => {
    assert.deepEqual(parseCliArguments(['--help', '--port', 'x']), { kind: 'help' });
    assert.deepEqual(parseCliArguments(['--version']), { kind: 'version' });
  });

  for (const args of [['--bogus'], ['--port'], ['--port', 'x'], ['--port', ''], ['--profile', 'other'], ['extra']]) {
    it(`are refused when they make no sense: ${args.join(' ')}`, () => {
      assert.throws(() => parseCliArguments(args), Error);
    });
  }
});

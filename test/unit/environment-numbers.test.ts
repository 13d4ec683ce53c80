import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { isAvatarError } from '../../src/core/errors.js';
import { createAvatarBackend } from '../../src/server/backend.js';
import { DEFAULT_LIMITS, SCOPES } from '../../src/server/sessions/limits.js';
import { readSettings, type ServerSettings } from '../../src/server/standalone/server-settings.js';
import { parseCliArguments } from '../../src/simulator/cli-arguments.js';

/** What somebody may write where a number belongs. */
const TEXTS: readonly string[] = [
  ...[
    '0',
    '1',
    '10',
    '65535',
    '65536',
    '600',
    '601',
    '-0',
    '-1',
    '+5',
    '1.5',
    '5.0',
    '.5',
    '1e3',
    '1e400',
    '0x10',
    '0b1',
  ],
  ...[
    'NaN',
    'Infinity',
    '-Infinity',
    'null',
    'true',
    '5s',
    '5 s',
    '1,000',
    '1_000',
    '１',
    '٣',
    '9007199254740993',
    '[]',
    '{}',
  ],
  '9'.repeat(400),
];

const ENVIRONMENT = { AVATAR_KS: 'a-kaltura-session' };

/** Each variable that is a number, the most that it may be, and what becomes of it. */
const VARIABLES: readonly (readonly [string, most: number, read: (settings: ServerSettings) => number | undefined])[] =
  [
    ['PORT', 65_535, ({ port }) => port],
    ['AVATAR_METRICS_PORT', 65_535, ({ metrics }) => metrics?.port],
    ['AVATAR_DRAIN_SECONDS', 600, ({ drainSeconds }) => drainSeconds],
    ['AVATAR_TRUSTED_PROXIES', 10, ({ backend }) => backend.trustedProxies],
  ];

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    assert.ok(isAvatarError(error) && error.code === 'INVALID_CONFIGURATION', String(error));
    return error.message;
  }
  return '';
}

describe('a number in the environment', () => {
  for (const [name, most, read] of VARIABLES) {
    it(`${name} is what its digits say, or is refused by name`, () => {
      for (const text of TEXTS) {
        const isRight = /^\d+$/.test(text) && Number(text) <= most;
        const message = refusal(() => {
          const settings = readSettings({ ...ENVIRONMENT, [name]: text });
          assert.ok(isRight, `${text} was taken`);
          assert.equal(read(settings), Number(text));
        });
        if (!isRight)
          assert.match(message, new RegExp(`^${name} should be a whole number from 0 to ${most}\\.$`), text);
      }
    });

    it(`${name} is left to its default where it is empty`, () => {
      for (const text of ['', ' ', '\t\n']) {
        assert.equal(read(readSettings({ ...ENVIRONMENT, [name]: text })), read(readSettings(ENVIRONMENT)));
      }
    });
  }

  it('AVATAR_PARTNER_ID is an account’s, or is refused by name', () => {
    for (const text of TEXTS) {
      const message = refusal(() => readSettings({ AVATAR_PARTNER_ID: text, AVATAR_ADMIN_SECRET: 'secret' }));
      if (/^[1-9]\d{0,15}$/.test(text)) assert.equal(message, '');
      else assert.equal(message, 'AVATAR_PARTNER_ID should be the number of a Kaltura account.', text);
    }
    assert.match(
      refusal(() => readSettings({ AVATAR_PARTNER_ID: '7' })),
      /^AVATAR_ADMIN_SECRET should be given/,
    );
  });

  const { perCaller, ...singles } = DEFAULT_LIMITS;
  const limits = [
    ...Object.keys(singles).filter((name) => !(SCOPES as readonly string[]).includes(name)),
    ...SCOPES.flatMap((scope) => Object.keys(perCaller).map((name) => `${scope}.${name}`)),
  ];

  /** As it stands in JSON. */
  const limitsOf = (path: string, json: string): string => {
    const [scope = '', name] = path.split('.');
    return name === undefined ? `{"${scope}":${json}}` : `{"${scope}":{"${name}":${json}}}`;
  };

  it('within AVATAR_LIMITS is a limit, or is refused by name', () => {
    const numbers = [
      '0',
      '-1',
      '-0',
      '1',
      '1.5',
      '1e9',
      '1e400',
      '-1e400',
      'null',
      '"5"',
      '"5s"',
      '""',
      'true',
      '[]',
      '{}',
    ];
    for (const path of limits) {
      for (const json of [...numbers, 'NaN', 'Infinity', '5s', '0x10']) {
        const message = refusal(() => {
          const { backend } = readSettings({ ...ENVIRONMENT, AVATAR_LIMITS: limitsOf(path, json) });
          assert.ok(numbers.includes(json), json);
          // What is taken here is taken there, too.
          createAvatarBackend({ ...backend, defaults: {} });
        });
        const isNumber = ['0', '-0', '1', '1.5', '1e9', '1e400', 'null'].includes(json);
        const what = `${path}: ${json}: ${message}`;
        if (!isNumber) assert.notEqual(message, '', what);
        // Where it is no JSON at all, nobody knows where.
        const name = numbers.includes(json) ? path.split('.').at(-1) : '';
        if (message !== '') assert.match(message, new RegExp(`^AVATAR_LIMITS.*${name ?? ''}`), what);
      }
    }
  });

  it('as AVATAR_LIMITS itself is refused by name', () => {
    for (const text of TEXTS.filter((each) => each !== '{}')) {
      const message = refusal(() => readSettings({ ...ENVIRONMENT, AVATAR_LIMITS: text }));
      assert.equal(message, 'AVATAR_LIMITS should be a JSON object.', text);
    }
    for (const text of [
      '{"perCaller":5}',
      '{"perCaller":null}',
      '{"total":[]}',
      '{"other":5}',
      '{"total":{"other":5}}',
    ]) {
      assert.match(
        refusal(() => readSettings({ ...ENVIRONMENT, AVATAR_LIMITS: text })),
        /^AVATAR_LIMITS\.(?:perC|total|other)/,
      );
    }
  });
});

describe('a number among the arguments of the simulator', () => {
  for (const [argument, most] of [
    ['--port', 65_535],
    ['--max-sessions', Infinity],
    ['--session-timeout', 2_147_483],
  ] as const) {
    it(`${argument} is what its digits say, or is refused by name`, () => {
      for (const text of ['', ' ', ...TEXTS]) {
        const message = refusal(() => {
          const request = parseCliArguments([`${argument}=${text}`]);
          assert.ok(request.kind === 'start' && /^[\d.]+$/.test(text) && Number(text) <= most, `${text} was taken`);
        });
        if (/^[1-9]\d{0,3}$/.test(text)) assert.equal(message, '', text);
        else if (message !== '') assert.match(message, new RegExp(`^${argument} should be `), text);
      }
    });
  }
});

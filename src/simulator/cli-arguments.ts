import { parseArgs } from 'node:util';

import { AvatarError } from '../core/errors.js';
import { LONGEST_TIMER_MS, resolveOptions, type SimulatorOptions } from './options.js';

export const USAGE = `Usage: kaltura-avatar-simulator [options]

Runs a whole Kaltura avatar service on this machine, with real WebRTC.

  --port <number>             Port to listen at; 0 takes a free one. Default 4000.
  --host <address>            Address to listen at. Default 127.0.0.1.
  --ks <ks>                   A KS that create accepts; may be given more than once. Default: any.
  --max-sessions <number>     How many sessions may be open at once. Default: no limit.
  --session-timeout <seconds> Ends sessions that are not kept alive for so long. Default 30.
  --profile <name>            "documented", "srs" with the live service's media server, or "live" to
                              answer as the live service has been seen to do. Default documented.
  --allow-wav                 Lets say-audio take WAV files beside MP3.
  --media-address <ip>        Address that media is sent from and received at. Default 127.0.0.1.
  --help                      Shows this text.
  --version                   Shows the version.
`;

const DEFAULT_PORT = 4000;

/** By the options that they stand for. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  ...{ port: '--port', host: '--host', ks: '--ks', profile: '--profile', allowWav: '--allow-wav' },
  ...{ maxSessions: '--max-sessions', sessionTimeoutMs: '--session-timeout', mediaAddress: '--media-address' },
};

export type CliRequest = { kind: 'help' } | { kind: 'version' } | { kind: 'start'; options: SimulatorOptions };

/**
 * @throws {TypeError} An argument is unknown or lacks its value.
 * @throws {AvatarError} `INVALID_CONFIGURATION`: a value cannot be used.
 */
export function parseCliArguments(args: string[]): CliRequest {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      ks: { type: 'string', multiple: true },
      'max-sessions': { type: 'string' },
      'session-timeout': { type: 'string' },
      profile: { type: 'string' },
      'allow-wav': { type: 'boolean' },
      'media-address': { type: 'string' },
      help: { type: 'boolean' },
      version: { type: 'boolean' },
    },
  });
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const options = {
    port: numberOf('--port', values.port) ?? DEFAULT_PORT,
    host: values.host,
    ks: values.ks,
    maxSessions: numberOf('--max-sessions', values['max-sessions']),
    sessionTimeoutMs: milliseconds('--session-timeout', numberOf('--session-timeout', values['session-timeout'])),
    profile: values.profile,
    allowWav: values['allow-wav'],
    mediaAddress: values['media-address'],
  } as SimulatorOptions;
  resolveOptions(options, (name) => ARGUMENTS[name] ?? name);
  return { kind: 'start', options };
}

/** In digits: what else JavaScript takes for a number nobody writes here on purpose. */
function numberOf(argument: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,12}(?:\.\d{1,6})?$/.test(text)) complainOf(argument, 'a number in digits');
  return Number(text);
}

function milliseconds(argument: string, seconds: number | undefined): number | undefined {
  if (seconds === undefined) return undefined;
  const ms = Math.round(seconds * 1000);
  if (ms < 1 || ms > LONGEST_TIMER_MS)
    complainOf(argument, `seconds from 0.001 to ${Math.floor(LONGEST_TIMER_MS / 1000)}`);
  return ms;
}

function complainOf(argument: string, expected: string): never {
  throw new AvatarError('INVALID_CONFIGURATION', `${argument} should be ${expected}.`);
}

import { parseArgs } from 'node:util';

import { resolveOptions, type SimulatorOptions } from './options.js';

export const USAGE = `Usage: kaltura-avatar-simulator [options]

Runs a whole Kaltura avatar service on this machine, with real WebRTC.

  --port <number>             Port to listen at; 0 takes a free one. Default 4000.
  --host <address>            Address to listen at. Default 127.0.0.1.
  --ks <ks>                   A KS that create accepts; may be given more than once. Default: any.
  --max-sessions <number>     How many sessions may be open at once. Default: no limit.
  --session-timeout <seconds> Ends sessions that are not kept alive for so long. Default 30.
  --profile <name>            "documented", "srs" with the live service's media server, or "live" to
                              answer as the live service has been seen to do. Default documented.
  --media-address <ip>        Address that media is sent from and received at. Default 127.0.0.1.
  --help                      Shows this text.
  --version                   Shows the version.
`;

const DEFAULT_PORT = 4000;

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
      'media-address': { type: 'string' },
      help: { type: 'boolean' },
      version: { type: 'boolean' },
    },
  });
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const options = {
    port: numberOf(values.port) ?? DEFAULT_PORT,
    host: values.host,
    ks: values.ks,
    maxSessions: numberOf(values['max-sessions']),
    sessionTimeoutMs: milliseconds(numberOf(values['session-timeout'])),
    profile: values.profile,
    mediaAddress: values['media-address'],
  } as SimulatorOptions;
  resolveOptions(options);
  return { kind: 'start', options };
}

/** A number that is none becomes NaN, which the check of the options refuses. */
function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return text.trim() === '' ? NaN : Number(text);
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}

import { isIPv4 } from 'node:net';

/** What matters here of an ICE candidate (RFC 8839, section 5.1). */
export interface IceCandidate {
  /** In lower case. */
  transport: string;
  address: string;
  type: string;
  /** `candidate:...` without the extensions that mean nothing outside the process that made it. */
  text: string;
}

const CANDIDATE = /^(candidate:[\w+/]{1,32} \d{1,3} (\w+) \d{1,10} (\S+) \d{1,5} typ (\w+))(?: .*)?$/i;

/** The candidate in `text`, or undefined where `text` is none. */
export function parseCandidate(text: string): IceCandidate | undefined {
  const match = CANDIDATE.exec(text);
  if (!match) return undefined;
  const [, core = '', transport = '', address = '', type = ''] = match;
  return { transport: transport.toLowerCase(), address, type, text: core };
}

/** Whether media to and from `mediaAddress` never leaves this machine. */
export function isLoopback(mediaAddress: string): boolean {
  return mediaAddress.startsWith('127.') || mediaAddress === '::1';
}

/** Whether `mediaAddress` stands for every address of the machine. */
export function isWildcard(mediaAddress: string): boolean {
  return mediaAddress === '0.0.0.0' || mediaAddress === '::';
}

/** Whether the engine may tell a viewer of its `candidate` when media belongs on `mediaAddress`. */
export function isOffered(candidate: IceCandidate, mediaAddress: string): boolean {
  // TCP candidates come 100 ms later than the others, and no viewer that can reach the machine needs them.
  if (candidate.type !== 'host' || candidate.transport !== 'udp') return false;
  if (mediaAddress === '0.0.0.0') return isIPv4(candidate.address);
  return mediaAddress === '::' || candidate.address === mediaAddress;
}

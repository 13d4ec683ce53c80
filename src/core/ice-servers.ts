import type { TurnServer } from './protocol.js';

/** As `RTCPeerConnection` takes it. */
export interface IceServer {
  urls: string | string[];
  username?: string;
  credential?: string;
}

const SCHEME = /^(stun|stuns|turn|turns):/i;

/**
 * The ICE servers for a TURN server as the Control API names it.
 *
 * A bare host, or `turn:host` without a port, yields no relay candidate on the live service: it is expanded to the four
 * addresses on which the service's relays listen. A URL with a scheme and a port stays as it is; a host with a port only
 * lacks its scheme.
 */
export function toIceServers(turn: TurnServer | undefined): IceServer[] {
  if (!turn) return [];
  const { url, username, credential } = turn;
  const login = username !== undefined && credential !== undefined ? { username, credential } : {};
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase();
  const rest = url.replace(SCHEME, '').replace(/^\/\//, '');
  const isComplete = scheme?.startsWith('stun') === true || /:\d+(\?|$)/.test(rest);
  return [{ urls: isComplete ? `${scheme ?? 'turn'}:${rest}` : expandHost(rest), ...login }];
}

function expandHost(hostAndMore: string): string[] {
  const host = hostAndMore.replace(/\?.*$/, '');
  return [
    `turn:${host}:80?transport=udp`,
    `turn:${host}:443?transport=udp`,
    `turn:${host}:80?transport=tcp`,
    `turns:${host}:443?transport=tcp`,
  ];
}

import type { IceServerLink } from '../options.js';

/** The value of a Link header that tells of an ICE server (RFC 9725, section 4.6). */
export function iceServerLinkHeader({ url, username, credential }: IceServerLink): string {
  const parameters = [
    'rel="ice-server"',
    ...(username === undefined ? [] : [`username=${quoted(username)}`]),
    ...(credential === undefined ? [] : [`credential=${quoted(credential)}`, 'credential-type="password"']),
  ];
  return [`<${url}>`, ...parameters].join('; ');
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

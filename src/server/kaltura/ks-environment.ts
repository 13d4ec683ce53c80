import type { Fetch } from '../../core/http.js';
import type { GetKs } from '../sessions/ks-source.js';
import { complainOfVariable } from '../complaint.js';
import { ksSourceOf, type AppTokenHash } from './ks-mint.js';

type Read = (name: string) => string | undefined;

/** By the options that they stand for. */
const VARIABLES: Readonly<Record<string, string>> = {
  partnerId: 'AVATAR_PARTNER_ID',
  adminSecret: 'AVATAR_ADMIN_SECRET',
  appToken: 'AVATAR_APP_TOKEN',
  'appToken.id': 'AVATAR_APP_TOKEN_ID',
  'appToken.token': 'AVATAR_APP_TOKEN',
  'appToken.hashType': 'AVATAR_APP_TOKEN_HASH',
  ovpUrl: 'AVATAR_OVP_URL',
};

/**
 * What mints Kaltura Sessions by `AVATAR_PARTNER_ID` and `AVATAR_ADMIN_SECRET`, or `AVATAR_APP_TOKEN_ID` and `AVATAR_APP_TOKEN`;
 * undefined where no partner is named.
 * @throws {AvatarError} `INVALID_CONFIGURATION`: the message names the variable and what it should be.
 */
export function ksSourceOfEnvironment(read: Read, fetch?: Fetch): GetKs | undefined {
  const partnerId = read('AVATAR_PARTNER_ID');
  if (partnerId === undefined) return undefined;
  const [id, token] = [read('AVATAR_APP_TOKEN_ID'), read('AVATAR_APP_TOKEN')];
  const hashType = read('AVATAR_APP_TOKEN_HASH') as AppTokenHash | undefined;
  const options = {
    partnerId,
    adminSecret: read('AVATAR_ADMIN_SECRET'),
    appToken: id === undefined && token === undefined ? undefined : { id: id ?? '', token: token ?? '', hashType },
    ovpUrl: read('AVATAR_OVP_URL'),
    fetch,
  };
  return ksSourceOf(options, (option, expected) =>
    complainOfVariable(VARIABLES[option] ?? option, expected.replace('appToken', 'AVATAR_APP_TOKEN')),
  );
}

import type { Fetch } from '../../core/http.js';
import type { GetKs } from '../sessions/ks-source.js';
import { createKsSource, type AppTokenHash } from './ks-mint.js';

type Read = (name: string) => string | undefined;

/**
 * What mints Kaltura Sessions by `AVATAR_PARTNER_ID` and `AVATAR_ADMIN_SECRET`, or `AVATAR_APP_TOKEN_ID` and `AVATAR_APP_TOKEN`;
 * undefined where no partner is named.
 * @throws {AvatarError} `INVALID_CONFIGURATION`
 */
export function ksSourceOfEnvironment(read: Read, fetch?: Fetch): GetKs | undefined {
  const partnerId = read('AVATAR_PARTNER_ID');
  if (partnerId === undefined) return undefined;
  const [id, token] = [read('AVATAR_APP_TOKEN_ID'), read('AVATAR_APP_TOKEN')];
  const hashType = read('AVATAR_APP_TOKEN_HASH') as AppTokenHash | undefined;
  return createKsSource({
    partnerId,
    adminSecret: read('AVATAR_ADMIN_SECRET'),
    appToken: id === undefined && token === undefined ? undefined : { id: id ?? '', token: token ?? '', hashType },
    ovpUrl: read('AVATAR_OVP_URL'),
    fetch,
  });
}

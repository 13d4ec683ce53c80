import { AvatarError } from './errors.js';
import { isHttpUrl, parseUrl } from './parse-url.js';

/** Where the live service runs. */
export type Region = 'us' | 'eu';

export const REGIONS: readonly Region[] = ['us', 'eu'];

const CONTROL_PATH = '/v1/avatar-session';

const controlApiOf = (region: Region): string => `https://api.avatar.${region}.kaltura.ai${CONTROL_PATH}`;

/** Where the live service listens. */
export const DEFAULT_BASE_URL = controlApiOf('us');

/** Where the Control API is. */
export interface ServiceLocation {
  /** Default: that of the `region`. A host alone is taken with the API's own path, `/v1/avatar-session`. */
  baseUrl?: string;
  /** The live service's, where there is no `baseUrl`: `us` or `eu`. Default `us`. */
  region?: Region;
}

/**
 * The URL that the paths of the Control API are appended to.
 * @throws {AvatarError} `INVALID_CONFIGURATION`
 */
export function resolveBaseUrl({ baseUrl, region = 'us' }: ServiceLocation): string {
  if (!REGIONS.includes(region)) throw new AvatarError('INVALID_CONFIGURATION', 'region should be us or eu.');
  if (baseUrl === undefined) return controlApiOf(region);
  const url = parseUrl(baseUrl);
  if (!isHttpUrl(url)) {
    throw new AvatarError(
      'INVALID_CONFIGURATION',
      `baseUrl should be an http or https URL such as ${DEFAULT_BASE_URL}.`,
    );
  }
  return url.pathname === '/' ? url.origin + CONTROL_PATH : baseUrl.replace(/\/+$/, '');
}

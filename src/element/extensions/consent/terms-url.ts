import { pageAddress } from '../../../core/page-address.js';
import { isHttpUrl, parseUrl } from '../../../core/parse-url.js';
import type { AvatarHost } from '../extension.js';

const complained = new WeakMap<AvatarHost, string>();

/** Where the terms are; they are opened as a page, so nothing but an address of the web will do. */
export function termsUrl(host: AvatarHost): string | undefined {
  const { consentTerms } = host;
  if (consentTerms === null) return undefined;
  const url = parseUrl(consentTerms, pageAddress());
  if (isHttpUrl(url)) return url.href;
  if (complained.get(host) !== consentTerms) {
    complained.set(host, consentTerms);
    host
      .createLogger()
      .error('consent-terms should be an http or https URL, or a path on this site. No link is shown.');
  }
  return undefined;
}

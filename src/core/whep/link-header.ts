/** One entry of a `Link` header (RFC 8288): `<target>; name="value"; ...`. */
const LINK = /<([^>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]+))?)*)/g;
const PARAMETER = /;\s*([\w*-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]+)))?/g;

/**
 * The ICE servers that a WHEP answer names: `<turn:host>; rel="ice-server"; username="u"; credential="c"`
 * (draft-ietf-wish-whep, 4.8). Links with another rel are ignored, as 4.10 asks.
 */
export function parseIceServerLinks(header: string | null): RTCIceServer[] {
  if (header === null) return [];
  return [...header.matchAll(LINK)].flatMap(([, target = '', parameters = '']) => {
    const values = new Map(
      [...parameters.matchAll(PARAMETER)].map(([, name = '', quoted, plain = '']) => [
        name.toLowerCase(),
        quoted?.replace(/\\(.)/g, '$1') ?? plain,
      ]),
    );
    const isIceServer = values.get('rel')?.split(/\s+/).includes('ice-server') ?? false;
    if (!isIceServer || !/^(stun|turn)s?:/i.test(target)) return [];
    const username = values.get('username');
    const credential = values.get('credential');
    if (username !== undefined && credential !== undefined) return [{ urls: target, username, credential }];
    // Browsers refuse the whole list for a TURN server that they cannot log in to.
    return /^stun/i.test(target) ? [{ urls: target }] : [];
  });
}

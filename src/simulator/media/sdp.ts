import { BadOfferError } from './media-errors.js';

export type MediaKind = 'audio' | 'video';

export interface IceCredentials {
  ufrag: string;
  pwd: string;
}

/** A description's lines: those of the session, then those of each media section, from its `m=` line on. */
interface SdpSections {
  session: string[];
  media: string[][];
}

/**
 * The kinds of media that an offer asks for, in its order.
 * @throws {BadOfferError} It is not SDP, or asks for neither sound nor picture.
 */
export function requestedKinds(offerSdp: string): MediaKind[] {
  if (!/^v=0\r?\n/.test(offerSdp)) throw new BadOfferError('The offer is not SDP: it does not begin with "v=0".');
  const kinds = sections(offerSdp).media.filter(asksForMedia).map(kindOf);
  const wanted = [...new Set(kinds)].filter((kind) => kind === 'audio' || kind === 'video');
  if (wanted.length === 0) {
    throw new BadOfferError('The offer asks for neither sound nor picture: it needs a recvonly m=audio or m=video.');
  }
  return wanted;
}

/** The kinds of media that an answer turns down, for want of a codec that both sides know. */
export function refusedKinds(answerSdp: string): string[] {
  return sections(answerSdp).media.filter(isRefused).map(kindOf);
}

/** The description without its ICE candidates. */
export function withoutCandidates(sdp: string): string {
  return format(
    linesOf(sdp).filter((line) => !line.startsWith('a=candidate:') && !line.startsWith('a=end-of-candidates')),
  );
}

/** The description with `candidates`, as all there are, in the media section that its bundle runs over. */
export function withCandidates(sdp: string, candidates: readonly string[]): string {
  const { session, media } = sections(sdp);
  bundleOf(media).push(...candidateLines(candidates));
  return format([...session, ...media.flat()]);
}

/** The description with other ICE credentials in every place that has some. */
export function withIceCredentials(sdp: string, { ufrag, pwd }: IceCredentials): string {
  return format(
    linesOf(sdp).map((line) => {
      if (line.startsWith('a=ice-ufrag:')) return `a=ice-ufrag:${ufrag}`;
      return line.startsWith('a=ice-pwd:') ? `a=ice-pwd:${pwd}` : line;
    }),
  );
}

/**
 * The offer with a wish, as libwebrtc reads it, that the picture begin at `kbps`. It begins at 300 otherwise, and its
 * first frame takes 150 ms longer to arrive.
 */
export function withStartBitrate(offerSdp: string, kbps: number): string {
  const wish = `x-google-start-bitrate=${kbps}`;
  let sdp = offerSdp;
  for (const [rtpmap, payloadType = ''] of offerSdp.matchAll(/^a=rtpmap:(\d+) (?:VP8|VP9|AV1)\/.*$/gm)) {
    const fmtp = new RegExp(`^a=fmtp:${payloadType} .*$`, 'm');
    sdp = fmtp.test(sdp)
      ? sdp.replace(fmtp, (line) => `${line};${wish}`)
      : sdp.replace(rtpmap, () => `${rtpmap}\r\na=fmtp:${payloadType} ${wish}`);
  }
  return sdp;
}

/** The description with the wish, which libwebrtc reads off the other side's, that silence be not sent. */
export function withDtx(sdp: string): string {
  const [, opus] = /^a=rtpmap:(\d+) opus\//im.exec(sdp) ?? [];
  return opus === undefined ? sdp : sdp.replace(new RegExp(`^a=fmtp:${opus} .*$`, 'm'), (line) => `${line};usedtx=1`);
}

/** The first ICE credentials of a description or fragment, where it has a whole pair. */
export function iceCredentialsOf(sdp: string): IceCredentials | undefined {
  const lines = linesOf(sdp);
  const ufrag = attribute(lines, 'ice-ufrag');
  const pwd = attribute(lines, 'ice-pwd');
  return ufrag !== undefined && pwd !== undefined ? { ufrag, pwd } : undefined;
}

/** The lines of the media section that a description's bundle runs over. */
export function bundleSection(sdp: string): string[] {
  return bundleOf(sections(sdp).media);
}

/** The attributes that tell of `candidates`, and that there are no others. */
export function candidateLines(candidates: readonly string[]): string[] {
  return [...candidates.map((candidate) => `a=${candidate}`), 'a=end-of-candidates'];
}

export function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}

function attribute(lines: readonly string[], name: string): string | undefined {
  const prefix = `a=${name}:`;
  return lines.find((line) => line.startsWith(prefix))?.slice(prefix.length);
}

/** Lines as a document: each ends in CRLF. */
export function format(lines: readonly string[]): string {
  return lines.map((line) => `${line}\r\n`).join('');
}

function sections(sdp: string): SdpSections {
  const session: string[] = [];
  const media: string[][] = [];
  for (const line of linesOf(sdp)) {
    if (line.startsWith('m=')) media.push([line]);
    else (media.at(-1) ?? session).push(line);
  }
  return { session, media };
}

/** A bundle runs over the first section that is not turned down. */
function bundleOf(media: readonly string[][]): string[] {
  return media.find((section) => !isRefused(section)) ?? [];
}

function kindOf(section: readonly string[]): string {
  return section[0]?.slice('m='.length).split(' ', 1)[0] ?? '';
}

function isRefused(section: readonly string[]): boolean {
  return section[0]?.split(' ')[1] === '0';
}

function asksForMedia(section: readonly string[]): boolean {
  // Firefox offers what it bundles at port 0, which is no refusal (RFC 9143, section 6).
  const isOffered = !isRefused(section) || section.includes('a=bundle-only');
  return isOffered && !section.includes('a=sendonly') && !section.includes('a=inactive');
}

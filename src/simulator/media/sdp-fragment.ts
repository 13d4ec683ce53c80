import { parseCandidate } from './candidate.js';
import { BadFragmentError } from './media-errors.js';
import { bundleSection, candidateLines, format, iceCredentialsOf, linesOf, type IceCredentials } from './sdp.js';

/** A trickle ICE fragment, `application/trickle-ice-sdpfrag` (RFC 8840). */
export interface SdpFragment {
  credentials: IceCredentials | undefined;
  /** `candidate:...`, with the `a=mid` of the media section it stands in. */
  candidates: { candidate: string; mid: string | undefined }[];
}

// RFC 8839, section 5.4, and the four characters outside of it that libwebrtc lets through for the sake of older stacks.
const UFRAG = /^[\w+/=#-]{4,256}$/;
const PWD = /^[\w+/=#-]{22,256}$/;

/** @throws {BadFragmentError} It is not a fragment, or one of its candidates or credentials is malformed. */
export function parseFragment(text: string): SdpFragment {
  const lines = linesOf(text);
  if (lines.length === 0) throw new BadFragmentError('The trickle ICE fragment is empty.');
  const stray = lines.find((line) => !/^[am]=./.test(line));
  if (stray !== undefined) throw new BadFragmentError(`"${excerpt(stray)}" does not belong in a trickle ICE fragment.`);

  const credentials = iceCredentialsOf(text);
  if (credentials && !(UFRAG.test(credentials.ufrag) && PWD.test(credentials.pwd))) {
    throw new BadFragmentError('The fragment has malformed ICE credentials.');
  }
  return { credentials, candidates: parseCandidates(lines) };
}

/** The fragment that tells of new `candidates` for `sdp`, and of its ICE credentials. */
export function makeFragment(sdp: string, candidates: readonly string[]): string {
  return format([
    ...linesOf(sdp).filter((line) => line.startsWith('a=group:BUNDLE ')),
    ...bundleSection(sdp).filter((line) => /^(?:m=|a=(?:mid|ice-ufrag|ice-pwd):)/.test(line)),
    ...candidateLines(candidates),
  ]);
}

function parseCandidates(lines: readonly string[]): SdpFragment['candidates'] {
  const candidates: SdpFragment['candidates'] = [];
  let mid: string | undefined;
  for (const line of lines) {
    if (line.startsWith('m=')) mid = undefined;
    else if (line.startsWith('a=mid:')) mid = line.slice('a=mid:'.length);
    else if (line.startsWith('a=candidate:')) {
      const candidate = line.slice('a='.length);
      if (!parseCandidate(candidate)) throw new BadFragmentError(`"${excerpt(line)}" is not a candidate.`);
      candidates.push({ candidate, mid });
    }
  }
  return candidates;
}

function excerpt(line: string): string {
  return line.length > 60 ? `${line.slice(0, 60)}...` : line;
}

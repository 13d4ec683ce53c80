/** The session's ICE credentials and its first media section's id, which trickle fragments repeat. */
interface FragmentHead {
  ufrag: string;
  pwd: string;
  mid: string;
  media: string;
}

/**
 * The body of a trickle PATCH (RFC 8840): the offer's ICE credentials and the candidates found after it was sent.
 * Everything is bundled, so the candidates belong to the first media section.
 */
export function makeSdpFragment(offerSdp: string, candidates: readonly string[], isComplete: boolean): string {
  const { ufrag, pwd, mid, media } = readHead(offerSdp);
  const lines = [
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    media,
    `a=mid:${mid}`,
    ...candidates.map((candidate) => `a=${candidate}`),
    ...(isComplete ? ['a=end-of-candidates'] : []),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** `sdp` with the ICE credentials and candidates of a fragment in place of its own: what an ICE restart changes (RFC 9725, 4.3.3). */
export function withFragment(sdp: string, fragment: string): string {
  const { ufrag, pwd } = readHead(fragment);
  const candidates = linesOf(fragment).filter((line) => /^a=(candidate:|end-of-candidates)/.test(line));
  const kept = linesOf(sdp).filter((line) => !/^a=(candidate:|end-of-candidates)/.test(line));
  const lines = kept.map((line) =>
    line.replace(/^(a=ice-ufrag:).*/, `$1${ufrag}`).replace(/^(a=ice-pwd:).*/, `$1${pwd}`),
  );
  // Everything is bundled, so the first media section carries the candidates of all.
  const second = lines.findIndex((line, index) => line.startsWith('m=') && index > lines.findIndex(isMediaLine));
  lines.splice(second === -1 ? lines.length : second, 0, ...candidates);
  return `${lines.join('\r\n')}\r\n`;
}

const isMediaLine = (line: string): boolean => line.startsWith('m=');

function linesOf(sdp: string): string[] {
  return sdp.split(/\r?\n/).filter((line) => line !== '');
}

function readHead(sdp: string): FragmentHead {
  const first = (pattern: RegExp): string => pattern.exec(sdp)?.[1] ?? '';
  return {
    ufrag: first(/^a=ice-ufrag:(\S+)/m),
    pwd: first(/^a=ice-pwd:(\S+)/m),
    mid: first(/^a=mid:(\S+)/m),
    media: first(/^(m=.*?)\r?$/m),
  };
}

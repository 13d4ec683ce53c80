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

function readHead(sdp: string): FragmentHead {
  const first = (pattern: RegExp): string => pattern.exec(sdp)?.[1] ?? '';
  return {
    ufrag: first(/^a=ice-ufrag:(\S+)/m),
    pwd: first(/^a=ice-pwd:(\S+)/m),
    mid: first(/^a=mid:(\S+)/m),
    media: first(/^(m=.*?)\r?$/m),
  };
}

const STREAM_IDS = /^a=(msid(-semantic)?:|ssrc:\d+ (msid|mslabel|label):)/;

/** The description without the ids of streams and tracks. */
export function withoutStreamIds(sdp: string): string {
  return sdp
    .split('\r\n')
    .filter((line) => !STREAM_IDS.test(line))
    .join('\r\n');
}

/** The description with a stream of its own for each track. */
export function withSeparateStreams(sdp: string): string {
  return withoutStreamIds(sdp).replace(
    /^m=(audio|video) (?!0 ).*\r\n/gm,
    (line, kind: string) => `${line}a=msid:${kind}-stream ${kind}-track\r\n`,
  );
}

const STREAM_IDS = /^a=(msid(-semantic)?:|ssrc:\d+ (msid|mslabel|label):)/;

/** The description without the ids of streams and tracks. */
export function withoutStreamIds(sdp: string): string {
  return sdp
    .split('\r\n')
    .filter((line) => !STREAM_IDS.test(line))
    .join('\r\n');
}

/** TURN credentials are short-lived; older ones are not worth a try, in milliseconds. */
const FORGET_AFTER_MS = 10 * 60_000;

/** In memory only: they hold credentials. */
let recent: { iceServers: RTCIceServer[]; at: number } | undefined;

/** The next session is likely to be given the same relays. */
export function rememberIceServers(iceServers: RTCIceServer[]): void {
  recent = { iceServers, at: performance.now() };
}

export function recentIceServers(): RTCIceServer[] | undefined {
  return recent && performance.now() - recent.at < FORGET_AFTER_MS ? recent.iceServers : undefined;
}

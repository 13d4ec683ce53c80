import { toIceServers } from '../../../core/ice-servers.js';
import { redactText } from '../../../core/redact.js';
import type wrtc from '@roamhq/wrtc';
import type { nonstandard } from '@roamhq/wrtc';

import type { ClientInit } from '../../../core/protocol.js';

/** Root mean square of 10 ms of sound, of 32,768: louder than what Opus makes of silence, and than a noise floor of 0.01. */
const AUDIBLE = 400;

/** Candidates that have not been found by then are left out, in milliseconds. */
const GATHERING_MS = 3000;
const CONNECT_MS = 15_000;

export type WebRtc = Pick<typeof wrtc, 'RTCPeerConnection' | 'nonstandard'>;

/** What is seen and heard of a session. */
export interface CheckViewer {
  /** Such as `H264 and opus`. */
  readonly codecs: string;
  /** Resolves with the size of the first picture; undefined where none comes in time. */
  firstPicture(withinMs: number): Promise<{ width: number; height: number } | undefined>;
  /** Resolves once something is heard, to whether it is. */
  untilHeard(withinMs: number): Promise<boolean>;
  /** Resolves once nothing has been heard for so long, to whether that came in time. */
  untilSilent(forMs: number, withinMs: number): Promise<boolean>;
  close(): Promise<void>;
}

/** The optional package that speaks WebRTC in Node; undefined where it is not installed. */
export async function findWebRtc(): Promise<WebRtc | undefined> {
  try {
    // A CommonJS module: what it exports is its default.
    return (await import('@roamhq/wrtc')).default;
  } catch {
    return undefined;
  }
}

/**
 * Plays a session by WHEP, as a page would.
 * @throws {Error} It could not be connected; the message says where that failed.
 */
export async function connectViewer(
  { RTCPeerConnection, nonstandard: sinksOf }: WebRtc,
  { whepUrl, turn }: ClientInit,
): Promise<CheckViewer> {
  const peer = new RTCPeerConnection({ iceServers: toIceServers(turn) });
  const sinks: { stop: () => void }[] = [];
  let resourceUrl: URL | undefined;
  const close = async (): Promise<void> => {
    for (const sink of sinks) sink.stop();
    peer.close();
    if (resourceUrl) await fetch(resourceUrl, { method: 'DELETE' }).catch(() => undefined);
  };
  let picture: { width: number; height: number } | undefined;
  let loudAt = -Infinity;
  peer.ontrack = ({ track }) => {
    if (track.kind === 'video') {
      const sink = new sinksOf.RTCVideoSink(track);
      sink.addEventListener('frame', (event) => {
        const { frame } = event as unknown as { frame: nonstandard.RTCVideoFrame };
        picture = { width: frame.width, height: frame.height };
      });
      sinks.push(sink);
    } else {
      const sink = new sinksOf.RTCAudioSink(track);
      sink.addEventListener('data', (event) => {
        const { samples } = event as unknown as nonstandard.RTCAudioData;
        const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
        if (Math.sqrt(power) > AUDIBLE) loudAt = Date.now();
      });
      sinks.push(sink);
    }
  };
  const negotiate = async (): Promise<string> => {
    for (const kind of ['audio', 'video'] as const) peer.addTransceiver(kind, { direction: 'recvonly' });
    await peer.setLocalDescription(await peer.createOffer());
    await until(() => peer.iceGatheringState === 'complete', GATHERING_MS);
    const answer = await fetch(whepUrl, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp', Accept: 'application/sdp' },
      body: peer.localDescription?.sdp ?? '',
    });
    const location = answer.headers.get('Location');
    if (location) resourceUrl = new URL(location, whepUrl);
    const sdp = await answer.text();
    if (!answer.ok) throw new Error(`the media server answers ${answer.status}: ${redactText(sdp).slice(0, 200)}`);
    await peer.setRemoteDescription({ type: 'answer', sdp: readable(sdp) });
    if (await until(() => peer.connectionState === 'connected', CONNECT_MS)) return sdp;
    const seconds = CONNECT_MS / 1000;
    throw new Error(`no way to the media server was found within ${seconds} s: is UDP, or TURN, let through?`);
  };
  const sdp = await negotiate().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    codecs: codecsOf(sdp),
    firstPicture: async (withinMs) => ((await until(() => picture !== undefined, withinMs)) ? picture : undefined),
    untilHeard: (withinMs) => {
      const from = Date.now();
      return until(() => loudAt >= from, withinMs);
    },
    untilSilent: (forMs, withinMs) => until(() => Date.now() - loudAt >= forMs, withinMs),
    close,
  };
}

/**
 * The answer as the addon, which is older than browsers are, can read it. From SRS come no ids of tracks, and it takes each SSRC of
 * a part for a track then, those for retransmission too; without them it goes by what arrives.
 */
function readable(sdp: string): string {
  return /^a=msid:/m.test(sdp) ? sdp : sdp.replace(/^a=ssrc(-group)?:.*\r?\n/gm, '');
}

/** The first codec of each part of the answer, which is the one that is sent. */
function codecsOf(sdp: string): string {
  const parts = sdp.split(/^m=/m).slice(1);
  const names = parts.map((part) => {
    const [payload = ''] = /^\w+ \d+ \S+ (\d+)/.exec(part)?.slice(1) ?? [];
    return new RegExp(`^a=rtpmap:${payload} ([\\w-]+)`, 'm').exec(part)?.[1];
  });
  return names.filter((name) => name !== undefined).join(' and ');
}

/** Looks every 20 ms: the addon's events come at times before what they tell of can be read. */
async function until(isSo: () => boolean, withinMs: number): Promise<boolean> {
  const end = Date.now() + withinMs;
  while (!isSo()) {
    if (Date.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

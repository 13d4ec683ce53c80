import type { ServerMark } from './server-mark.js';

/** An event of Chromium's trace; times in microseconds of the machine's monotonic clock. */
export interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  dur?: number;
  args?: { data?: { url?: string; requestId?: string } };
}

/** A step on the way to the first frame, in milliseconds since the call. */
export interface TracePoint {
  what: string;
  atMs: number;
  /** Since the step before; undefined where it is none on the way, but goes on beside it. */
  tookMs: number | undefined;
}

const SESSION = '/api/avatar/session';

/**
 * The steps of one start of our session.
 * @throws {Error} The trace lacks one.
 */
export function pointsOf(events: readonly TraceEvent[], marks: readonly ServerMark[]): TracePoint[] {
  const inOrder = [...events].sort((one, other) => one.ts - other.ts);
  const measured = (name: string, phases: string): number =>
    need(name, inOrder.find((event) => event.name === name && phases.includes(event.ph))?.ts);
  const startedAt = measured('bench:start', 'bn');
  const first = (name: string, after = startedAt): TraceEvent =>
    need(
      name,
      inOrder.find((event) => event.name === name && event.ts >= after),
    );
  const sent = need(
    'the request',
    inOrder.find(({ name, args }) => name === 'ResourceSendRequest' && args?.data?.url?.endsWith(SESSION)),
  );
  const finish = need(
    'the answer',
    inOrder.find(({ name, args }) => name === 'ResourceFinish' && args?.data?.requestId === sent.args?.data?.requestId),
  );
  const server = (what: ServerMark['what'], isIt: (path: string) => boolean): number =>
    need(
      what,
      marks.find((mark) => mark.what === what && isIt(mark.path) && mark.at >= startedAt),
    ).at;
  const isCreate = (path: string): boolean => path.endsWith('/avatar-session');
  const isSession = (path: string): boolean => path === SESSION;
  const applied = first('SetRemoteDescription');
  const writable = first('BaseChannel::ChannelWritable_n');
  const decoding = first('VideoReceiver2::Decode');

  const steps: [what: string, at: number][] = [
    ['the page makes its offer and sends it with the request for a session', sent.ts],
    ['on the way to the backend', server('is asked', isSession)],
    ['the backend checks the request', server('asks', isCreate)],
    ['create', server('is answered', isCreate)],
    ['init-client', server('is answered', (path) => path.endsWith('/init-client'))],
    ['WHEP POST by the backend', server('is answered', (path) => path.includes('/whep'))],
    ['the backend makes its answer', server('answers', isSession)],
    ['on the way to the page', finish.ts],
    ['setRemoteDescription', applied.ts + (applied.dur ?? 0)],
    ['ICE finds a path', measured('kaltura-avatar:ice', 'en')],
    ['DTLS agrees on keys', writable.ts],
    ['first RTP packet', first('RtpTransport::OnReadPacket').ts],
    ['the first frame is whole', decoding.ts],
    ['it is decoded', first('VCMDecodedFrameCallback::Decoded').ts],
    ['it is on screen', measured('bench:start', 'en')],
  ];
  const points: TracePoint[] = [];
  let last = startedAt;
  for (const [what, at] of steps) {
    points.push({ what, atMs: (at - startedAt) / 1000, tookMs: (at - last) / 1000 });
    last = at;
  }
  const candidate = inOrder.find(({ name }) => name === 'RTCPeerConnectionHandler::OnIceCandidateImpl');
  if (candidate)
    points.splice(-1, 0, {
      what: 'the first ICE candidate was found',
      atMs: (candidate.ts - startedAt) / 1000,
      tookMs: undefined,
    });
  return points;
}

function need<Value>(what: string, value: Value | undefined): Value {
  if (value === undefined) throw new Error(`The trace does not tell of “${what}”.`);
  return value;
}

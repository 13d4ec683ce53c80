/** How the media does. What the browser does not tell is undefined. */
export interface AvatarStats {
  /** Pictures decoded in a second. */
  framesPerSecond: number | undefined;
  /** In pixels. */
  frameWidth: number | undefined;
  frameHeight: number | undefined;
  /** Picture and sound, in kilobits a second. */
  bitrateKbps: number | undefined;
  /** To the other end and back, in milliseconds. */
  roundTripMs: number | undefined;
  /** How unevenly packets arrive, in milliseconds; the worse of picture and sound. */
  jitterMs: number | undefined;
  /** Since the connection was made. */
  packetsLost: number | undefined;
  /** Of the packets since the last call, in percent. */
  lossPercent: number | undefined;
  /** Times that the picture stood still, since the connection was made. */
  freezeCount: number | undefined;
  /** How long the picture stood still in all, in milliseconds. */
  totalFreezesMs: number | undefined;
  framesDecoded: number | undefined;
  framesDropped: number | undefined;
  /** How the media travels: straight or through a relay (TURN). */
  path: { kind: 'direct' | 'relay'; protocol: 'udp' | 'tcp' | 'tls' } | undefined;
}

/** What rates are reckoned from. */
export interface StatsSample {
  /** In milliseconds. */
  at: number;
  /** Tells the connections of a session apart: each counts from 0. */
  ssrc: number | undefined;
  bytes: number;
  received: number;
  lost: number;
  framesDecoded: number;
  frozenMs: number;
}

/** The fields of the W3C statistics that are read here. */
interface Entry {
  type: string;
  id: string;
  timestamp: number;
  kind?: string;
  ssrc?: number;
  framesPerSecond?: number;
  frameWidth?: number;
  frameHeight?: number;
  bytesReceived?: number;
  packetsReceived?: number;
  packetsLost?: number;
  jitter?: number;
  freezeCount?: number;
  totalFreezesDuration?: number;
  framesDecoded?: number;
  framesDropped?: number;
  selectedCandidatePairId?: string;
  selected?: boolean;
  nominated?: boolean;
  state?: string;
  currentRoundTripTime?: number;
  localCandidateId?: string;
  remoteCandidateId?: string;
  candidateType?: string;
  protocol?: string;
  relayProtocol?: string;
}

/**
 * Puts a statistics report (https://www.w3.org/TR/webrtc-stats/) into plain words.
 * @param previous The sample of the last call; rates are since then, or missing.
 */
export function summarizeStats(
  report: RTCStatsReport,
  previous?: StatsSample,
): { stats: AvatarStats; sample: StatsSample } {
  const entries: Entry[] = [];
  report.forEach((entry: Entry) => entries.push(entry));
  const inbound = entries.filter(({ type }) => type === 'inbound-rtp');
  const video = inbound.find(({ kind }) => kind === 'video');
  const pair = selectedPair(entries);
  const sample: StatsSample = {
    at: Math.max(0, ...inbound.map(({ timestamp }) => timestamp)),
    ssrc: video?.ssrc,
    bytes: sum(inbound, 'bytesReceived'),
    received: sum(inbound, 'packetsReceived'),
    lost: Math.max(0, sum(inbound, 'packetsLost')), // Packets that came twice count against those that were lost.
    framesDecoded: video?.framesDecoded ?? 0,
    frozenMs: (video?.totalFreezesDuration ?? 0) * 1000,
  };
  const since = previous && isOfSameConnection(sample, previous) ? previous : undefined;
  const seconds = since ? (sample.at - since.at) / 1000 : 0;
  const jitters = inbound.flatMap(({ jitter }) => (jitter === undefined ? [] : [jitter]));
  const stats: AvatarStats = {
    framesPerSecond: video?.framesPerSecond ?? (since && (sample.framesDecoded - since.framesDecoded) / seconds),
    frameWidth: video?.frameWidth,
    frameHeight: video?.frameHeight,
    bitrateKbps: since && ((sample.bytes - since.bytes) * 8) / 1000 / seconds,
    roundTripMs: milliseconds(pair?.currentRoundTripTime),
    jitterMs: jitters.length > 0 ? Math.max(...jitters) * 1000 : undefined,
    packetsLost: inbound.some(({ packetsLost }) => packetsLost !== undefined) ? sample.lost : undefined,
    lossPercent: since && lossPercent(sample, since),
    freezeCount: video?.freezeCount,
    totalFreezesMs: milliseconds(video?.totalFreezesDuration),
    framesDecoded: video?.framesDecoded,
    framesDropped: video?.framesDropped,
    path: pathOf(pair, entries),
  };
  return { stats, sample };
}

function isOfSameConnection(sample: StatsSample, previous: StatsSample): boolean {
  return sample.ssrc === previous.ssrc && sample.at > previous.at && sample.bytes >= previous.bytes;
}

/** Browsers name the pair in use each in its own way: Chromium on the transport, Firefox on the pair. */
function selectedPair(entries: readonly Entry[]): Entry | undefined {
  const chosen = entries.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
  const pairs = entries.filter(({ type }) => type === 'candidate-pair');
  return (
    pairs.find(({ id }) => id === chosen) ??
    pairs.find(({ selected }) => selected === true) ??
    pairs.find(({ nominated, state }) => nominated === true && state === 'succeeded')
  );
}

function pathOf(pair: Entry | undefined, entries: readonly Entry[]): AvatarStats['path'] {
  const local = entries.find(({ id }) => id === pair?.localCandidateId);
  const remote = entries.find(({ id }) => id === pair?.remoteCandidateId);
  if (!local) return undefined;
  const isRelay = local.candidateType === 'relay' || remote?.candidateType === 'relay';
  // What a relay is reached by; the path goes on from there in its own way.
  const protocol = local.relayProtocol ?? local.protocol;
  return { kind: isRelay ? 'relay' : 'direct', protocol: protocol === 'tcp' || protocol === 'tls' ? protocol : 'udp' };
}

function lossPercent(sample: StatsSample, since: StatsSample): number | undefined {
  const lost = Math.max(0, sample.lost - since.lost);
  const expected = sample.received - since.received + lost;
  return expected > 0 ? (lost / expected) * 100 : undefined;
}

function sum(entries: readonly Entry[], field: 'bytesReceived' | 'packetsReceived' | 'packetsLost'): number {
  return entries.reduce((total, entry) => total + (entry[field] ?? 0), 0);
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}

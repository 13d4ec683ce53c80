/** An entry of a WebRTC statistics report. */
export type Entry = Record<string, unknown> & { id: string; type: string };

/** Milliseconds since 1970, as reports have them. */
export const START = 1_795_000_000_000;

export const report = (...entries: Entry[]): RTCStatsReport => new Map(entries.map((entry) => [entry.id, entry]));

export const without = (entry: Entry, ...names: string[]): Entry =>
  Object.fromEntries(Object.entries(entry).filter(([name]) => !names.includes(name))) as Entry;

/** A report as Chromium 14x gives it, with the entries and fields that matter and some that do not. */
export function chromiumReport(
  change: { video?: object; audio?: object; pair?: object; local?: object } = {},
): Entry[] {
  const timestamp = START;
  const received = { type: 'inbound-rtp', timestamp, transportId: 'T01', mid: '0', codecId: 'CIT01_102' };
  return [
    { id: 'CFB4:6C', type: 'certificate', timestamp, fingerprintAlgorithm: 'sha-256' },
    { id: 'CIT01_102', type: 'codec', timestamp, mimeType: 'video/H264', payloadType: 102, transportId: 'T01' },
    {
      id: 'T01',
      type: 'transport',
      timestamp,
      dtlsState: 'connected',
      bytesReceived: 999_999,
      selectedCandidatePairId: 'CPpTn3',
    },
    {
      id: 'CPother',
      type: 'candidate-pair',
      timestamp,
      nominated: false,
      state: 'succeeded',
      localCandidateId: 'Iother',
      remoteCandidateId: 'IR',
      currentRoundTripTime: 0.9,
    },
    {
      id: 'CPpTn3',
      type: 'candidate-pair',
      timestamp,
      nominated: true,
      state: 'succeeded',
      localCandidateId: 'IL',
      remoteCandidateId: 'IR',
      currentRoundTripTime: 0.045,
      ...change.pair,
    },
    { id: 'Iother', type: 'local-candidate', timestamp, candidateType: 'host', protocol: 'udp' },
    {
      id: 'IL',
      type: 'local-candidate',
      timestamp,
      candidateType: 'prflx',
      protocol: 'udp',
      networkType: 'wifi',
      ...change.local,
    },
    { id: 'IR', type: 'remote-candidate', timestamp, candidateType: 'host', protocol: 'udp' },
    {
      ...received,
      id: 'IT01V77',
      kind: 'video',
      ssrc: 77,
      bytesReceived: 500_000,
      packetsReceived: 900,
      packetsLost: 3,
      jitter: 0.012,
      framesPerSecond: 25,
      frameWidth: 512,
      frameHeight: 512,
      framesDecoded: 250,
      framesDropped: 2,
      freezeCount: 1,
      totalFreezesDuration: 0.4,
      ...change.video,
    },
    {
      ...received,
      id: 'IT01A78',
      kind: 'audio',
      ssrc: 78,
      bytesReceived: 100_000,
      packetsReceived: 500,
      packetsLost: 0,
      jitter: 0.003,
      ...change.audio,
    },
    { id: 'ROA78', type: 'remote-outbound-rtp', timestamp, kind: 'audio', ssrc: 78, bytesSent: 101_000 },
  ];
}

/** The same 5 s later, with what was received meanwhile. */
export function later(video: object = {}, audio: object = {}): Entry[] {
  const timestamp = START + 5000;
  return chromiumReport({
    video: { timestamp, bytesReceived: 1_000_000, packetsReceived: 1390, packetsLost: 13, ...video },
    audio: { timestamp, bytesReceived: 225_000, packetsReceived: 1000, ...audio },
  });
}

/** A report as Firefox ESR gives it: no transport, no freezes; the pair in use says so itself. */
export function firefoxReport(local: object = {}): Entry[] {
  const timestamp = START;
  const pair = { type: 'candidate-pair', timestamp, transportId: 'transport_0', nominated: true, state: 'succeeded' };
  return [
    { ...pair, id: 'a1b2', selected: false, localCandidateId: 'other', remoteCandidateId: 'ffff' },
    { ...pair, id: 'c3d4', selected: true, localCandidateId: '9e8d', remoteCandidateId: 'ffff' },
    { id: 'other', type: 'local-candidate', timestamp, candidateType: 'host', protocol: 'udp' },
    { id: '9e8d', type: 'local-candidate', timestamp, candidateType: 'relay', protocol: 'udp', ...local },
    { id: 'ffff', type: 'remote-candidate', timestamp, candidateType: 'host', protocol: 'udp' },
    {
      id: '6dba4a3f',
      type: 'inbound-rtp',
      timestamp,
      kind: 'video',
      mediaType: 'video',
      ssrc: 77,
      bytesReceived: 500_000,
      packetsReceived: 900,
      packetsLost: 0,
      jitter: 0.02,
      framesPerSecond: 24,
      frameWidth: 512,
      frameHeight: 512,
      framesDecoded: 240,
      framesDropped: 0,
    },
  ];
}

/** Frames of the picture, or packets of the sound where there is no picture. */
export interface FrameCount {
  /** Those that have arrived whole. */
  arrived: number;
  /** Those that were decoded; undefined where the browser does not tell. */
  decoded: number | undefined;
}

interface InboundStats {
  type: string;
  kind?: string;
  framesReceived?: number;
  framesDecoded?: number;
  packetsReceived?: number;
}

export function countFrames(report: RTCStatsReport, hasPicture: boolean): FrameCount {
  const counted: FrameCount = { arrived: 0, decoded: undefined };
  report.forEach((entry: InboundStats) => {
    if (entry.type !== 'inbound-rtp' || entry.kind !== (hasPicture ? 'video' : 'audio')) return;
    const { framesReceived = 0, framesDecoded, packetsReceived = 0 } = entry;
    // A source that comes back may be counted in an entry of its own.
    counted.arrived += hasPicture ? Math.max(framesDecoded ?? 0, framesReceived) : packetsReceived;
    if (hasPicture && framesDecoded !== undefined) counted.decoded = (counted.decoded ?? 0) + framesDecoded;
  });
  return counted;
}

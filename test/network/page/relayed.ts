import { createEndpointSource, KalturaAvatarSession } from 'kaltura-avatar/session';

import { untilHeard, watch, type Picture, type Reception, type Viewer } from './viewer.js';

export function viewRelayed(endpoint: string, stage: HTMLElement): Viewer<Reception> {
  let connection: RTCPeerConnection;
  let look: () => Picture;
  const session = new KalturaAvatarSession(
    undefined,
    { iceTransportPolicy: 'relay' },
    { createPeerConnection: (configuration) => (connection = new RTCPeerConnection(configuration)) },
  );
  const receive = async (): Promise<Reception> => ({
    ...look(),
    ...summarize(await connection.getStats()),
    path: (await session.getStats()).path,
  });
  return {
    start: async () => {
      session.attachAvatar(stage.id);
      await session.connect(createEndpointSource({ endpoint }));
      look = await watch(stage.querySelector('video'));
      return receive();
    },
    say: async (text) => {
      const heard = untilHeard((onOver, onError) => {
        session.once('speakingStart', () => session.once('speakingEnd', onOver));
        session.once('error', onError);
      });
      await Promise.all([heard, session.sayText(text)]);
      return receive();
    },
    end: () => session.endSession(),
  };
}

/** The fields of the W3C's statistics that are read here. */
interface Entry {
  id: string;
  type: string;
  kind?: string;
  selected?: boolean;
  selectedCandidatePairId?: string;
  localCandidateId?: string;
  candidateType?: string;
  relayProtocol?: string;
  totalAudioEnergy?: number;
}

function summarize(report: RTCStatsReport): Omit<Reception, keyof Picture | 'path'> {
  const entries: Entry[] = [];
  report.forEach((entry: Entry) => entries.push(entry));
  // Chromium names the pair in use in the transport's entry, Firefox marks the pair.
  const chosen = entries.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
  const pair = entries.find(({ id, selected }) => id === chosen || selected === true);
  const local = entries.find(({ id }) => id === pair?.localCandidateId);
  const sound = entries.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio');
  return {
    candidateType: local?.candidateType,
    relayProtocol: local?.relayProtocol,
    totalAudioEnergy: sound?.totalAudioEnergy ?? 0,
  };
}

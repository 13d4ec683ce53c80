import type { Stand } from './ways.js';

const OwnPeerConnection = RTCPeerConnection;

/** Gives each client of the page the same network, whether it has an option for it or not. */
export function limitNetwork({ relayOnly, deadTurnUrls }: Stand): void {
  const limited = ({ iceServers = [], ...configuration }: RTCConfiguration = {}): RTCConfiguration => ({
    ...configuration,
    ...(relayOnly ? { iceTransportPolicy: 'relay' } : {}),
    iceServers: iceServers.map((server) => ({ ...server, urls: [...deadTurnUrls, ...[server.urls].flat()] })),
  });
  window.RTCPeerConnection = class extends OwnPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(limited(configuration));
    }
    override setConfiguration(configuration?: RTCConfiguration): void {
      super.setConfiguration(limited(configuration));
    }
  };
}

/** How one start is made. */
export type Way =
  | 'documented'
  | 'start'
  | 'prepared'
  | 'element'
  | 'WHEP: by hand'
  | 'WHEP: ours'
  | 'WHEP: ours, prepared'
  | 'WHEP: whip-whep'
  | 'WHEP: eyevinn';

/** What a page is told of the stand. */
export interface Stand {
  /** The Control API, as the page reaches it. */
  serviceUrl: string;
  /** Media go through the TURN server alone. */
  relayOnly: boolean;
  /** TURN servers that never answer, beside the one that does. */
  deadTurnUrls: string[];
  /** Plays this in place of a session of the service’s. */
  whepUrl?: string;
}

/** Of the page's own backend. */
export const CREATE_URL = '/api/avatar/create-session';
export const ENDPOINT = '/api/avatar/session';
export const AVATAR_ID = 'maya';

/** What a viewer needs to know. */
export interface ViewedStream {
  whepUrl: string;
  iceServers: RTCIceServer[];
}

/** A session whose media a page plays. */
export interface Opened extends ViewedStream {
  end: () => Promise<unknown>;
}

/** Plays a session in the video; resolves with what closes it. */
export type Play = (stream: ViewedStream, video: HTMLVideoElement) => Promise<() => unknown>;

/** How long after the call, in milliseconds, the first frame was on screen. */
export interface Started {
  /** Of the page's clock. */
  frameAt: number;
  end: () => Promise<unknown>;
}

interface OfViewer {
  viewerId: string;
}

/** What the viewer process answers: WHEP's side of the browser, without HTTP. */
export type ViewerMethods = Readonly<{
  createOffer: { params: OfViewer; result: string };
  acceptAnswer: { params: OfViewer & { sdp: string }; result: unknown };
  /** Answers an offer of the other side. */
  answerOffer: { params: OfViewer & { sdp: string }; result: string };
  /** Begins an ICE restart: the trickle ICE fragment with the new credentials. */
  createRestart: { params: OfViewer; result: string };
  acceptRestart: { params: OfViewer & { sdpFragment: string }; result: unknown };
  close: { params: OfViewer; result: unknown };
}>;

/** What a viewer sees and hears; `at` is the time in milliseconds since the epoch. */
export type ViewerEvent =
  | { type: 'state'; viewerId: string; state: string; at: number }
  | { type: 'track'; viewerId: string; kind: string; streamIds: string[]; at: number }
  | { type: 'frame'; viewerId: string; width: number; height: number; digest: number; at: number }
  /** 10 ms of sound: its root mean square, 0 to 32768. */
  | { type: 'sound'; viewerId: string; level: number; at: number };

/** The offer is not SDP that the media engine can answer; the message says what is wrong with it. */
export class BadOfferError extends Error {
  override readonly name = 'BadOfferError';
}

/** The answer does not go with what the media engine offered, or it offered nothing. */
export class BadAnswerError extends Error {
  override readonly name = 'BadAnswerError';
}

/** The trickle ICE fragment is not what RFC 8840 describes, or lacks what the call needs. */
export class BadFragmentError extends Error {
  override readonly name = 'BadFragmentError';
}

/** No stage has this id. */
export class UnknownStageError extends Error {
  override readonly name = 'UnknownStageError';
}

/** The stage has a viewer already, or its id is taken. */
export class StageBusyError extends Error {
  override readonly name = 'StageBusyError';
}

/** The stage has no viewer, or has none any more. */
export class NoViewerError extends Error {
  override readonly name = 'NoViewerError';
}

export const PROFILE_NAMES = ['documented', 'srs', 'live'] as const;

/**
 * `documented` follows the documents of the Control API and the WHEP specification; `srs` has the media server of the live
 * service; `live` answers as the live service has been seen to do.
 */
export type ProfileName = (typeof PROFILE_NAMES)[number];

/** In what the services that a profile stands for differ from each other. */
export interface Profile {
  /** Whether say-text is taken; where it is not, every call is answered with 503. */
  takesText: boolean;
  /** Whether each recording is a turn of its own, whatever turn it names. */
  makesTurnOfEachClip: boolean;
  /** What an interrupt stops: all that is still to be said, or the turn that is heard alone. */
  interrupts: 'all' | 'current';
  /** Whether `visualConfig.id` has to be 24 hexadecimal digits, as the ids of the visual catalogue are. */
  asksForCatalogueIds: boolean;
  /** Whether create takes a KS that nobody has named, where none are named. */
  takesAnyKs: boolean;
}

import { LEAVES_SHADOW_ROOTS } from './event-init.js';

/** What a visitor thinks: a thumb for one answer, or stars for the conversation. */
export type AvatarFeedback =
  | { readonly rating: 'up' | 'down'; readonly turnId?: string | undefined }
  | { readonly stars: number; readonly comment?: string | undefined };

/** The visitor says what they think of an answer, or of the conversation. Cancelable: the backend is then not told. */
export class AvatarFeedbackEvent extends Event {
  static readonly type = 'avatar-feedback';
  /** Of an answer. */
  readonly rating: 'up' | 'down' | undefined;
  /** Which answer is meant, where its turn is known. */
  readonly turnId: string | undefined;
  /** Of the conversation, 1 to 5. */
  readonly stars: number | undefined;
  /** In the visitor's own words, 2,000 UTF-16 units at most. */
  readonly comment: string | undefined;

  constructor(feedback: AvatarFeedback) {
    super(AvatarFeedbackEvent.type, { ...LEAVES_SHADOW_ROOTS, cancelable: true });
    this.rating = 'rating' in feedback ? feedback.rating : undefined;
    this.turnId = 'rating' in feedback ? feedback.turnId : undefined;
    this.stars = 'stars' in feedback ? feedback.stars : undefined;
    this.comment = 'stars' in feedback ? feedback.comment : undefined;
  }
}

/** What a visitor thinks of one message, or at the end of it all. */
export type Feedback = FeedbackSource & (MessageFeedback | StarFeedback);

interface FeedbackSource {
  sessionId: string;
  /** Who gives it: what `identify` gives, or the id in the visitor's cookie. Missing where there is neither. */
  caller?: string;
}

export interface MessageFeedback {
  /** The turn that is rated; missing where the page does not say. */
  turnId?: string;
  rating: 'up' | 'down';
  stars?: undefined;
  comment?: undefined;
}

export interface StarFeedback {
  /** 1 to 5. */
  stars: number;
  /** In the visitor's own words, 2,000 UTF-16 units at most. */
  comment?: string;
  turnId?: undefined;
  rating?: undefined;
}

/** Told of each feedback. Its answer is not waited for; where it fails, that is logged. */
export type OnFeedback = (feedback: Feedback) => void | Promise<void>;

import { html, nothing, type TemplateResult } from 'lit';

import type { TranscriptEntry } from '../../../conversation/transcript.js';
import { AvatarFeedbackEvent, type AvatarFeedback } from '../../../events/feedback-event.js';
import type { AvatarHost } from '../../extension.js';
import { langOf, textOf, type TextKey } from '../../text-of.js';
import { starIcon, thumbDownIcon, thumbUpIcon } from './transcript-icons.js';

/** As the backend takes it, in UTF-16 units. */
const LONGEST_COMMENT = 2000;
const STARS = [1, 2, 3, 4, 5];

/**
 * Asks the visitor what they think of the answers, and at the end of it all.
 *
 * @csspart thumbs - What the visitor thinks of an answer is asked with.
 * @csspart rating - What the visitor thinks of the conversation is asked with.
 */
export class FeedbackPart {
  readonly #host: AvatarHost;
  /** By the time that an entry keeps while its text grows. */
  readonly #rated = new WeakMap<Date, 'up' | 'down'>();
  #stars = 0;
  /** Which session was rated. */
  #ratedSession: unknown;

  constructor(host: AvatarHost) {
    this.#host = host;
  }

  thumbs(entry: TranscriptEntry): TemplateResult | typeof nothing {
    if (this.#host.feedback === 'off' || !this.#isTaken || entry.role !== 'avatar') return nothing;
    return html`<div class="thumbs" part="thumbs">
      ${this.#thumb(entry, 'up', 'helpful', thumbUpIcon)}${this.#thumb(entry, 'down', 'notHelpful', thumbDownIcon)}
    </div>`;
  }

  rating(): TemplateResult | typeof nothing {
    const { feedback, state, session, transcriptLog, localizer } = this.#host;
    const isAsked = feedback === 'rating' && this.#isTaken && state === 'ended' && transcriptLog.entries.length > 0;
    if (!isAsked) {
      this.#stars = 0;
      return nothing;
    }
    const isRated = session !== null && this.#ratedSession === session;
    // The region is there before it has something to say: one that comes together with its text is not read.
    return html`<p class="unseen" role="status">${isRated ? textOf(localizer, 'thanks') : nothing}</p>
      ${isRated ? html`<p class="rating" part="rating" aria-hidden="true">${textOf(localizer, 'thanks')}</p>` : this.#form()}`;
  }

  #form(): TemplateResult {
    const { localizer } = this.#host;
    return html`<form class="rating" part="rating" @submit=${this.#onSubmit}>
      <div role="group" aria-labelledby="talk-rate">
        <p id="talk-rate">${textOf(localizer, 'rateConversation')}</p>
        ${STARS.map((stars) => this.#star(stars))}
      </div>
      ${
        this.#stars > 0
          ? html`<textarea
                rows="2"
                maxlength=${LONGEST_COMMENT}
                dir="auto"
                lang=${langOf(localizer, 'comment')}
                aria-label=${localizer.term('comment')}
                placeholder=${localizer.term('comment')}
              ></textarea>
              <button part="button" class="send">${textOf(localizer, 'send')}</button>`
          : nothing
      }
    </form>`;
  }

  /** Whether anybody gets to know: nobody is asked for nothing. A backend that does not say may well take it. */
  get #isTaken(): boolean {
    const { feedbackLocal, sessionEndpoint, session } = this.#host;
    return feedbackLocal || sessionEndpoint === null || session?.takesFeedback !== false;
  }

  #thumb(entry: TranscriptEntry, rating: 'up' | 'down', key: TextKey, icon: unknown): TemplateResult {
    const { localizer } = this.#host;
    return html`<button
      type="button"
      part="button"
      lang=${langOf(localizer, key)}
      aria-label=${localizer.term(key)}
      title=${localizer.term(key)}
      aria-pressed=${this.#rated.get(entry.at) === rating ? 'true' : 'false'}
      @click=${() => this.#rate(entry, rating)}
    >
      ${icon}
    </button>`;
  }

  #star(stars: number): TemplateResult {
    return html`<button
      type="button"
      part="button"
      class=${stars <= this.#stars ? 'star lit' : 'star'}
      lang=${this.#host.localizer.langOf('starsOf') ?? nothing}
      aria-label=${this.#host.localizer.term('starsOf', stars)}
      aria-pressed=${stars === this.#stars ? 'true' : 'false'}
      @click=${() => {
        this.#stars = stars;
        this.#host.requestUpdate();
      }}
    >
      ${starIcon}
    </button>`;
  }

  #rate({ at, turnId }: TranscriptEntry, rating: 'up' | 'down'): void {
    if (this.#rated.get(at) === rating) return;
    this.#rated.set(at, rating);
    this.#tell({ rating, ...(turnId === undefined ? {} : { turnId }) });
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement) || this.#stars === 0) return;
    const comment = event.target.querySelector('textarea')?.value.trim() ?? '';
    this.#ratedSession = this.#host.session;
    this.#tell({ stars: this.#stars, ...(comment === '' ? {} : { comment }) });
  };

  #tell(feedback: AvatarFeedback): void {
    this.#host.requestUpdate();
    const isWanted = this.#host.dispatchEvent(new AvatarFeedbackEvent(feedback));
    if (!isWanted || this.#host.feedbackLocal) return;
    import('./send-feedback.js')
      .then((code) => code.sendFeedback(this.#host, feedback))
      .catch((error: unknown) => this.#host.createLogger().warn('The backend did not take the feedback', error));
  }
}

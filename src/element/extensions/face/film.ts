import { html, type TemplateResult } from 'lit';

/**
 * What moves by itself for more than five seconds needs a control that stops it (WCAG 2.2.2): a film rests before, on the picture.
 * In seconds; its time is looked at four times a second.
 */
const LONGEST_S = 4.5;

const REST = 'data-resting';

/** Plays the film once: a button would come between the visitor and the start. */
export const filmView = (url: string, onFailed: () => void): TemplateResult =>
  html`<video
    part="poster"
    src=${url}
    .muted=${true}
    autoplay
    playsinline
    @playing=${onPlaying}
    @timeupdate=${onTime}
    @ended=${onEnded}
    @error=${onFailed}
  ></video>`;

/** Plays a film that rests once more: the visitor has turned to the avatar. */
export function playAgain(element: Element): void {
  const film = element.shadowRoot?.querySelector<HTMLVideoElement>(`.known-face video[${REST}]`);
  if (!film) return;
  film.currentTime = 0;
  film.play().catch(() => undefined); // The picture is there.
}

const filmOf = ({ currentTarget }: Event): HTMLVideoElement => currentTarget as HTMLVideoElement;

const onPlaying = (event: Event): void => filmOf(event).removeAttribute(REST);

const onEnded = (event: Event): void => filmOf(event).setAttribute(REST, '');

const onTime = (event: Event): void => {
  const film = filmOf(event);
  if (film.currentTime < LONGEST_S || film.paused) return;
  film.pause();
  film.setAttribute(REST, '');
};

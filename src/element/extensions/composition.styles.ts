import { css } from 'lit';

/**
 * Where the picture stands, and what has a place of its own: the head, which is the buttons and what is said of the avatar, and
 * the desk, where the conversation is held. The picture is covered only where there is no room beside or below it.
 */
export const composition = css`
  :where(.stage) > * {
    --_top: 0px;
    --_bottom: 0px;
    --_end: 0px;
    --_edge: 0px;
    --_round: inherit;
    /* How much of the picture's lower edge the composer and the bar of buttons cover. */
    --_desk-over: 0px;
    --_bar-over: 0px;
  }

  :host([controls]) .stage:not([data-head], [data-framed]) > * {
    --_bar-over: 60px;
  }

  .stage[data-desk='over'] > * {
    --_desk-over: var(--_composer-space, 0px);
  }

  .stage:where([data-desk]:not([data-desk='over']), [data-head]) > * {
    --_top: 8px;
    --_bottom: 8px;
    --_edge: 8px;
    --_round: 18px;
  }

  .stage[data-desk='field'] > * {
    --_caption-scale: 0.75;
    --_bottom: var(--_composer-space, 72px);
  }

  .stage[data-desk='below'] > * {
    --_bottom: max(44cqb, var(--_composer-space, 0px) + 96px);
  }

  .stage[data-desk='beside'] > * {
    --_end: clamp(240px, 38cqi, 420px);
  }

  .stage[data-head='column'] > * {
    --_end: 52px;
  }

  .stage[data-head='row']:not([data-desk='beside']) > * {
    --_top: 52px;
  }

  .stage :is(video, .keyed, .cover, .face, .known-face, .overlay, .elsewhere) {
    inset-block: var(--_top) var(--_bottom);
    inset-inline: var(--_edge) calc(var(--_end) + var(--_edge));
    border-radius: var(--_round);
  }

  .stage > :is(video, .keyed) {
    inline-size: calc(100% - var(--_end) - 2 * var(--_edge));
    block-size: calc(100% - var(--_top) - var(--_bottom));
  }

  .stage .overlay {
    padding-block-end: calc(var(--_desk-over) + var(--_bar-over) + clamp(8px, 6cqmin, 32px));
  }

  .stage .cover {
    padding-block-end: calc(var(--_desk-over) + clamp(8px, 6cqmin, 32px));
  }

  /* The picture is never so wide that much of it is cut off above and below. */
  :host(:not([fit='contain'], [fit='fill'])) .stage > :is(video, .keyed, .known-face) {
    max-inline-size: calc((100cqb - var(--_top) - var(--_bottom)) * var(--_limit, 99));
    margin-inline: auto;
  }

  .stage[data-framed]:not([data-desk], [data-head]) > :is(video, .known-face) {
    mask-image: linear-gradient(to right, transparent, #000 6%, #000 94%, transparent);
  }

  .stage:is([data-desk], [data-head]) {
    & .cover {
      overflow: hidden;
    }

    & :is(.cover, .face) {
      background: rgb(255 255 255 / 45%);
      background: light-dark(rgb(255 255 255 / 45%), rgb(255 255 255 / 5%));
    }
  }

  :host(:fullscreen) .stage {
    inset-block-end: var(--_keyboard, 0px);
  }

  /* It would lie like a veil on the face behind it. */
  .stage:has(> .known-face[data-there]) :is(.cover, .face) {
    background: none !important;
  }

  .desk {
    position: absolute;
    z-index: 2;
    inset-inline: 0;
    inset-block-end: 0;
    display: flex;
    flex-direction: column;
  }

  :host(:not([mode='text'])) .stage[data-state='unsupported'] > .desk {
    display: none;
  }

  .stage[data-desk='below'] > .desk {
    block-size: var(--_bottom);
  }

  .stage[data-desk='beside'] > .desk {
    inset-inline-start: auto;
    inset-block-start: 0;
    inline-size: var(--_end);
  }

  .stage[data-desk='beside'][data-head] > .desk {
    inset-block-start: 52px;
  }
`;

import { css } from 'lit';

export const styles = css`
  /* A sheet over the lower part of the picture, which fades out below the face. */
  .transcript {
    --_edge: clamp(8px, 3cqmin, 16px);

    position: absolute;
    z-index: 1;
    inset-inline: 0;
    inset-block-end: var(--_composer-space, 0px);
    box-sizing: border-box;
    max-block-size: var(--_sheet);
    padding: 14px var(--_edge) 6px;
    display: flex;
    flex-direction: column;
    gap: 6px;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: rgb(35 34 74 / 40%) transparent;
    scrollbar-color: light-dark(rgb(35 34 74 / 40%), rgb(236 235 255 / 40%)) transparent;
    outline: none;
    mask-image: linear-gradient(transparent, #000 14px);
    transition: max-block-size 250ms ease;
  }

  .stage:has(.transcript) {
    --_sheet: max(64px, 38cqb - var(--_composer-space, 0px));
  }

  /* Whoever reads may have more of it. */
  .transcript:is(:hover, :focus-visible) {
    max-block-size: max(var(--_sheet), 52cqb - var(--_composer-space, 0px) / 2);
  }

  .transcript:not(:has(.entry)) {
    pointer-events: none;
  }

  /* What covers and overlays show at the bottom stands above it; an error needs the room for itself. */
  .stage:has(.entry) :is(.cover:not([part~='error']), .overlay) {
    padding-block-end: calc(var(--_composer-space, 0px) + var(--_sheet) + 4px);
  }

  .stage:has([part~='error']) .transcript {
    visibility: hidden;
  }

  .transcript .entry {
    flex: none;
    box-sizing: border-box;
    max-inline-size: min(86%, 44ch);
    margin: 0;
    padding: 7px 13px;
    border-radius: 18px;
    font-size: 0.9375em;
    text-align: start;
    text-wrap: pretty;
    white-space: normal;
    overflow-wrap: anywhere;
    box-shadow: 0 3px 12px rgb(30 27 90 / 12%);
    animation: appear 200ms ease;

    /* A block, so that a message in another direction than the page's begins at its own side. */
    & [dir] {
      display: block;
      white-space: pre-line;
    }
  }

  .transcript .entry:first-child {
    margin-block-start: auto;
  }

  .transcript .avatar {
    align-self: flex-start;
    border-end-start-radius: 6px;
    color: var(--_text);
    background: rgb(255 255 255 / 92%);
    background: light-dark(rgb(255 255 255 / 92%), rgb(40 38 72 / 92%));
  }

  .transcript .visitor {
    align-self: flex-end;
    border-end-end-radius: 6px;
    color: var(--_on-accent);
    background: var(--_accent);
  }

  .transcript a {
    color: inherit;
    text-decoration: underline;
  }

  .transcript a:focus-visible {
    border-radius: 3px;
    outline: 2px solid currentcolor;
    outline-offset: 1px;
  }

  .transcript:focus-visible {
    border-radius: var(--kaltura-avatar-radius, 24px);
    outline: 3px solid var(--_text);
    outline-offset: -4px;
    mask-image: none;
  }

  @container (min-aspect-ratio: 6 / 5) and (min-width: 480px) {
    .transcript,
    .transcript:is(:hover, :focus-visible) {
      inset-inline: auto var(--_edge);
      inset-block-end: var(--_edge);
      inline-size: clamp(190px, 32cqi, 380px);
      max-block-size: calc(100% - 2 * var(--_edge));
      padding: 10px;
      border-radius: 22px;
      visibility: visible;
    }

    .transcript:has(.entry) {
      background: rgb(255 255 255 / 62%);
      background: light-dark(rgb(255 255 255 / 62%), rgb(18 17 36 / 62%));
      backdrop-filter: blur(18px) saturate(1.4);
      box-shadow: 0 8px 28px rgb(30 27 90 / 14%);
      box-shadow: 0 8px 28px light-dark(rgb(30 27 90 / 14%), rgb(0 0 0 / 36%));
      mask-image: none;
    }

    .transcript .entry {
      max-inline-size: 92%;
    }

    .transcript:focus-visible {
      outline-offset: -3px;
    }

    /* What is at the bottom keeps out of its way. */
    .stage:has(.entry) .composer-dock {
      inset-inline-end: calc(clamp(190px, 32cqi, 380px) + clamp(0px, 1cqi, 8px));
    }

    .stage:has(.entry) :is(.cover, .overlay, .cover:not([part~='error'])) {
      padding-block-end: calc(var(--_composer-space, 0px) + clamp(8px, 6cqmin, 32px));
      padding-inline-end: calc(clamp(190px, 32cqi, 380px) + 24px);
    }
  }

  /* It says all that captions do. */
  @container (min-width: 241px) and (min-height: 201px) {
    .stage:has(.transcript) video::cue {
      visibility: hidden;
    }

    .stage:has(.transcript) .captions,
    .stage:has(.transcript) video::-webkit-media-text-track-container,
    .transcript ~ .controls [part~='captions-button'] {
      display: none;
    }
  }

  /* A thumbnail is no place to read in. */
  @container (max-width: 240px) or (max-height: 200px) {
    .transcript {
      display: none;
    }
  }

  @container (max-width: 400px) {
    .transcript .entry {
      padding: 6px 11px;
      border-radius: 15px;
      font-size: 0.875em;
    }
  }

  @media (forced-colors: active) {
    .transcript .entry {
      border: 1px solid CanvasText;
    }

    .transcript .avatar {
      background: Canvas;
    }

    .transcript .visitor {
      forced-color-adjust: none;
    }
  }
`;

import { css } from 'lit';

export const transcriptStyles = css`
  .transcript {
    flex: 1;
    box-sizing: border-box;
    min-block-size: 0;
    padding: 14px 12px 4px;
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
  }

  .transcript .entry {
    position: relative;
    flex: none;
    box-sizing: border-box;
    /* Leaves room for the button beside it. */
    max-inline-size: min(86%, 100% - 38px, 44ch);
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

  .transcript > :first-child {
    margin-block-start: auto;
  }

  .transcript .opening {
    flex: none;
    align-self: center;
    max-inline-size: 40ch;
    padding: 3px 12px;
    border-radius: 12px;
    font-size: 0.8125em;
    text-align: center;
    background: var(--_glass);
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

  .transcript .copy-entry {
    position: absolute;
    inset-block-end: 0;
    inset-inline-start: calc(100% + 4px);
    min-inline-size: 28px;
    min-block-size: 28px;
    padding: 0;
    border-radius: 9px;
    color: var(--_text);
    background: none;
    box-shadow: none;
    opacity: 0;
    transition: opacity 150ms;

    & .icon {
      inline-size: 16px;
      block-size: 16px;
    }
  }

  .transcript .visitor .copy-entry {
    inset-inline: auto calc(100% + 4px);
  }

  .transcript .entry:hover .copy-entry,
  .copy-entry:focus-visible {
    opacity: 1;
  }

  /* What is touched is never pointed at. */
  @media (hover: none) {
    .transcript .copy-entry {
      opacity: 0.8;
    }
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

  /* It says all that captions do. */
  .stage:is([data-desk='beside'], [data-desk='below']) {
    & video::cue {
      visibility: hidden;
    }

    & .captions,
    & video::-webkit-media-text-track-container,
    & .controls [part~='captions-button'] {
      display: none;
    }
  }

  .stage:is([data-desk='over'], [data-desk='field']) .transcript {
    display: none;
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

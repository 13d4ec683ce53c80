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
    max-block-size: 40cqb;
    padding: 20px var(--_edge) var(--_edge);
    display: flex;
    flex-direction: column;
    gap: 6px;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: light-dark(rgb(35 34 74 / 40%), rgb(236 235 255 / 40%)) transparent;
    outline: none;
    mask-image: linear-gradient(transparent, #000 20px);
  }

  :host([composer]) .transcript {
    max-block-size: 30cqb;
  }

  .transcript:not(:has(.entry)) {
    pointer-events: none;
  }

  /* Covers have what they show at the bottom. */
  .stage:has(.entry) :is(.cover, .overlay) {
    justify-content: center;
  }

  .transcript .entry {
    flex: none;
    box-sizing: border-box;
    max-inline-size: min(86%, 44ch);
    margin: 0;
    padding: 7px 13px;
    border-radius: 18px;
    font-size: 0.9375rem;
    text-align: start;
    text-wrap: pretty;
    white-space: normal;
    overflow-wrap: anywhere;
    box-shadow: 0 3px 12px rgb(30 27 90 / 12%);
    animation: appear 200ms ease;

    & span {
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
    background: light-dark(rgb(255 255 255 / 92%), rgb(40 38 72 / 92%));
  }

  .transcript .visitor {
    align-self: flex-end;
    border-end-end-radius: 6px;
    color: var(--_on-accent);
    background: var(--_accent);
  }

  /* Where a bubble stands says it to those who see. */
  .transcript .speaker {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }

  .transcript:focus-visible {
    border-radius: var(--kaltura-avatar-radius, 24px);
    outline: 3px solid var(--_text);
    outline-offset: -4px;
    mask-image: none;
  }

  @container (min-aspect-ratio: 6 / 5) and (min-width: 480px) {
    .stage .transcript {
      inset-block: var(--_edge);
      inset-inline: auto var(--_edge);
      inline-size: clamp(190px, 32cqi, 380px);
      max-block-size: none;
      padding: var(--_edge);
      border-radius: 18px;
      mask-image: none;
    }

    .transcript:has(.entry) {
      background: light-dark(rgb(255 255 255 / 62%), rgb(18 17 36 / 62%));
      backdrop-filter: blur(18px) saturate(1.4);
      box-shadow: 0 8px 28px light-dark(rgb(30 27 90 / 14%), rgb(0 0 0 / 36%));
    }

    /* What is at the bottom keeps out of its way. */
    .stage:has(.entry) :is(.composer-dock, .cover, .overlay) {
      inset-inline-end: calc(clamp(190px, 32cqi, 380px) + var(--_edge, 12px));
    }

    .stage:has(.entry) :is(.cover, .overlay) {
      justify-content: flex-end;
    }
  }

  /* A thumbnail is no place to read in. */
  @container (max-width: 240px) or (max-height: 200px) {
    .transcript {
      display: none;
    }
  }

  @media (forced-colors: active) {
    .transcript .entry {
      border: 1px solid CanvasText;
    }
  }
`;

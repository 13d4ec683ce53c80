import { css } from 'lit';

/** By which the panel is moved and resized. */
export const movingStyles = css`
  .move-area {
    position: absolute;
    inset-block-start: 0;
    inset-inline: 0;
    block-size: 52px;
    cursor: grab;
    touch-action: none;
  }

  .move-area:active {
    cursor: grabbing;
  }

  .move-button {
    position: absolute;
    /* Beside the corner by which the panel is resized. */
    inset-block-start: 8px;
    inset-inline-start: 26px;
    min-inline-size: 36px;
    min-block-size: 36px;
    padding: 0;
    color: var(--_muted);
    background: none;
    box-shadow: none;
    cursor: grab;
    touch-action: none;
  }

  .resize-button {
    position: absolute;
    z-index: 3;
    inset-block: 0 auto;
    inset-inline: 0 auto;
    min-inline-size: 24px;
    min-block-size: 24px;
    padding: 0;
    border-radius: 24px 0 0;
    background: none;
    box-shadow: none;
    cursor: nwse-resize;
    touch-action: none;

    &:dir(rtl) {
      cursor: nesw-resize;
    }
  }

  :host([placement^='top-']) .resize-button {
    inset-block: auto 0;
  }

  :host([placement$='-start']) .resize-button {
    inset-inline: auto 0;
  }

  @media (forced-colors: active) {
    /* Around them is what they move: a frame of their own would lie over it. */
    .move-button,
    .resize-button {
      border: 0;
      background: none;
    }
  }
`;

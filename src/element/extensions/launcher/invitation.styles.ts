import { css } from 'lit';

/** What stands beside the bubble. */
export const invitationStyles = css`
  .unread {
    position: absolute;
    inset-block-start: -2px;
    inset-inline-end: -2px;
    z-index: 2;
    box-sizing: border-box;
    min-inline-size: 22px;
    padding-inline: 6px;
    border-radius: 11px;
    font-size: 12px;
    font-weight: 700;
    line-height: 22px;
    text-align: center;
    color: #fff;
    background: #c62a44;
    box-shadow: 0 0 0 2px Canvas;
    pointer-events: none;
  }

  .teaser {
    position: absolute;
    inset-block-end: 50%;
    inset-inline-end: calc(100% + 12px);
    display: flex;
    align-items: flex-start;
    inline-size: max-content;
    max-inline-size: min(260px, 100vw - var(--_bubble) - 2 * var(--_offset) - 24px);
    border-radius: 18px;
    color: var(--_text);
    background: Canvas;
    background: light-dark(#fff, #232144);
    box-shadow: 0 8px 28px rgb(22 20 60 / 24%);
    /* Beside the middle of the bubble; large letters grow away from the edge of the window. */
    transform: translateY(min(50%, var(--_bubble) / 2 + var(--_offset) - 8px));
    animation: appear 300ms ease;

    & button {
      min-inline-size: 0;
      border-radius: inherit;
      color: inherit;
      background: none;
      box-shadow: none;
    }

    & button:focus-visible {
      outline-offset: -3px;
    }
  }

  :host([placement^='top-']) .teaser {
    transform: translateY(max(50%, 100% - var(--_bubble) / 2 - var(--_offset) + 8px));
  }

  .teaser .teaser-text {
    padding: 12px 0 12px 16px;
    padding-inline: 16px 0;
    font-weight: 500;
    text-align: start;
    overflow-wrap: anywhere;
  }

  .teaser [part='teaser-close'] {
    flex: none;
    min-inline-size: 36px;
    min-block-size: 36px;
    padding: 0;
    color: var(--_muted);

    & .icon {
      inline-size: 16px;
      block-size: 16px;
    }
  }

  :host([placement$='-start']) .teaser {
    inset-inline: calc(100% + 12px) auto;
  }
`;

import { css } from 'lit';

/** What was agreed to, and by which it is taken back. */
export const consentNoteStyles = css`
  .stage .consent-note .cover {
    z-index: 2;
    align-items: flex-end;
    justify-content: flex-start;
    inset-block-start: calc(var(--_top) + 48px);
    padding: 0 8px 8px;
  }

  .consent-note .consent-card {
    inline-size: min(100%, 264px);
  }

  .consent-note summary {
    position: absolute;
    z-index: 3;
    inset-block-start: calc(var(--_top) + 8px);
    inset-inline-end: calc(var(--_end) + var(--_edge) + 8px);
    display: grid;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    border-radius: 50%;
    list-style: none;
    color: var(--_text);
    background: var(--_glass);
    cursor: pointer;
    animation: appear 300ms ease;

    &::-webkit-details-marker {
      display: none;
    }

    & .icon {
      inline-size: 18px;
      block-size: 18px;
    }

    &:focus-visible {
      outline: 3px solid var(--_text);
      outline-offset: 2px;
      box-shadow: 0 0 0 2px var(--_on-accent);
    }
  }

  @container (max-width: 260px) or (max-height: 260px) {
    .stage .consent-note .cover {
      inset-block-start: calc(var(--_top) + 36px);
      padding: 0 4px 4px;
    }

    .consent-note summary {
      inset-block-start: calc(var(--_top) + 4px);
      inset-inline-end: calc(var(--_end) + var(--_edge) + 4px);
      inline-size: 28px;
      block-size: 28px;
    }
  }

  @media (forced-colors: active) {
    .consent-note summary {
      border: 1px solid;
      background: Canvas;
    }
  }
`;

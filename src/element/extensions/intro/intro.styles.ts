import { css } from 'lit';

export const introStyles = css`
  .ai-badge,
  .intro {
    position: absolute;
    color: var(--_text);
    background: var(--_glass);
    backdrop-filter: blur(14px) saturate(1.4);
    pointer-events: none;
    animation: appear 300ms ease;
  }

  .ai-badge {
    z-index: 1;
    inset-block-start: calc(var(--_top) + 10px);
    inset-inline-start: calc(var(--_edge) + 10px);
    display: inline-flex;
    align-items: center;
    gap: 4px;
    max-inline-size: calc(100% - 20px);
    padding: 3px 10px 3px 6px;
    padding-inline: 6px 10px;
    border-radius: 999px;
    font-size: 0.75em;
    font-weight: 600;
    line-height: 1.5;
    white-space: nowrap;

    & .icon {
      inline-size: 16px;
      block-size: 16px;
      color: var(--_accent);
    }
  }

  /* What fails is told below it. */
  .stage:has(.ai-badge) .overlay {
    padding-block-start: max(44px, 6cqmin);
  }

  .intro {
    inset-block-end: calc(
      var(--_bottom) + var(--_desk-over) + var(--_foot, 44px) + clamp(8px, 6cqmin, 32px) + clamp(6px, 2cqmin, 12px)
    );
    inset-inline: calc(var(--_edge) + 12px) calc(var(--_end) + var(--_edge) + 12px);
    inline-size: fit-content;
    max-inline-size: min(30em, 100% - var(--_end) - 2 * var(--_edge) - 24px);
    margin-inline: auto;
    padding: 6px 16px 7px;
    border-radius: 18px;
    text-align: center;

    & p {
      max-inline-size: none;
      margin-inline: auto;
    }
  }

  .intro .name {
    font-size: 1.125em;
    font-weight: 650;
    line-height: 1.25;
  }

  .intro .tagline {
    font-size: 0.9375em;
    line-height: 1.3;
  }

  .intro .note {
    font-size: 0.75em;
  }

  .intro .tagline + .note,
  .intro .name + .note {
    margin-block-start: 2px;
  }

  /* Beside a picture that is narrower than the element. */
  .stage[data-framed]:not([data-desk], [data-head]) .intro {
    inset-block-end: clamp(8px, 6cqmin, 32px);
    inset-inline: 12px auto;
    max-inline-size: max(150px, (100cqi - 100cqb * var(--_limit)) / 2 - 16px);
    text-align: start;
  }

  @container (max-height: 420px) {
    .intro .tagline {
      display: none;
    }
  }

  @container (max-width: 300px) or (max-height: 300px) {
    .intro {
      padding: 4px 10px;
      font-size: 0.875em;
    }
  }

  /* The badge says the same in fewer words, and leaves the face free. */
  @container (max-width: 260px) or (max-height: 260px) {
    .intro .note,
    .intro:not(:has(.name)) {
      display: none;
    }
  }

  /* The sign is enough where there is no room for words; they stay for those who hear them. */
  @container (max-width: 180px) or (max-height: 150px) {
    .intro {
      display: none;
    }

    .stage:has(.ai-badge) .overlay {
      padding-block-start: 4px;
    }

    .ai-badge {
      inset-block-start: 6px;
      inset-inline-start: 6px;
      padding: 3px;
    }
  }

  @media (forced-colors: active) {
    .ai-badge,
    .intro {
      border: 1px solid CanvasText;
    }
  }
`;

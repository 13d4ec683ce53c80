import { css } from 'lit';

export const overlayStyles = css`
  .overlay {
    pointer-events: none;

    & > * {
      pointer-events: auto;
      animation: appear 200ms ease;
    }
  }

  .veil {
    background: rgb(20 19 45 / 46%);
    backdrop-filter: blur(3px) saturate(0.7);
    animation: appear 300ms ease;
  }

  .notice {
    margin-block-end: auto;
    display: inline-flex;
    align-items: center;
    gap: 8px;
    padding: 8px 14px;
    border-radius: 14px;
    background: var(--_glass);
    font-size: 0.875em;
  }

  .cover[part~='connecting'] .silhouette {
    animation: breathe 2.4s ease-in-out infinite;
  }

  .progress {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    column-gap: 10px;
  }

  .hint {
    flex-basis: 100%;
    font-size: 0.875em;
  }

  .bar-track {
    inline-size: 96px;
    block-size: 3px;
    border-radius: 3px;
    overflow: hidden;
    background: rgb(128 128 160 / 30%);

    &::before {
      content: '';
      display: block;
      block-size: 100%;
      inline-size: 22%;
      border-radius: inherit;
      background: var(--_accent);
      transition: inline-size 600ms ease;
    }
  }

  [data-step='connecting'] .bar-track::before {
    inline-size: 55%;
  }

  [data-step='waitingForPicture'] .bar-track::before {
    inline-size: 85%;
  }

  .dots {
    display: inline-flex;
    gap: 4px;

    & i {
      inline-size: 6px;
      block-size: 6px;
      border-radius: 50%;
      background: var(--_accent);
      animation: hop 1.2s ease-in-out infinite;
    }

    & i:nth-child(2) {
      animation-delay: 0.15s;
    }

    & i:nth-child(3) {
      animation-delay: 0.3s;
    }
  }

  /* What failed, in place of the picture. */
  .message p {
    margin: 4px auto 0;
    color: var(--_muted);
  }

  .message .title {
    color: inherit;
    font-size: 1.125em;
    font-weight: 600;
    margin-block-start: 8px;
  }

  .message .icon {
    color: var(--_accent);
  }

  .message .code {
    font:
      500 0.75em/1.4 ui-monospace,
      monospace;
    letter-spacing: 0.02em;
  }

  @container (max-width: 260px) or (max-height: 260px) {
    .message .title {
      margin: 0;
      font-size: 1.23em;
    }

    .message .code {
      font-size: 0.923em;
    }
  }

  @container (max-width: 180px) or (max-height: 150px) {
    .message .title {
      font-size: 0.923em;
    }
  }

  @container (max-width: 180px) or (max-height: 150px) {
    .bar-track {
      display: none;
    }
  }

  @media (forced-colors: active) {
    .notice,
    .bar-track {
      border: 1px solid;
    }

    .bar-track,
    .bar-track::before,
    .dots i {
      forced-color-adjust: none;
    }
  }

  @keyframes breathe {
    50% {
      opacity: 0.6;
    }
  }

  @keyframes hop {
    0%,
    60%,
    100% {
      transform: none;
      opacity: 0.5;
    }
    30% {
      transform: translateY(-3px);
      opacity: 1;
    }
  }
`;

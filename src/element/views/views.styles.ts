import { css } from 'lit';

/** What covers the picture, and the box of what lies on it. */
export const viewStyles = css`
  .cover,
  .overlay {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: flex-end;
    gap: 12px;
    padding: clamp(8px, 6cqmin, 32px);
    text-align: center;
  }

  .cover {
    animation: appear 300ms ease;
  }

  .cover:is([part~='error'], [part~='unsupported']) {
    justify-content: safe center;
    overflow-y: auto;
  }

  /* Behind the picture, which is transparent while there is none; captions that the browser draws on it stay seen. */
  .face {
    position: absolute;
    inset: 0;
    z-index: -1;
  }

  /* As high as the box, so that the head is whole; where the box is narrow, the shoulders are cut off. */
  .silhouette {
    position: absolute;
    inset: 0 -100%;
    margin: auto;
    block-size: 100%;
    aspect-ratio: 1;
    fill: var(--_silhouette);
  }

  /* Pages have rules for all their images, such as a height of auto. */
  [part~='poster'],
  slot[name='poster']::slotted(*) {
    position: absolute !important;
    inset: 0 !important;
    box-sizing: border-box !important;
    inline-size: 100% !important;
    block-size: 100% !important;
    margin: 0 !important;
    object-fit: cover;
    object-position: 50% 30%;
  }

  .cover[part~='connecting'] .silhouette {
    animation: breathe 2.4s ease-in-out infinite;
  }

  .foot {
    position: relative;
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 10px;
  }

  .message .title {
    color: inherit;
    font-size: 1.125em;
    font-weight: 600;
    margin-block-start: 8px;
  }

  .foot p,
  .progress {
    padding: 8px 16px;
    border-radius: 22px;
    background: var(--_glass);
    backdrop-filter: blur(14px) saturate(1.4);
    box-shadow: 0 0 0 1px light-dark(transparent, rgb(255 255 255 / 10%));
  }

  .message p {
    margin: 4px auto 0;
    color: var(--_muted);
  }

  .message .code {
    font:
      500 0.75em/1.4 ui-monospace,
      monospace;
    letter-spacing: 0.02em;
  }

  .message .icon {
    inline-size: 32px;
    block-size: 32px;
    color: var(--_accent);
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

  @container (max-width: 260px) or (max-height: 260px) {
    .cover {
      gap: 6px;
    }

    button {
      padding: 4px 14px;
      line-height: 1.2;
    }

    .message {
      font-size: 0.8125em;
      line-height: 1.25;
      overflow-wrap: anywhere;
    }

    .message .title {
      margin: 0;
      font-size: 1.23em;
    }

    .message .code {
      font-size: 0.923em;
    }

    .message .icon {
      display: none;
    }
  }

  /* In a thumbnail an icon says enough; the label stays for those who hear it. */
  @container (max-width: 180px) or (max-height: 150px) {
    button {
      padding: 0;
    }

    .label,
    .message p:not(.title),
    .foot p:not(.progress),
    .progress span:not(.dots),
    .progress .hint,
    .bar-track {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }

    .message .title {
      font-size: 0.923em;
    }
  }

  @media (forced-colors: active) {
    .foot p,
    .progress,
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

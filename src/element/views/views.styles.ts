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

  :host([mode='text']) .cover {
    display: none;
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

  .foot {
    position: relative;
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 10px;
  }

  .foot p,
  .progress {
    padding: 8px 16px;
    border-radius: 22px;
    background: var(--_glass);
    backdrop-filter: blur(14px) saturate(1.4);
    box-shadow: none;
    box-shadow: 0 0 0 1px light-dark(transparent, rgb(255 255 255 / 10%));
  }

  .message .icon {
    inline-size: 32px;
    block-size: 32px;
  }

  @container (max-width: 260px) or (max-height: 260px) {
    .cover {
      gap: 6px;
    }

    button {
      padding: 4px 14px;
      line-height: 1.2;
    }

    .foot button {
      gap: 6px;
      padding-inline: 10px;
      font-size: 0.8125em;
    }

    .message {
      font-size: 0.8em;
      line-height: 1.2;
      overflow-wrap: anywhere;
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
    .progress span:not(.dots) {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
  }

  @media (forced-colors: active) {
    .foot p,
    .progress {
      border: 1px solid;
    }
  }
`;

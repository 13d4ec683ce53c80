import { css } from 'lit';

export const styles = css`
  :host {
    /* Follows the visitor; a page that is only light or only dark sets color-scheme on the element. */
    color-scheme: light dark;
    display: inline-block;
    position: relative;
    inline-size: 512px;
    max-inline-size: 100%;
    aspect-ratio: 1;
    overflow: hidden;
    isolation: isolate;
    border-radius: var(--kaltura-avatar-radius, 24px);
    font: 500 1rem/1.4 var(--kaltura-avatar-font, system-ui, -apple-system, 'Segoe UI', sans-serif);
    color: var(--_text);
    background: var(--_background);

    --_accent: var(--kaltura-avatar-accent, light-dark(#4f46d8, #8b87ff));
    --_on-accent: var(--kaltura-avatar-on-accent, light-dark(#fff, #14123a));
    --_text: light-dark(#23224a, #ecebff);
    --_muted: light-dark(#5c5b80, #b3b1d6);
    --_background: var(
      --kaltura-avatar-background,
      radial-gradient(120% 90% at 50% 18%, light-dark(#ffffff, #35335f), light-dark(#e4e6fb, #17162b) 78%)
    );
    --_silhouette: light-dark(#c9ccf3, #3d3b6b);
    --_glass: light-dark(rgb(255 255 255 / 82%), rgb(23 22 43 / 82%));
  }

  :host([hidden]) {
    display: none;
  }

  :host([fit='contain']) {
    --_fit: contain;
  }

  :host([fit='fill']) {
    --_fit: fill;
  }

  .stage {
    position: absolute;
    inset: 0;
    container-type: size;
    outline: none;
  }

  video {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: var(--_fit, cover);
    opacity: 0;
    transition: opacity 400ms ease;
  }

  :host([fit='contain']) video {
    object-fit: contain;
  }

  :host([fit='fill']) video {
    object-fit: fill;
  }

  :host(:fullscreen) {
    inline-size: 100%;
    max-inline-size: none;
    block-size: 100%;
    aspect-ratio: auto;
    border-radius: 0;
  }

  .stage:is([data-state='live'], [data-state='reconnecting']) video {
    opacity: 1;
  }

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
    justify-content: center;
  }

  .overlay {
    pointer-events: none;

    & > * {
      pointer-events: auto;
      animation: appear 200ms ease;
    }
  }

  /* The control bar lies below. */
  :host([controls]) .overlay {
    padding-block-end: calc(clamp(8px, 6cqmin, 32px) + 60px);
  }

  .veil {
    background: rgb(20 19 45 / 46%);
    backdrop-filter: blur(3px) saturate(0.7);
    animation: appear 300ms ease;
  }

  .silhouette {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    fill: var(--_silhouette);
  }

  [part~='poster'],
  slot[name='poster']::slotted(*) {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }

  .cover[part~='connecting'] .silhouette {
    animation: breathe 2.4s ease-in-out infinite;
  }

  [part='poster'] {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }

  ::slotted([slot='poster']) {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }

  .foot {
    position: relative;
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 10px;
  }

  p {
    margin: 0;
    max-inline-size: 34ch;
    text-wrap: balance;
  }

  .message .title {
    color: inherit;
    font-size: 1.125rem;
    font-weight: 600;
    margin-block-start: 8px;
  }

  .foot p,
  .progress {
    padding: 8px 16px;
    border-radius: 22px;
    background: var(--_glass);
    backdrop-filter: blur(14px) saturate(1.4);
  }

  .message p {
    margin-block-start: 4px;
    color: var(--_muted);
  }

  .message .code {
    font:
      500 0.75rem/1.4 ui-monospace,
      monospace;
    letter-spacing: 0.02em;
  }

  .message .icon {
    inline-size: 32px;
    block-size: 32px;
    color: var(--_accent);
  }

  .icon {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 44px;
    min-inline-size: 44px;
    padding: 0;
    padding-inline: 18px 22px;
    border: 0;
    border-radius: 999px;
    font: inherit;
    font-weight: 600;
    color: var(--_on-accent);
    background: var(--_accent);
    box-shadow: 0 6px 20px rgb(30 27 90 / 22%);
    cursor: pointer;
    transition:
      filter 150ms ease,
      transform 150ms ease;
  }

  button:hover {
    filter: brightness(1.08);
  }

  button:active {
    transform: scale(0.97);
  }

  button:focus-visible {
    outline: 3px solid var(--_text);
    outline-offset: 3px;
  }

  .notice {
    margin-block-end: auto;
    display: inline-flex;
    align-items: center;
    gap: 8px;
    padding: 8px 14px;
    border-radius: 14px;
    background: var(--_glass);
    font-size: 0.875rem;
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
    font-size: 0.875rem;
    color: var(--_muted);
  }

  .bar-track {
    inline-size: 96px;
    block-size: 3px;
    border-radius: 3px;
    overflow: hidden;
    background: color-mix(in srgb, var(--_accent) 22%, transparent);

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

  /* In a thumbnail an icon says enough; the label stays for those who hear it. */
  @container (max-width: 180px) or (max-height: 150px) {
    button {
      padding: 0;
    }

    button .label,
    .message p:not(.title),
    .message .icon,
    .foot p:not(.progress),
    .progress span:not(.dots),
    .progress .hint,
    .bar-track,
    .notice span {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }

    .message .title {
      font-size: 0.75rem;
      margin: 0;
    }
  }

  @keyframes appear {
    from {
      opacity: 0;
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

  @media (prefers-reduced-motion: reduce) {
    *,
    video {
      animation: none !important;
      transition: none !important;
    }
  }

  @media (forced-colors: active) {
    button {
      border: 1px solid ButtonText;
    }
  }
`;

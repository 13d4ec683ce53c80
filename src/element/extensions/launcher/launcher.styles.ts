import { css } from 'lit';

export const launcherStyles = css`
  :host([placement*='-']) {
    --_bubble: var(--kaltura-avatar-bubble-size, 72px);
    --_window: 100vh;
    --_panel: min(var(--kaltura-avatar-panel-size, 360px), 100vw - 2 * var(--_offset));
  }

  @supports (height: 1dvh) {
    :host([placement*='-']) {
      --_window: 100dvh;
    }
  }

  .stage[data-launcher] {
    visibility: inherit;
    position: relative;
    inset: auto;
    box-sizing: border-box;
    inline-size: var(--_bubble);
    block-size: var(--_bubble);
    overflow: hidden;
    border-radius: calc(var(--_bubble) / 2);
    background: var(--_background);
    box-shadow: 0 10px 32px rgb(22 20 60 / 26%);
    animation: appear 300ms ease;
  }

  .stage[data-launcher='expanded'] {
    inline-size: var(--_panel);
    block-size: min(var(--_tall, var(--_panel) * 4 / 3), var(--_window) - 2 * var(--_offset) - var(--_keyboard, 0px));
    margin-block-end: var(--_keyboard, 0px);
    border-radius: var(--kaltura-avatar-radius, 24px);
  }

  :host(:is([composer], [show-transcript])) .stage[data-launcher='expanded'] {
    block-size: min(var(--_tall, var(--_panel) * 16 / 9), var(--_window) - 2 * var(--_offset) - var(--_keyboard, 0px));
  }

  .stage[data-launcher='dismissed'] {
    display: none;
  }

  /* The whole bubble is one button: nothing in it is for the visitor but the picture. */
  .stage[data-launcher='collapsed'] > :not(video, canvas, .launcher),
  .stage[data-launcher='collapsed'] .foot {
    visibility: hidden;
  }

  .stage[data-launcher='collapsed'] :is(.silhouette, slot[name='poster'], .message .icon) {
    visibility: visible;
  }

  .stage[data-launcher] {
    transition:
      inline-size 320ms cubic-bezier(0.3, 1, 0.4, 1),
      block-size 320ms cubic-bezier(0.3, 1, 0.4, 1),
      border-radius 320ms cubic-bezier(0.3, 1, 0.4, 1);
  }

  .launcher-button {
    position: absolute;
    inset: 0;
    z-index: 2;
    min-inline-size: 0;
    min-block-size: 0;
    padding: 0;
    border-radius: inherit;
    background: none;
    box-shadow: inset 0 0 0 2px rgb(255 255 255 / 82%);
    box-shadow: inset 0 0 0 2px light-dark(rgb(255 255 255 / 82%), rgb(255 255 255 / 26%));

    &:hover {
      background: rgb(255 255 255 / 12%);
    }

    &:active {
      transform: none;
    }

    &:focus-visible {
      outline-offset: -3px;
      box-shadow: inset 0 0 0 6px var(--_on-accent);
    }
  }

  .stage[data-launcher='collapsed'] {
    /* What stands beside the bubble is not cut off by it. */
    overflow: visible;

    & :is(video, .keyed, .cover, .face, .known-face) {
      border-radius: calc(var(--_bubble) / 2);
      overflow: hidden;
    }

    &[data-speaking] {
      outline: 3px solid var(--_accent);
      outline-offset: 2px;
      animation: speak 1.6s ease-in-out infinite;
    }

    & video {
      object-fit: cover;
    }

    & .message {
      position: absolute;
      inset: 0;
      display: grid;
      place-items: center;
    }

    & .message p {
      display: none;
    }

    /* The smallest avatars have no room for it beside their words; here it stands alone. */
    & .message .icon {
      display: block;
      inline-size: 40%;
      block-size: 40%;
    }
  }

  .stage[data-launcher='expanded'] {
    --_launcher-space: 92px;
  }

  .launcher-bar {
    position: absolute;
    inset-block-start: 6px;
    inset-inline-end: 8px;
    z-index: 2;
    display: flex;
    gap: 4px;
    animation: appear 200ms 120ms ease backwards;

    & button {
      min-inline-size: 40px;
      min-block-size: 40px;
      padding: 0;
      color: var(--_text);
      background: none;
      box-shadow: none;
    }

    & button:focus-visible {
      outline-offset: -3px;
    }
  }

  @media (pointer: coarse) {
    .launcher-bar button {
      min-inline-size: 44px;
      min-block-size: 44px;
    }
  }

  .launcher-bar button:hover {
    background: rgb(128 128 160 / 20%);
    filter: none;
  }

  @keyframes speak {
    50% {
      outline-color: transparent;
      outline-offset: 6px;
    }
  }

  @media (max-width: 479.98px) {
    :host(:is(:state(expanded), [data-states~='expanded'])) {
      inset: auto 0 0 !important;
      padding-block-end: env(safe-area-inset-bottom, 0px) !important;
      border-start-start-radius: var(--kaltura-avatar-radius, 24px);
      border-start-end-radius: var(--kaltura-avatar-radius, 24px);
      background: var(--_background);
    }

    :host(:is(:state(expanded), [data-states~='expanded'])) .stage {
      inline-size: auto;
      block-size: min(133vw, var(--_window) - 24px - var(--_keyboard, 0px));
      border-end-start-radius: 0;
      border-end-end-radius: 0;
      animation: rise 280ms cubic-bezier(0.3, 1, 0.4, 1);
      transition: none;
    }
  }

  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(48px);
    }
  }

  @media (forced-colors: active) {
    .stage[data-launcher] {
      border: 2px solid CanvasText;
      background: Canvas;
    }

    .launcher-button {
      background: none;
    }
  }
`;

import { css } from 'lit';

/**
 * Where the element stands. Known before anything else of a floating avatar is loaded, so that it never takes room in the
 * page: the host is only the corner, and the stage in it has the size of the bubble or the panel.
 */
export const placementStyles = css`
  /* Positioned boxes are blocks anyway; naming a display would show a hidden one. */
  :host([placement='fill']) {
    position: absolute !important;
    inset: 0 !important;
    inline-size: auto;
    aspect-ratio: auto;
    border-radius: var(--kaltura-avatar-radius, 0);
  }

  :host([placement*='-']) {
    --_offset: var(--kaltura-avatar-offset, 20px);
    --_bubble: var(--kaltura-avatar-bubble-size, 72px);
    --_window: 100vh;
    --_panel: min(var(--kaltura-avatar-panel-size, 360px), 100vw - 2 * var(--_offset));
    /* Important is what neither the page's rules for all elements nor the browser's for popovers may change. */
    position: fixed !important;
    inset: auto !important;
    inline-size: auto !important;
    block-size: auto !important;
    min-inline-size: 0 !important;
    min-block-size: 0 !important;
    max-inline-size: none !important;
    max-block-size: none !important;
    aspect-ratio: auto !important;
    margin: 0 !important;
    padding: 0 !important;
    border: 0 !important;
    overflow: visible !important;
    border-radius: 0;
    background: none;
    pointer-events: auto;
    z-index: var(--kaltura-avatar-z-index, 1100);
  }

  @supports (height: 1dvh) {
    :host([placement*='-']) {
      --_window: 100dvh;
    }
  }

  :host([placement^='bottom-']) {
    inset-block-end: calc(var(--_offset) + env(safe-area-inset-bottom, 0px)) !important;
  }

  :host([placement^='top-']) {
    inset-block-start: calc(var(--_offset) + env(safe-area-inset-top, 0px)) !important;
  }

  /* A notch is on either side, whatever the direction of the text. */
  :host([placement$='-end']) {
    inset-inline-end: calc(
      var(--_offset) + max(env(safe-area-inset-left, 0px), env(safe-area-inset-right, 0px))
    ) !important;
  }

  :host([placement$='-start']) {
    inset-inline-start: calc(
      var(--_offset) + max(env(safe-area-inset-left, 0px), env(safe-area-inset-right, 0px))
    ) !important;
  }

  .stage[data-launcher] {
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
    block-size: min(var(--_panel) * 4 / 3, var(--_window) - 2 * var(--_offset));
    border-radius: var(--kaltura-avatar-radius, 24px);
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

  @media print {
    :host([placement*='-']) {
      display: none !important;
    }
  }
`;

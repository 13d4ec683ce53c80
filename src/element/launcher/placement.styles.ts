import { css } from 'lit';

/**
 * Where the element stands. Known before anything else of a floating avatar is loaded, so that it never takes room in the
 * page: the host is only the corner, and the stage in it has the size of the bubble or the panel.
 */
export const placementStyles = css`
  /* Positioned boxes are blocks anyway; naming a display would show a hidden one. */
  :host([placement='fill']) {
    position: absolute;
    inset: 0;
    inline-size: auto;
    aspect-ratio: auto;
    border-radius: var(--kaltura-avatar-radius, 0);
  }

  :host([placement*='-']) {
    --_offset: var(--kaltura-avatar-offset, 20px);
    --_bubble: var(--kaltura-avatar-bubble-size, 72px);
    --_panel: min(var(--kaltura-avatar-panel-size, 360px), 100vw - 2 * var(--_offset));
    position: fixed;
    inline-size: auto;
    max-inline-size: none;
    aspect-ratio: auto;
    overflow: visible;
    border-radius: 0;
    background: none;
    z-index: var(--kaltura-avatar-z-index, 1100);
  }

  :host([placement^='bottom-']) {
    inset-block-end: calc(var(--_offset) + env(safe-area-inset-bottom, 0px));
  }

  :host([placement^='top-']) {
    inset-block-start: calc(var(--_offset) + env(safe-area-inset-top, 0px));
  }

  /* A notch is on either side, whatever the direction of the text. */
  :host([placement$='-end']) {
    inset-inline-end: calc(var(--_offset) + max(env(safe-area-inset-left, 0px), env(safe-area-inset-right, 0px)));
  }

  :host([placement$='-start']) {
    inset-inline-start: calc(var(--_offset) + max(env(safe-area-inset-left, 0px), env(safe-area-inset-right, 0px)));
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
    block-size: min(var(--_panel) * 4 / 3, 100dvh - 2 * var(--_offset));
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
      display: none;
    }
  }
`;

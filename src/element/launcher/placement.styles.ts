import { css } from 'lit';

/**
 * Where the element stands. Known before anything else of a floating avatar is loaded, so that it never takes room in the
 * page: the host is only the corner, and the stage in it gets the size of the bubble or the panel from the launcher.
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
    pointer-events: auto !important;
    z-index: var(--kaltura-avatar-z-index, 1100);
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

  /* What it looks like comes with the launcher. */
  .stage[data-launcher] {
    visibility: hidden;
  }

  @media print {
    :host([placement*='-']) {
      display: none !important;
    }
  }
`;

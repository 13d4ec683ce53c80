import { css } from 'lit';

export const faceStyles = css`
  /* Behind all else, the picture of the stream included, which is transparent until it comes. */
  .known-face {
    position: absolute;
    inset: 0;
    z-index: -1;
    overflow: hidden;
    border-radius: inherit;
    opacity: 0;
    transition: opacity 300ms ease;
    pointer-events: none;
  }

  .known-face[data-there] {
    opacity: 1;
  }

  /* Once the stream has come over it: what is transparent in that shows the page. */
  .known-face[data-covered] {
    opacity: 0;
    transition-delay: 400ms;
  }

  .known-face [part~='poster'] {
    opacity: 1;
  }

  .known-face video {
    transition: opacity 600ms ease;
  }

  .known-face video[data-resting][part~='poster'] {
    opacity: 0;
  }

  .stage[data-launcher='collapsed'] > .known-face.known-face {
    visibility: visible;
  }

  .stage:has(> .known-face[data-there]) .silhouette {
    visibility: hidden !important;
  }

  @media (prefers-reduced-motion: reduce) {
    .known-face,
    .known-face video {
      transition: none;
    }
  }
`;

import { css } from 'lit';

export const styles = css`
  /* The page is what stands behind the avatar. The card with its corners comes back with whatever covers the picture. */
  :host([chroma-key]) {
    border-radius: 0;
    background: none;
  }

  :host([chroma-key]) .stage:not([data-keyed]) {
    overflow: hidden;
    border-radius: var(--kaltura-avatar-radius, 24px);
    background: var(--_background);
  }

  /* It goes on to play and to be heard; where it is not displayed at all, browsers stop to decode it. */
  .stage[data-keyed][data-state] video {
    opacity: 0;
    transition: none;
  }

  .keyed {
    position: absolute;
    /* Below what lies on the picture, which comes before it. */
    z-index: -1;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: var(--_fit, cover);
    object-position: var(--_at, 50% 30%);
    animation: appear 400ms ease;
  }

  .stage[data-keyed] .veil {
    border-radius: var(--kaltura-avatar-radius, 24px);
  }
`;

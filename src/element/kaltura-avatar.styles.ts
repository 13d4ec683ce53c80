import { css } from 'lit';

export const styles = css`
  :host {
    /* Browsers without light-dark() show it light. */
    color-scheme: light;
    display: inline-block;
    position: relative;
    inline-size: 512px;
    max-inline-size: 100%;
    aspect-ratio: 1;
    writing-mode: horizontal-tb !important;
    /* The stage stays inside, however the page positions the host. */
    contain: layout !important;
    overflow: hidden !important;
    border-radius: var(--kaltura-avatar-radius, 24px);
    background: var(--_background);

    --_accent: var(--kaltura-avatar-accent, #4f46d8);
    --_on-accent: var(--kaltura-avatar-on-accent, #fff);
    --_text: #23224a;
    --_muted: #5c5b80;
    --_background: var(
      --kaltura-avatar-background,
      radial-gradient(120% 90% at 50% 18%, var(--_inner, #fff), var(--_outer, #e4e6fb) 78%)
    );
    --_silhouette: #c9ccf3;
    --_glass: rgb(255 255 255 / 82%);
  }

  @supports (color: light-dark(red, red)) {
    :host {
      /* Follows the visitor; a page that is only light or only dark sets color-scheme on the element. */
      color-scheme: light dark;

      --_accent: var(--kaltura-avatar-accent, light-dark(#4f46d8, #8b87ff));
      --_on-accent: var(--kaltura-avatar-on-accent, light-dark(#fff, #14123a));
      --_text: light-dark(#23224a, #ecebff);
      --_muted: light-dark(#5c5b80, #b3b1d6);
      --_inner: light-dark(#fff, #35335f);
      --_outer: light-dark(#e4e6fb, #17162b);
      --_silhouette: light-dark(#c9ccf3, #3d3b6b);
      --_glass: light-dark(rgb(255 255 255 / 82%), rgb(23 22 43 / 82%));
    }
  }

  :host([hidden]) {
    display: none !important;
  }

  :host([fit='contain']) {
    --_fit: contain;
    --_at: center;
  }

  :host([fit='fill']) {
    --_fit: fill;
  }

  /* Nothing of the page's text styles comes in, but its direction; letters are as large as the visitor has set them. */
  .stage {
    all: initial;
    color-scheme: inherit;
    pointer-events: inherit;
    visibility: inherit;
    position: absolute;
    inset: 0;
    display: block;
    container-type: size;
    isolation: isolate;
    border-radius: inherit;
    font: 500 medium/1.4 var(--kaltura-avatar-font, system-ui, sans-serif);
    color: var(--_text);
    /* The name that iPhones and Chromium know; in Firefox it is the visitor who lets letters grow. */
    -webkit-text-size-adjust: 100%;
    -webkit-user-select: text;
    user-select: text;
  }

  .own {
    display: contents;
  }

  video {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: var(--_fit, cover);
    /* What is cut off a picture that is too high is mostly below the face: hair and chin stay in one of 16:9. */
    object-position: var(--_at, 50% 30%);
    opacity: 0;
    transition: opacity 400ms ease;
  }

  :host(:fullscreen) {
    inline-size: 100% !important;
    max-inline-size: none !important;
    block-size: 100% !important;
    aspect-ratio: auto;
    border-radius: 0;
  }

  .stage:is([data-state='live'], [data-state='reconnecting']) video {
    opacity: 1;
  }

  p {
    margin: 0;
    max-inline-size: 34ch;
    text-wrap: balance;
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

  /* Light and dark, to be seen on any picture. */
  button:focus-visible {
    outline: 3px solid var(--_text);
    outline-offset: 3px;
    box-shadow: 0 0 0 3px var(--_on-accent);
  }

  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    ::before {
      animation: none !important;
      transition: none !important;
    }
  }

  @media (forced-colors: active) {
    :host {
      --_accent: Highlight;
      --_on-accent: HighlightText;
      --_text: CanvasText;
      --_glass: Canvas;
    }

    button {
      border: 1px solid;
      color: ButtonText;
      background: ButtonFace;
    }
  }
`;

import { css } from 'lit';

/**
 * Captions keep above what lies over the picture's lower edge, whoever draws them: the composer, the bar of controls, the button for
 * the sound, and what the page tells of by --kaltura-avatar-captions-inset.
 */
export const styles = css`
  .stage > * {
    --_captions-bottom: max(
      var(--_desk-over, 0px) + max(var(--_bar, 0px), var(--_sound, 0px)),
      var(--kaltura-avatar-captions-inset, 0px)
    );
    --_caption-font: 500 clamp(11px, 2px + 3.6cqmin * var(--_caption-scale, 1), 32px) / 1.35
      var(--kaltura-avatar-font, system-ui, sans-serif);
    --_caption-background: rgb(15 14 32 / 78%);
    --_caption-padding: 0.3em 0.75em;
    --_caption-radius: 0.6em;
  }

  .stage:has(.controls:not([data-away])) > * {
    --_bar: min(var(--_bar-over, 0px), 52px + clamp(6px, 2.5cqmin, 20px));
  }

  .stage:has([part~='sound-button']) > * {
    --_sound: calc(44px + var(--_bar-over, 0px) + clamp(8px, 6cqmin, 32px));
  }

  .captions {
    position: absolute;
    inset-inline: calc(var(--_edge, 0px) + 4cqi) calc(var(--_end, 0px) + var(--_edge, 0px) + 4cqi);
    inset-block-end: calc(var(--_bottom, 0px) + var(--_captions-bottom) + var(--_caption-gap, clamp(4px, 4cqb, 40px)));
    display: flex;
    justify-content: center;
    font: var(--_caption-font);
    text-align: center;
    text-wrap: balance;
    overflow-wrap: anywhere;
    color: #fff;
    pointer-events: none;
    transition: inset-block-end 150ms ease;

    &[hidden] {
      display: none;
    }

    &::slotted(*) {
      margin: 0;
    }
  }

  .captions span {
    max-inline-size: 36em;
    padding: var(--_caption-padding);
    border-radius: var(--_caption-radius);
    background: var(--_caption-background);
    -webkit-backdrop-filter: blur(8px);
    backdrop-filter: blur(8px);
  }

  /* As much as browsers let a page say of what they draw; what the visitor has set for captions comes before all of it. */
  video::cue {
    font: var(--_caption-font);
    color: #fff;
    background: var(--_caption-background);
  }

  @supports selector(video::-webkit-media-text-track-display) {
    video::cue {
      background: transparent;
    }

    video::-webkit-media-text-track-display {
      inset-inline: 4% !important;
      box-sizing: border-box;
      inline-size: fit-content !important;
      max-inline-size: min(92%, 40em);
      margin-inline: auto;
      padding: var(--_caption-padding);
      border-radius: var(--_caption-radius);
      font: var(--_caption-font);
      text-wrap: balance;
      background: var(--_caption-background);
      -webkit-backdrop-filter: blur(8px);
      backdrop-filter: blur(8px);
    }
  }

  @container (max-inline-size: 180px) {
    .captions,
    video {
      --_caption-font: 500 10px / 1.2 var(--kaltura-avatar-font, system-ui, sans-serif);
      --_caption-padding: 2px 5px;
      --_caption-radius: 6px;
    }

    .captions {
      inset: 4px 4px calc(var(--_bottom, 0px) + var(--_captions-bottom) + 4px);
      align-items: flex-end;
      overflow: hidden;
    }
  }

  /* A bubble has no room for words. */
  .stage[data-launcher='collapsed'] {
    & video::cue {
      visibility: hidden;
    }

    & .captions,
    & video::-webkit-media-text-track-container {
      display: none;
    }
  }

  video::-webkit-media-text-track-container {
    transform: translateY(calc(-1 * var(--_captions-bottom) - var(--_caption-rise, clamp(2px, 3cqb, 28px))));
    transition: transform 150ms ease;
  }

  @media (forced-colors: active) {
    .stage > * {
      --_caption-background: Canvas;
    }

    video::cue {
      color: CanvasText;
    }

    video::-webkit-media-text-track-display {
      border: 1px solid CanvasText;
    }

    .captions span {
      border: 1px solid CanvasText;
      color: CanvasText;
    }
  }
`;

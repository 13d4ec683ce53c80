import { css } from 'lit';

/**
 * Captions keep above what lies over the picture's lower edge, whoever draws them: the composer, the bar of controls, the button for
 * the sound, and what the page tells of by --kaltura-avatar-captions-inset.
 */
export const styles = css`
  .stage {
    --_captions-bottom: max(
      var(--_composer-space, 0px) + max(var(--_bar, 0px), var(--_sound, 0px)),
      var(--kaltura-avatar-captions-inset, 0px)
    );
  }

  :host(:not([composer], [show-transcript])) .stage:has(.controls:not([data-away])) {
    --_bar: calc(52px + clamp(6px, 2.5cqmin, 20px));
  }

  .stage:has([part~='sound-button']) {
    --_sound: calc(44px + clamp(8px, 6cqmin, 32px));
  }

  :host([controls]:not([composer], [show-transcript])) .stage:has([part~='sound-button']) {
    --_sound: calc(104px + clamp(8px, 6cqmin, 32px));
  }

  .captions {
    position: absolute;
    inset-inline: 4cqi;
    inset-block-end: calc(var(--_captions-bottom) + clamp(4px, 4cqb, 40px));
    display: flex;
    justify-content: center;
    font-size: clamp(11px, 2px + 3.6cqmin, 32px);
    line-height: 1.35;
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
    padding: 0.3em 0.75em;
    border-radius: 0.6em;
    background: rgb(15 14 32 / 78%);
    -webkit-backdrop-filter: blur(8px);
    backdrop-filter: blur(8px);
  }

  @container (max-inline-size: 180px) {
    .captions {
      inset: 4px 4px calc(var(--_captions-bottom) + 4px);
      align-items: flex-end;
      overflow: hidden;
      font-size: 10px;
      line-height: 1.2;
    }

    .captions span {
      padding: 2px 5px;
      border-radius: 6px;
    }
  }

  /* How captions look is for the visitor to say; only their size would be unreadable in a small avatar. */
  video::cue {
    font-size: max(11px, 4.4cqmin);
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
    transform: translateY(calc(-1 * var(--_captions-bottom) - clamp(2px, 3cqb, 28px)));
    transition: transform 150ms ease;
  }

  @media (forced-colors: active) {
    .captions span {
      border: 1px solid CanvasText;
      color: CanvasText;
      background: Canvas;
    }
  }
`;

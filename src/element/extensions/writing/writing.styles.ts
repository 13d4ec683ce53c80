import { css } from 'lit';

/** A calm chat in the place of the picture. */
export const writingStyles = css`
  :host([mode='text']) .stage:not([data-launcher='collapsed']) {
    --_head: 64px;

    /* What belongs to the picture. */
    & :is(.ai-badge, .intro, .overlay, .face) {
      display: none;
    }

    & > .desk {
      inset-block-start: var(--_head);
    }

    /* As a portrait, beside the name. */
    & > .known-face {
      z-index: 3;
      inset: 12px auto auto;
      inset-inline-start: 14px;
      inline-size: 40px;
      block-size: 40px;
      border-radius: 50%;
    }
  }

  /* The bubble has its face, and the question for consent is no picture. */
  :host([mode='text']) .stage > .consent.cover,
  :host([mode='text']) .stage[data-launcher='collapsed'] > .own > .cover {
    display: flex;
  }

  .writing-head {
    position: absolute;
    z-index: 2;
    inset-block-start: 0;
    inset-inline: 0 var(--_launcher-space, 0px);
    box-sizing: border-box;
    block-size: 64px;
    display: flex;
    align-items: center;
    gap: 10px;
    padding-inline: 14px 12px;
    animation: appear 300ms ease;
  }

  .stage[data-launcher='collapsed'] > .writing-head {
    display: none;
  }

  .writing-face {
    flex: none;
    position: relative;
    inline-size: 40px;
    block-size: 40px;
    overflow: hidden;
    border-radius: 50%;
    background: var(--_glass);

    & img {
      inline-size: 100%;
      block-size: 100%;
      object-fit: cover;
      object-position: 50% 30%;
    }
  }

  .writing-who {
    flex: 1;
    min-inline-size: 0;

    & p {
      max-inline-size: none;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
  }

  .writing-name {
    font-weight: 650;
    line-height: 1.25;
  }

  .writing-note {
    display: flex;
    align-items: center;
    gap: 4px;
    font-size: 0.75em;
    color: var(--_muted);

    & .icon {
      inline-size: 14px;
      block-size: 14px;
      color: var(--_accent);
    }
  }

  .writing-head [part~='talk-button'] {
    flex: none;
    padding-inline: 14px 18px;
    font-size: 0.9375em;
  }

  .stage[data-desk='alone'] .transcript {
    padding-inline: 14px;
    border-block-start: 1px solid rgb(128 128 160 / 22%);
    mask-image: none;
  }

  .stage[data-desk='alone'] .talk-tools {
    margin-block: 6px -34px;
  }

  .stage[data-desk='alone'] .composer-dock {
    inline-size: 100%;
    box-sizing: border-box;
  }

  /* On a wide page lines stay readable. */
  @container (min-width: 760px) {
    .stage[data-desk='alone'] .transcript {
      padding-inline: max(14px, (100% - 680px) / 2);
    }
  }

  .write-offer {
    position: absolute;
    z-index: 1;
    inset-block-end: calc(var(--_bottom) + var(--_desk-over) + clamp(8px, 4cqmin, 20px));
    inset-inline: var(--_edge) calc(var(--_end) + var(--_edge));
    display: flex;
    justify-content: center;
    pointer-events: none;

    & button {
      pointer-events: auto;
      color: var(--_text);
      background: var(--_glass);
    }
  }

  /* Above the offer. */
  .stage:has(> .write-offer) .cover {
    padding-block-end: calc(var(--_desk-over) + clamp(8px, 4cqmin, 20px) + 52px);
  }

  .stage[data-launcher='collapsed'] > .write-offer {
    display: none;
  }

  /* The icon says enough where the name needs the room. */
  @container (max-width: 440px) {
    .writing-head [part~='talk-button'] {
      padding: 0;
      inline-size: 44px;

      & span {
        position: absolute;
        inline-size: 1px;
        block-size: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    }
  }

  @container (max-width: 240px) {
    .writing-note .icon {
      display: none;
    }
  }

  /* There is no room for it below what failed. */
  @container (max-width: 180px) or (max-height: 240px) {
    .write-offer {
      display: none;
    }

    .stage:has(> .write-offer) .cover {
      padding-block-end: calc(var(--_desk-over) + 8px);
    }
  }

  /* Nor for a conversation. */
  @container (max-width: 180px) or (max-height: 150px) {
    .stage[data-desk='alone'] > .desk,
    .writing-head :is(.writing-who, [part~='talk-button']) {
      display: none;
    }

    .writing-head {
      block-size: 100%;
      justify-content: center;
    }

    :host([mode='text']) .stage:not([data-launcher='collapsed']) > .known-face {
      inset-block-start: calc(50% - 20px);
      inset-inline-start: calc(50% - 20px);
    }
  }

  @media (forced-colors: active) {
    .write-offer button {
      background: ButtonFace;
    }
  }
`;

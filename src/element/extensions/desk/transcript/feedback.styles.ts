import { css } from 'lit';

export const feedbackStyles = css`
  .transcript :is(.thumbs, .rating) {
    flex: none;

    & button:not(.send) {
      min-inline-size: 28px;
      min-block-size: 28px;
      padding: 0;
      border-radius: 9px;
      color: var(--_muted);
      background: none;
      box-shadow: none;
    }

    & .icon {
      inline-size: 17px;
      block-size: 17px;
    }

    & button:focus-visible {
      outline-offset: -2px;
    }
  }

  .transcript .thumbs {
    display: flex;
    align-self: flex-start;
    gap: 2px;
    margin-block-start: -4px;
    margin-inline-start: 6px;

    & button[aria-pressed='true'] {
      color: var(--_accent);

      & .icon {
        fill: currentcolor;
        fill-opacity: 0.25;
      }
    }
  }

  .transcript .rating {
    align-self: stretch;
    box-sizing: border-box;
    margin-block: 4px;
    padding: 10px 12px;
    border-radius: 16px;
    font-size: 0.9375em;
    text-align: center;
    color: var(--_text);
    background: rgb(255 255 255 / 92%);
    background: light-dark(rgb(255 255 255 / 92%), rgb(40 38 72 / 92%));

    & p {
      margin: 0 0 4px;
      max-inline-size: none;
    }

    & .star .icon {
      inline-size: 22px;
      block-size: 22px;
    }

    & .star.lit {
      color: var(--_accent);

      & .icon {
        fill: currentcolor;
      }
    }

    & textarea {
      display: block;
      box-sizing: border-box;
      inline-size: 100%;
      margin-block: 6px;
      padding: 7px 10px;
      border: 1px solid var(--_muted);
      border-radius: 10px;
      font: inherit;
      color: inherit;
      background: none;
      resize: none;
    }

    & textarea:focus-visible {
      outline: 2px solid var(--_accent);
    }

    & .send {
      min-block-size: 36px;
      font-size: 0.9375em;
    }
  }

  .transcript p.rating {
    margin: 4px 0;
  }

  @media (forced-colors: active) {
    .transcript .rating {
      border: 1px solid CanvasText;
    }
  }
`;

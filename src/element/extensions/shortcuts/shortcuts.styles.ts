import { css } from 'lit';

export const shortcutsStyles = css`
  .shortcuts-room {
    position: absolute;
    inset: 0;
    z-index: 4;
    display: flex;
    align-items: center;
    justify-content: center;
    padding: 8px;
    pointer-events: none;
    animation: appear 150ms ease;
  }

  .shortcuts {
    display: flex;
    flex-direction: column;
    gap: 10px;
    box-sizing: border-box;
    max-inline-size: 100%;
    max-block-size: 100%;
    padding: 18px 20px;
    border-radius: 20px;
    overflow-y: auto;
    font-size: 0.9375em;
    text-align: start;
    color: var(--_text);
    background: #fff;
    background: light-dark(#fff, #29274c);
    box-shadow: 0 10px 32px rgb(30 27 90 / 24%);
    pointer-events: auto;

    & .title {
      margin: 0;
      font-weight: 650;
    }

    & dl {
      display: grid;
      gap: 6px;
      margin: 0;
    }

    & dl > div {
      display: flex;
      align-items: center;
      gap: 12px;
    }

    & dt {
      flex: none;
      inline-size: 40px;
      text-align: center;
    }

    & dd {
      margin: 0;
      overflow-wrap: anywhere;
    }

    & kbd {
      display: inline-block;
      box-sizing: border-box;
      min-inline-size: 28px;
      padding: 2px 7px;
      border-radius: 8px;
      font: inherit;
      font-size: 0.875em;
      font-weight: 600;
      background: rgb(120 116 190 / 16%);
    }

    & button {
      flex: none;
      align-self: stretch;
    }

    &:focus-visible {
      outline: 3px solid var(--_accent);
      outline-offset: -3px;
    }
  }

  /* Below the badge that says that it is an AI, which stays in sight. */
  @container (min-height: 301px) {
    .shortcuts-room {
      inset-block-start: calc(var(--_top, 0px) + 40px);
    }
  }

  @container (max-width: 260px) or (max-height: 300px) {
    .shortcuts {
      display: block;
      padding: 10px 12px;
      border-radius: 14px;
      font-size: 0.8125em;

      & dl {
        gap: 2px;
        margin-block: 4px 8px;
      }

      & button {
        inline-size: 100%;
      }
    }
  }

  @media (forced-colors: active) {
    .shortcuts,
    .shortcuts kbd {
      border: 1px solid CanvasText;
    }
  }
`;

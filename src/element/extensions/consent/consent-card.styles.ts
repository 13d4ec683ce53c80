import { css } from 'lit';

export const consentStyles = css`
  /* What it asks for comes first: the buttons behind it wait. */
  .stage[data-asking] .own :is(.foot, slot[name='error']),
  .stage[data-asking] > :is(.intro, .overlay) {
    visibility: hidden;
  }

  /* Where the conversation is not beside the picture, both make room. */
  .stage[data-asking]:not([data-desk='beside']) > .desk {
    visibility: hidden;
  }

  /* Below the badge that says that it is an AI. */
  .stage > .consent.cover {
    inset-block-start: calc(var(--_top) + 40px);
    inset-block-end: 0;
    inset-inline-end: var(--_edge);
    padding-block-end: clamp(8px, 6cqmin, 32px);
  }

  /* Where that would leave too little, over it: the visitor is told by the card and after it. */
  @container (max-height: 420px) {
    .stage > .consent.cover {
      inset-block-start: var(--_top);
      padding: 8px;
    }

    .stage[data-asking] > .ai-badge {
      visibility: hidden;
    }
  }

  .stage[data-desk='beside'] > .consent.cover {
    inset-block-end: var(--_bottom);
    inset-inline-end: calc(var(--_end) + var(--_edge));
  }

  .stage .consent.cover {
    z-index: 3;
    justify-content: safe center;
    background: none;
    pointer-events: none;
    animation: appear 200ms ease;
  }

  .consent-card {
    display: flex;
    flex-direction: column;
    box-sizing: border-box;
    inline-size: min(100%, 380px);
    max-block-size: 100%;
    border-radius: 20px;
    text-align: start;
    font-size: 0.9375em;
    background: #fff;
    background: light-dark(#fff, #1d1c36);
    box-shadow: 0 12px 40px rgb(22 20 60 / 18%);
    box-shadow:
      0 12px 40px rgb(22 20 60 / 18%),
      0 0 0 1px light-dark(rgb(30 27 90 / 8%), rgb(255 255 255 / 12%));
    pointer-events: auto;
    overflow: hidden;

    &:focus-visible {
      outline: 3px solid var(--_accent);
      outline-offset: -3px;
    }

    & p {
      max-inline-size: none;
      text-wrap: pretty;
    }

    & a {
      color: var(--_accent);
      font-weight: 600;
      border-radius: 4px;
    }

    & :is(a, input):focus-visible {
      outline: 2px solid var(--_text);
      outline-offset: 2px;
    }
  }

  .consent-body {
    display: flex;
    flex-direction: column;
    gap: 10px;
    min-block-size: 0;
    padding: 20px 20px 4px;
    overflow-y: auto;
  }

  .consent-body > div {
    display: flex;
    flex-direction: column;
    gap: 8px;
    color: var(--_muted);
  }

  .consent-title {
    font-size: 1.1875em;
    font-weight: 650;
  }

  .consent-line {
    display: flex;
    align-items: flex-start;
    gap: 10px;

    & .icon {
      color: var(--_accent);
    }

    & input {
      flex: none;
      inline-size: 20px;
      block-size: 20px;
      margin: 1px 0 0;
      accent-color: var(--_accent);
    }
  }

  label.consent-line {
    padding-block: 6px;
    cursor: pointer;
  }

  .consent-answers {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 12px 20px 20px;

    & button {
      flex: 1 1 auto;
      padding-inline: 18px;
    }
  }

  button.quiet {
    color: var(--_text);
    background: rgb(30 27 90 / 8%);
    background: light-dark(rgb(30 27 90 / 8%), rgb(255 255 255 / 12%));
    box-shadow: none;
  }

  @container (max-height: 400px) {
    .stage > .consent.cover {
      padding: 8px;
    }

    .consent-card {
      font-size: 0.875em;
    }

    .consent-body {
      gap: 6px;
      padding-block-start: 14px;
    }

    label.consent-line {
      padding-block: 2px;
    }

    .consent-answers {
      padding-block: 8px 12px;

      & button {
        flex: 1 1 0;
        padding-inline: 8px;
        min-block-size: 40px;
      }
    }
  }

  @container (max-width: 260px) or (max-height: 260px) {
    .stage > .consent.cover {
      inset-block-start: var(--_top);
      padding: 6px;
    }

    .consent-card {
      border-radius: 14px;
      font-size: 0.8125em;
    }

    .consent-body {
      gap: 6px;
      padding: 10px 10px 2px;
    }

    .consent-answers {
      gap: 6px;
      padding: 6px 10px 10px;
    }
  }

  /* Too small to keep the answers in sight: they come after the text. */
  @container (max-width: 180px) or (max-height: 150px) {
    .stage > .consent.cover {
      padding: 2px;
    }

    .consent-card {
      display: block;
      line-height: 1.2;
      font-size: 0.75em;
      overflow-y: auto;

      & button {
        min-block-size: 32px;
        padding: 4px 8px;
      }
    }

    .consent-title {
      font-size: 1em;
    }

    .consent-body {
      padding: 6px 8px 0;
      overflow: visible;
    }

    .consent-line {
      gap: 6px;
    }

    .consent-answers {
      padding: 4px 8px 8px;
    }
  }

  @media (forced-colors: active) {
    .consent-card {
      border: 1px solid;
      background: Canvas;
    }

    .consent-card a {
      color: LinkText;
    }
  }
`;

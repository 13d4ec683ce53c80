import { css } from 'lit';

export const suggestionsStyles = css`
  /* One row, however many there are: the picture keeps its place. */
  .suggestions {
    display: flex;
    align-items: center;
    gap: 8px;
    box-sizing: border-box;
    inline-size: min(100%, 560px);
    padding: 4px;
    overflow-x: auto;
    scrollbar-width: none;

    & button {
      flex: none;
      display: block;
      max-inline-size: 85%;
      padding: 6px 16px;
      overflow-wrap: anywhere;
      line-height: 1.25;
      text-align: start;
      font-weight: 500;
      color: var(--_text);
      background: #fff;
      background: light-dark(#fff, #232244);
      box-shadow: 0 0 0 1px rgb(30 27 90 / 12%);
      box-shadow: 0 0 0 1px light-dark(rgb(30 27 90 / 12%), rgb(255 255 255 / 14%));
    }

    /* Within the row, which would cut off what is around the button. */
    & button:focus-visible {
      outline-offset: -3px;
    }
  }

  @container (max-width: 240px) or (max-height: 200px) {
    .suggestions {
      display: none;
    }
  }
`;

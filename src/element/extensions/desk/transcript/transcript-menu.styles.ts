import { css } from 'lit';

export const transcriptMenuStyles = css`
  .talk-tools {
    position: relative;
    z-index: 1;
    flex: none;
    align-self: flex-end;
    margin-block: 2px -10px;
    margin-inline-end: 8px;

    & button {
      border-radius: 10px;
      font-size: 0.875em;
      font-weight: 500;
      color: var(--_text);
      background: none;
      box-shadow: none;
    }

    & .icon {
      flex: none;
      inline-size: 18px;
      block-size: 18px;
    }
  }

  .talk-tools .quiet {
    display: flex;
    min-inline-size: 32px;
    min-block-size: 28px;
    padding: 0;
  }

  .talk-tools button:is(:hover, [aria-expanded='true']) {
    filter: none;
    background: rgb(120 116 190 / 18%);
  }

  .talk-menu {
    position: absolute;
    inset-block-start: calc(100% + 2px);
    inset-inline-end: 0;
    inline-size: max-content;
    max-inline-size: min(300px, 100cqi - 24px);
    max-block-size: calc(100cqb - 96px);
    box-sizing: border-box;
    padding: 5px;
    border-radius: 16px;
    overflow-y: auto;
    color: var(--_text);
    background: #fff;
    background: light-dark(#fff, #29274c);
    box-shadow: 0 10px 32px rgb(30 27 90 / 24%);
    animation: appear 150ms ease;

    &[hidden] {
      display: none;
    }

    & .item {
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-start;
      align-items: center;
      gap: 4px 10px;
      box-sizing: border-box;
      inline-size: 100%;
      min-block-size: 40px;
      padding: 4px 10px;
      font-size: 0.875em;
      text-align: start;
    }

    & .formats {
      display: flex;
      gap: 4px;
    }

    & .format {
      min-inline-size: 0;
      min-block-size: 28px;
      padding: 0 8px;
      background: rgb(120 116 190 / 14%);
    }

    & button:focus-visible {
      outline-offset: -3px;
    }
  }

  /* Within the desk, which nothing is seen below of. */
  .stage[data-desk='below'] .talk-menu {
    max-block-size: calc(var(--_bottom) - 40px);
  }

  .stage:is([data-desk='over'], [data-desk='field']) .talk-tools {
    display: none;
  }

  @media (forced-colors: active) {
    .talk-menu {
      border: 1px solid CanvasText;
    }
  }
`;

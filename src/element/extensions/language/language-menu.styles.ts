import { css } from 'lit';

export const languageMenuStyles = css`
  .language {
    position: relative;
    flex: none;
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-inline-size: 0;
    color: var(--_text);
    font-size: 0.75em;
    font-weight: 600;
    line-height: 1.5;
    white-space: nowrap;

    & .icon {
      inline-size: 16px;
      block-size: 16px;
      color: var(--_accent);
    }

    & > select {
      position: absolute;
      /* What is touched is larger than what is seen. */
      inset: -4px 0;
      inline-size: 100%;
      block-size: calc(100% + 8px);
      margin: 0;
      border: 0;
      /* The menu itself is the browser's. */
      font-size: 16px;
      opacity: 0;
      cursor: pointer;
    }

    &:has(> select:focus-visible) {
      outline: 2px solid var(--_accent);
      outline-offset: 2px;
      border-radius: 999px;
    }
  }

  /* Below the badge that says that it is an AI. */
  .stage > .language {
    position: absolute;
    z-index: 1;
    inset-block-start: calc(var(--_top) + 10px);
    inset-inline-start: calc(var(--_edge) + 10px);
    max-inline-size: calc(100% - 20px);
    padding: 3px 6px;
    padding-inline: 6px 10px;
    border-radius: 999px;
    background: var(--_glass);
    backdrop-filter: blur(14px) saturate(1.4);
    animation: appear 300ms ease;
  }

  .stage:has(> .ai-badge) > .language {
    inset-block-start: calc(var(--_top) + 44px);
  }

  .stage[data-launcher='collapsed'] > .language {
    display: none;
  }

  /* What is touched is higher than the line. */
  .writing-note:has(> .language) {
    overflow: visible;
  }

  .writing-note .language {
    margin-inline-start: 6px;
    font-size: inherit;
  }

  .writing-note .language .icon {
    inline-size: 14px;
    block-size: 14px;
  }

  /* The sign is enough where the face would be under the name. */
  @container (max-width: 300px) or (max-height: 300px) {
    .stage > .language {
      padding: 6px;
    }

    .language-name {
      display: none;
    }
  }

  /* That it is an AI stands in the conversation below, too; the words stay for those who hear them. */
  @container (max-width: 260px) {
    .writing-note .language {
      margin-inline-start: 2px;
    }

    .writing-note:has(> .language) > span:not(.language) {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }

  @container (max-width: 180px) or (max-height: 150px) {
    .language {
      display: none;
    }
  }

  @media (forced-colors: active) {
    .stage > .language {
      border: 1px solid CanvasText;
    }
  }
`;

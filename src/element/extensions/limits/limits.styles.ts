import { css } from 'lit';

export const limitsStyles = css`
  .time-left {
    position: absolute;
    inset-block-start: calc(var(--_top) + 10px);
    inset-inline-end: calc(var(--_end) + var(--_edge) + 10px);
    padding: 5px 12px;
    border-radius: 999px;
    background: var(--_glass);
    backdrop-filter: blur(14px) saturate(1.4);
    font-size: 0.8125em;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
    pointer-events: none;
    animation: appear 300ms ease;
  }

  .question {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 4px;
    max-inline-size: 100%;
    box-sizing: border-box;
    padding: 14px 20px 16px;
    border-radius: 22px;
    background: var(--_glass);
    backdrop-filter: blur(14px) saturate(1.4);
    box-shadow: 0 10px 32px rgb(22 20 60 / 26%);

    & p:first-child {
      font-weight: 600;
    }

    & .rest {
      font-size: 0.8125em;
      font-variant-numeric: tabular-nums;
    }

    & button {
      margin-block-start: 8px;
    }
  }

  @container (max-width: 260px) or (max-height: 260px) {
    .time-left {
      padding: 2px 8px;
      font-size: 0.75em;
    }

    .question {
      padding: 8px 12px;
      font-size: 0.8em;
      line-height: 1.2;

      & button {
        margin-block-start: 4px;
      }
    }
  }

  @container (max-width: 180px) or (max-height: 150px) {
    .question p {
      display: none;
    }

    .question {
      padding: 0;
      background: none;
      backdrop-filter: none;
      box-shadow: none;
    }
  }

  @media (forced-colors: active) {
    .time-left,
    .question {
      border: 1px solid;
    }
  }
`;

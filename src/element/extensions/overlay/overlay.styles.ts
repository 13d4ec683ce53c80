import { css } from 'lit';

export const styles = css`
  .overlay {
    pointer-events: none;

    & > * {
      pointer-events: auto;
      animation: appear 200ms ease;
    }
  }

  .veil {
    background: rgb(20 19 45 / 46%);
    backdrop-filter: blur(3px) saturate(0.7);
    animation: appear 300ms ease;
  }

  .notice {
    margin-block-end: auto;
    display: inline-flex;
    align-items: center;
    gap: 8px;
    padding: 8px 14px;
    border-radius: 14px;
    background: var(--_glass);
    font-size: 0.875em;
  }

  @media (forced-colors: active) {
    .notice {
      border: 1px solid;
    }
  }
`;

import { css } from 'lit';

export const queueStyles = css`
  /* What failed is said by the queue, calmly. */
  .stage[data-queue] .own :is(.foot, slot[name='error']) {
    visibility: hidden;
  }

  .stage > .queue.cover {
    z-index: 1;
    justify-content: safe center;
    background: none;
    animation: appear 200ms ease;
  }

  .queue-card {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 8px;
    box-sizing: border-box;
    max-inline-size: min(100%, 340px);
    padding: 18px 22px 20px;
    border-radius: 22px;
    background: var(--_glass);
    backdrop-filter: blur(14px) saturate(1.4);
    box-shadow: 0 10px 32px rgb(22 20 60 / 26%);

    & p {
      max-inline-size: none;
      text-wrap: balance;
    }
  }

  .queue-place {
    font-weight: 650;
    font-size: 1.0625em;
    font-variant-numeric: tabular-nums;
  }

  /* For a thumbnail, which has room for no more. */
  .queue-number {
    display: none;
    font-size: 2em;
    line-height: 1;
  }

  .queue-note {
    font-size: 0.9375em;
    color: var(--_muted);
  }

  .queue-answers {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 8px;
    margin-block-start: 6px;
  }

  .queue-card [part~='queue-leave-button'] {
    color: var(--_text);
    background: none;
    box-shadow: inset 0 0 0 1px currentcolor;
  }

  .stage[data-launcher='collapsed'] > .queue {
    display: none;
  }

  /* In text mode it is a line below the head. */
  :host([mode='text']) .stage[data-queue]:not([data-launcher='collapsed']) {
    & > .queue.cover {
      display: flex;
      inset: 64px 0 auto;
      min-block-size: 56px;
      padding: 0 14px 8px;
    }

    & > .desk {
      inset-block-start: 128px;
    }

    & .queue-card {
      flex-direction: row;
      justify-content: space-between;
      inline-size: 100%;
      max-inline-size: 680px;
      padding: 6px 8px 6px 16px;
      text-align: start;
      box-shadow: none;
    }

    & .queue-place {
      font-size: 0.9375em;
    }

    & .queue-answers {
      margin: 0;
    }

    & button {
      font-size: 0.875em;
      padding-block: 6px;
    }
  }

  /* The conversation and the offer to write take their part. */
  @container (max-height: 560px) {
    .stage:is([data-desk='below'], [data-desk='field'], [data-desk='over']) {
      & .queue-note {
        display: none;
      }

      & .queue-card {
        gap: 2px;
        padding: 8px 16px;
      }

      & > .queue.cover {
        padding-block-start: 8px;
      }
    }
  }

  /* The icon says enough where the sentence needs the room. */
  @container (max-width: 560px) {
    :host([mode='text']) .queue-card [part~='queue-leave-button'] {
      padding: 0;

      & .label {
        position: absolute;
        inline-size: 1px;
        block-size: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
      }
    }
  }

  @container (max-width: 260px) or (max-height: 260px) {
    .queue-card {
      gap: 4px;
      padding: 10px 12px;
      font-size: 0.8125em;
      line-height: 1.2;
    }

    .queue-note {
      display: none;
    }
  }

  @container (max-width: 180px) or (max-height: 150px) {
    .queue-card {
      padding: 6px;
      font-size: 0.75em;
      box-shadow: none;
    }

    .queue-number {
      display: block;
    }

    .queue-number + .queue-sentence,
    :host([mode='text']) .stage[data-queue] > .queue.cover {
      display: none !important;
    }

    .queue-answers {
      margin: 0;
    }
  }

  @media (forced-colors: active) {
    .queue-card {
      border: 1px solid;
    }
  }
`;

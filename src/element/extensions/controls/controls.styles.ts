import { css } from 'lit';

export const styles = css`
  .controls {
    position: absolute;
    inset-block-end: var(--_bottom, 0px);
    inset-inline: var(--_edge, 0px) calc(var(--_end, 0px) + var(--_edge, 0px));
    display: flex;
    justify-content: center;
    padding: clamp(6px, 2.5cqmin, 20px);
    pointer-events: none;
    transition:
      opacity 250ms ease,
      transform 250ms ease;

    &[data-away] {
      opacity: 0;
      transform: translateY(6px);
    }
  }

  .bar {
    display: flex;
    align-items: center;
    gap: 2px;
    max-inline-size: 100%;
    padding: 4px;
    border-radius: 999px;
    color: var(--_text);
    background: var(--_glass);
    backdrop-filter: blur(14px) saturate(1.4);
    box-shadow: 0 4px 24px rgb(20 18 60 / 18%);
    pointer-events: auto;

    & button {
      min-inline-size: 44px;
      padding: 0;
      color: inherit;
      background: transparent;
      box-shadow: none;
    }

    & button:hover {
      background: rgb(128 128 160 / 20%);
      background: color-mix(in srgb, currentcolor 10%, transparent);
      filter: none;
    }

    & button.on {
      color: var(--_on-accent);
      background: var(--_accent);
    }

    & button[aria-disabled] {
      opacity: 0.38;
      cursor: default;
    }

    & button:focus-visible {
      outline-offset: -3px;
    }

    & [part~='end-button'] {
      color: #fff;
      background: #c62a44;
      background: light-dark(#c62a44, #d6425b);
    }

    & [part~='end-button']:hover {
      background: #b01f38;
      background: light-dark(#b01f38, #e2566e);
    }
  }

  .controls[data-away] .bar {
    pointer-events: none;
  }

  .sound {
    display: inline-flex;
    align-items: center;
  }

  .bar input {
    inline-size: 84px;
    block-size: 44px;
    margin-inline: 2px 10px;
    accent-color: var(--_accent);
    cursor: pointer;
  }

  .bar input:focus-visible {
    outline: 3px solid var(--_text);
    outline-offset: -3px;
    border-radius: 999px;
  }

  .elsewhere {
    position: absolute;
    display: grid;
    place-content: center;
    padding: 16px;
    text-align: center;
    color: var(--_text);
    background: var(--_background);
  }

  /* What there is no room for can be done with a key, or in a larger element. */
  @container (max-width: 420px) {
    .bar input,
    .stage[data-launcher] .bar [part~='picture-in-picture-button'] {
      display: none;
    }
  }

  @container (max-width: 340px) {
    .stage[data-launcher] .bar [part~='full-screen-button'] {
      display: none;
    }
  }

  .stage[data-head='column'][data-desk='below'] .bar {
    & [part~='picture-in-picture-button'],
    & [part~='full-screen-button'] {
      display: none;
    }
  }

  @container (max-height: 360px) {
    .stage[data-head='column'] .bar {
      & [part~='picture-in-picture-button'],
      & [part~='full-screen-button'] {
        display: none;
      }
    }
  }

  @container (max-height: 260px) {
    .stage[data-head='column'] .bar [part~='captions-button'] {
      display: none;
    }
  }

  @container (max-width: 300px) {
    .bar [part~='picture-in-picture-button'] {
      display: none;
    }
  }

  @container (max-width: 250px) {
    .bar [part~='full-screen-button'] {
      display: none;
    }

    .bar button {
      min-inline-size: 36px;
      min-block-size: 36px;
    }
  }

  @container (max-width: 170px) {
    .bar [part~='captions-button'],
    .bar [part~='interrupt-button'] {
      display: none;
    }
  }

  @container (max-width: 180px) or (max-height: 150px) {
    .stage[data-state] .overlay {
      padding-block: 4px calc(4px + var(--_bar-over) * 0.75);
    }
  }

  @container (max-width: 110px) {
    .bar {
      gap: 0;
      padding: 2px;
    }

    .bar button {
      min-inline-size: 32px;
      min-block-size: 32px;
    }
  }

  /* With a place of its own it is always there. */
  .stage[data-head] {
    & .controls {
      z-index: 2;
      inset: auto;
      inset-inline-end: calc(var(--_edge) + var(--_launcher-space, 0px));
      padding: 0;
      opacity: 1;
      transform: none;
    }

    & .bar {
      padding: 0;
      pointer-events: auto;
      background: none;
      backdrop-filter: none;
      box-shadow: none;
    }

    & .bar input {
      display: none;
    }
  }

  .stage[data-head='row'] .controls {
    inset-block-start: 4px;
  }

  .stage[data-head='column'] .controls {
    inset-block: var(--_top) auto;
    inset-inline-end: 4px;
  }

  /* Beside a picture that is narrower than the element, too. */
  .stage[data-framed]:not([data-desk], [data-head]) {
    & .controls {
      inset-block: 0;
      inset-inline-start: auto;
      align-items: center;
    }

    & .bar input {
      display: none;
    }
  }

  .stage:is([data-head='column'], [data-framed]:not([data-desk], [data-head])) :is(.bar, .sound) {
    flex-direction: column;
  }

  @media (forced-colors: active) {
    .bar {
      border: 1px solid CanvasText;
    }

    .bar button.on {
      forced-color-adjust: none;
    }
  }
`;

import { css } from 'lit';

export const composerStyles = css`
  .composer-dock {
    flex: none;
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 8px;
    margin-block-start: auto;
    padding: 8px;
    pointer-events: none;
    animation: appear 300ms ease;

    & > * {
      pointer-events: auto;
    }
  }

  .composer {
    display: flex;
    align-items: flex-end;
    gap: 4px;
    box-sizing: border-box;
    inline-size: min(100%, 560px);
    min-block-size: 56px;
    padding: 5px;
    border: 1px solid rgb(255 255 255 / 70%);
    border-color: light-dark(rgb(255 255 255 / 70%), rgb(255 255 255 / 14%));
    border-radius: 28px;
    background: rgb(255 255 255 / 90%);
    background: light-dark(rgb(255 255 255 / 90%), rgb(28 27 52 / 88%));
    backdrop-filter: blur(18px) saturate(1.5);
    box-shadow: 0 8px 28px rgb(30 27 90 / 18%);
    box-shadow: 0 8px 28px light-dark(rgb(30 27 90 / 18%), rgb(0 0 0 / 40%));
    transition:
      border-color 150ms ease,
      box-shadow 150ms ease;
  }

  .composer:has(textarea:focus-visible) {
    border-color: var(--_accent);
    box-shadow: 0 0 0 3px var(--_accent);
  }

  /* A value with a variable is found to be wrong too late for the one before it to count. */
  @supports (color: light-dark(red, red)) {
    .composer:has(textarea:focus-visible) {
      box-shadow:
        0 0 0 3px color-mix(in srgb, var(--_accent) 30%, transparent),
        0 8px 28px light-dark(rgb(30 27 90 / 18%), rgb(0 0 0 / 40%));
    }
  }

  /* One cell: where the field does not grow with its text by itself, a copy of the text makes it grow. */
  .field {
    flex: 1;
    display: grid;
    min-inline-size: 0;
    align-self: center;
    max-block-size: calc(5.6em + 16px);
    line-height: 1.4;
  }

  .field > textarea,
  .field::after {
    grid-area: 1 / 1;
    box-sizing: border-box;
    min-inline-size: 0;
    padding: 8px 10px;
    border: 0;
    font: inherit;
    /* Phones zoom into fields with smaller letters. */
    font-size: max(16px, 1em);
    line-height: inherit;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .field > textarea {
    inline-size: 100%;
    max-block-size: inherit;
    margin: 0;
    color: var(--_text);
    background: none;
    resize: none;
    outline: none;
    field-sizing: content;
    scrollbar-width: thin;
  }

  @supports not (field-sizing: content) {
    .field::after {
      content: attr(data-text) ' ';
      visibility: hidden;
      overflow: hidden;
      max-block-size: inherit;
    }
  }

  .field > textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
    white-space: nowrap;
  }

  .composer button {
    flex: none;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    box-shadow: none;
  }

  .composer button:focus-visible {
    outline-offset: 2px;
  }

  [part~='microphone-button'] {
    color: var(--_text);
    background: rgb(79 70 216 / 9%);
    background: light-dark(rgb(79 70 216 / 9%), rgb(139 135 255 / 16%));
    /* A long press is to talk, not to select or to scroll. */
    touch-action: none;
    user-select: none;
    -webkit-touch-callout: none;
  }

  [part~='microphone-button'][aria-pressed='true'] {
    color: #fff;
    background: #d3304f;
    animation: listen 1.4s ease-out infinite;
  }

  /* How loud the visitor is: a ring that follows, and does not flicker. */
  .composer-dock[data-listening] [part~='microphone-button'] {
    outline: calc(var(--_level, 0) * 6px) solid rgb(211 48 79 / 35%);
    outline-offset: 0;
    transition: outline-width 120ms ease-out;
  }

  .composer-dock[data-listening] [part~='microphone-button']:focus-visible {
    outline-offset: 2px;
    outline: 2px solid var(--_accent);
  }

  .microphone-choice {
    position: relative;
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 24px;
    block-size: 44px;
    border-radius: 12px;
    color: var(--_muted);
  }

  .microphone-choice > .icon {
    inline-size: 18px;
    block-size: 18px;
  }

  .microphone-choice > select {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    border: 0;
    /* The menu itself is the browser's. */
    font-size: 16px;
    opacity: 0;
    cursor: pointer;
  }

  .microphone-choice:has(> select:focus-visible) {
    outline: 2px solid var(--_accent);
  }

  .microphone-alone {
    inline-size: auto;
    max-inline-size: 100%;
    align-items: center;
    padding-inline-end: 18px;
  }

  .activity {
    min-inline-size: 6em;
    padding-inline: 6px;
    color: var(--_text);
    overflow-wrap: anywhere;
  }

  .composer-dock[data-thinking] .composer {
    border-color: var(--_accent);
  }

  .composer-dock[data-thinking] .activity,
  .composer-dock[data-thinking] textarea::placeholder {
    animation: think 2.4s ease-in-out infinite;
  }

  [part~='send-button'][data-waiting] .icon {
    animation: breathe 1s ease-in-out infinite;
  }

  .composer-status {
    padding: 6px 14px;
    border-radius: 16px;
    background: rgb(255 255 255 / 92%);
    background: light-dark(rgb(255 255 255 / 92%), rgb(28 27 52 / 92%));
    color: var(--_text);
    font-size: 0.875em;
    text-align: center;
    box-shadow: 0 4px 14px rgb(30 27 90 / 14%);
  }

  @container (max-width: 280px) or (max-height: 240px) {
    .composer {
      min-block-size: 44px;
      padding: 3px;
      gap: 2px;
    }

    .composer button {
      inline-size: 36px;
      block-size: 36px;
      min-inline-size: 36px;
      min-block-size: 36px;
    }

    .field {
      max-block-size: calc(2.8em + 8px);
    }

    .field > textarea,
    .field::after {
      padding: 4px;
    }
  }

  /* A thumbnail is no place to write in. */
  @container (max-width: 180px) or (max-height: 150px) {
    .composer-dock {
      display: none;
    }
  }

  @keyframes think {
    50% {
      opacity: 0.55;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .composer-dock[data-thinking] .activity,
    .composer-dock[data-thinking] textarea::placeholder {
      animation: none;
    }
  }

  @keyframes listen {
    from {
      box-shadow: 0 0 0 0 rgb(211 48 79 / 55%);
    }
    to {
      box-shadow: 0 0 0 14px rgb(211 48 79 / 0%);
    }
  }

  @media (forced-colors: active) {
    .composer,
    .composer-status {
      border: 1px solid CanvasText;
      background: Canvas;
    }

    .composer:has(textarea:focus-visible) {
      outline: 3px solid Highlight;
    }

    [part~='microphone-button'][aria-pressed='true'] {
      forced-color-adjust: none;
    }

    .composer-dock[data-thinking] .composer {
      border-color: Highlight;
    }
  }
`;

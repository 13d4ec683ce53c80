import { anySignal } from '../../../core/abort-signals.js';
import { delay as realDelay, type Delay } from '../../../core/delay.js';

/** The bar goes when nobody has moved for this long, in milliseconds. */
const LEAVES_AFTER_MS = 3000;

/** Whether the visitor attends to the controls: moves a pointer over them, has touched them, or is on them with the keyboard. */
export class Attention {
  readonly #stage: HTMLElement;
  readonly #onChange: () => void;
  readonly #delay: Delay;
  readonly #signal: AbortSignal;
  #wait = new AbortController();
  /** What has just come is looked at. */
  #isPaid = true;
  #calledAt = 0;

  constructor(stage: HTMLElement, onChange: () => void, signal: AbortSignal, delay: Delay = realDelay) {
    this.#stage = stage;
    this.#onChange = onChange;
    this.#signal = signal;
    this.#delay = delay;
    stage.addEventListener('pointermove', (event) => this.#onPointerMove(event), { signal });
    stage.addEventListener('pointerdown', () => this.call(), { signal });
    stage.addEventListener('pointerleave', ({ pointerType }) => pointerType === 'mouse' && this.#lose(), { signal });
    stage.addEventListener('focusin', () => this.call(), { signal });
    stage.addEventListener('focusout', onChange, { signal });
    stage.addEventListener('keydown', () => this.call(), { signal });
    this.#leaveLater();
  }

  get isPaid(): boolean {
    return this.#isPaid || this.#hasKeyboard;
  }

  /** The visitor has done something. */
  call(): void {
    this.#wait.abort();
    if (!this.#isPaid) {
      this.#isPaid = true;
      this.#onChange();
    }
    this.#leaveLater();
  }

  #leaveLater(): void {
    this.#wait = new AbortController();
    this.#delay(LEAVES_AFTER_MS, { signal: anySignal(this.#wait.signal, this.#signal) }).then(
      () => this.#lose(),
      () => undefined, // Called again, or gone.
    );
  }

  #onPointerMove({ pointerType, timeStamp }: PointerEvent): void {
    // Moves come by the dozen.
    if (pointerType !== 'mouse' || (this.#isPaid && timeStamp - this.#calledAt < LEAVES_AFTER_MS / 10)) return;
    this.#calledAt = timeStamp;
    this.call();
  }

  get #hasKeyboard(): boolean {
    return this.#stage.querySelector(':focus-visible') !== null;
  }

  #lose(): void {
    if (!this.#isPaid) return;
    this.#wait.abort();
    this.#isPaid = false;
    this.#onChange();
  }
}

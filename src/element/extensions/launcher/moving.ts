import { html, nothing, type TemplateResult } from 'lit';

import { anySignal } from '../../../core/abort-signals.js';
import { isFloating } from '../../launcher/floating.js';
import { recall, remember } from '../../launcher/launcher-memory.js';
import type { AvatarHost } from '../extension.js';
import { langOf } from '../text-of.js';
import { gripIcon } from './launcher-icons.js';

/** Of a panel, in CSS pixels: how far it is from its corner, and how large; 0 is its own size. */
export interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const IN_PLACE: Frame = { x: 0, y: 0, width: 0, height: 0 };

/** With the arrow keys, in CSS pixels. */
const STEP_PX = 24;
const SMALLEST = { width: 280, height: 340 };
/** The least that stays between the panel and the edges of the window. */
const MARGIN_PX = 8;

/** By a click on the handle, of the panel's own size. */
const LARGER = 1.5;
/** Less than that is a hand that trembles, and no drag. */
const DRAG_PX = 4;

/** Where a mouse or a pen is at hand, and the panel does not fill the width of the window. */
const CAN_MOVE = '(pointer: fine) and (min-width: 480px)';

/**
 * Lets the visitor move the panel by its head and resize it by its corner: by dragging, by the arrow keys, or by clicks alone, which go
 * round the corners of the window, and to a larger size and back.
 */
export class Moving {
  readonly #host: AvatarHost;
  readonly #signal: AbortSignal;
  /** Missing in the pages that test runners make. */
  readonly #query: MediaQueryList | undefined;
  #frame: Frame;
  #applied = IN_PLACE;
  #wasDragged = false;

  constructor(host: AvatarHost, signal: AbortSignal) {
    this.#host = host;
    this.#signal = signal;
    this.#frame = parseFrame(recall(this.#key));
    this.#query = typeof matchMedia === 'undefined' ? undefined : matchMedia(CAN_MOVE);
    this.#query?.addEventListener('change', () => host.requestUpdate(), { signal });
    host.ownerDocument.defaultView?.addEventListener('resize', () => this.#keepInWindow(), { signal });
    signal.addEventListener('abort', () => this.#apply(IN_PLACE), { once: true });
  }

  /** After each update of the element. */
  update(): void {
    this.#apply(this.#canMove ? this.#frame : IN_PLACE);
  }

  render(): TemplateResult | typeof nothing {
    if (!this.#canMove) return nothing;
    const { localizer } = this.#host;
    const [move, resize] = [localizer.term('move'), localizer.term('resize')];
    return html`<div
        class="launcher move-area"
        @pointerdown=${(event: PointerEvent) => this.#drag(event, 'move')}
      ></div>
      <button
        type="button"
        class="launcher move-button"
        part="move-button"
        lang=${langOf(localizer, 'move')}
        aria-label=${move}
        title=${move}
        @pointerdown=${(event: PointerEvent) => this.#drag(event, 'move')}
        @click=${(event: MouseEvent) => this.#onClick(event, 'move')}
        @dblclick=${() => this.#keep({ ...this.#frame, x: 0, y: 0 })}
        @keydown=${(event: KeyboardEvent) => this.#onKey(event, 'move')}
      >
        ${gripIcon}
      </button>
      <button
        type="button"
        class="launcher resize-button"
        part="resize-button"
        lang=${langOf(localizer, 'resize')}
        aria-label=${resize}
        title=${resize}
        @pointerdown=${(event: PointerEvent) => this.#drag(event, 'resize')}
        @click=${(event: MouseEvent) => this.#onClick(event, 'resize')}
        @dblclick=${() => this.#keep({ ...this.#frame, width: 0, height: 0 })}
        @keydown=${(event: KeyboardEvent) => this.#onKey(event, 'resize')}
      ></button>`;
  }

  get #canMove(): boolean {
    const { expanded, placement } = this.#host;
    return expanded && isFloating(placement) && this.#query?.matches === true && !this.#host.matches(':fullscreen');
  }

  get #stage(): HTMLElement | null | undefined {
    return this.#host.shadowRoot?.querySelector<HTMLElement>('.stage');
  }

  get #key(): string {
    const { id, sessionEndpoint } = this.#host;
    return `${id || sessionEndpoint} frame`;
  }

  /** 1 where more of it is to the right or below, -1 where it grows to the left or upwards, away from its corner. */
  get #directions(): { x: number; y: number } {
    const { placement } = this.#host;
    const stage = this.#stage;
    const isRtl = stage ? getComputedStyle(this.#host).direction === 'rtl' : false;
    const isAtRight = placement.endsWith('-end') !== isRtl;
    return { x: isAtRight ? -1 : 1, y: placement.startsWith('bottom-') ? -1 : 1 };
  }

  #drag(event: PointerEvent, what: 'move' | 'resize'): void {
    const { currentTarget, pointerId, button, clientX, clientY } = event;
    if (button !== 0 || !(currentTarget instanceof HTMLElement)) return;
    const box = this.#stage?.getBoundingClientRect();
    if (!box) return;
    const before = this.#frame;
    this.#wasDragged = false;
    const done = new AbortController();
    const signal = anySignal(done.signal, this.#signal);
    currentTarget.setPointerCapture(pointerId);
    currentTarget.addEventListener(
      'pointermove',
      (move) => {
        const by = { x: move.clientX - clientX, y: move.clientY - clientY };
        this.#wasDragged ||= Math.hypot(by.x, by.y) >= DRAG_PX;
        if (this.#wasDragged) this.#change(what, before, box, by);
      },
      { signal },
    );
    for (const type of ['pointerup', 'pointercancel'] as const)
      currentTarget.addEventListener(
        type,
        () => {
          done.abort();
          this.#keep(this.#frame);
        },
        { signal },
      );
  }

  #onKey(event: KeyboardEvent, what: 'move' | 'resize'): void {
    const by = BY_KEY[event.key];
    const box = this.#stage?.getBoundingClientRect();
    if (!by || !box) return;
    event.preventDefault();
    this.#change(what, this.#frame, box, by);
    this.#keep(this.#frame);
  }

  #onClick({ detail }: MouseEvent, what: 'move' | 'resize'): void {
    const box = this.#stage?.getBoundingClientRect();
    // The second click of two, and the one that a drag ends with, are none of their own. That of a key has no pointer before it.
    const isOwn = detail === 0 || (detail === 1 && !this.#wasDragged);
    if (!box || !isOwn) return;
    if (what === 'move') this.#goToNextCorner(box);
    else this.#toggleSize(box);
    this.#keep(this.#frame);
  }

  /** Clockwise; its own corner is where it was put by the page. */
  #goToNextCorner(box: DOMRect): void {
    const window = this.#window;
    const { x, y } = this.#frame;
    const sides = (left: number, top: number): { isRight: boolean; isLow: boolean } => ({
      isRight: 2 * left + box.width > window.left + window.right,
      isLow: 2 * top + box.height > window.top + window.bottom,
    });
    const now = sides(box.left, box.top);
    const next = { isRight: !now.isLow, isLow: now.isRight };
    const home = sides(box.left - x, box.top - y);
    if (next.isRight === home.isRight && next.isLow === home.isLow) this.#set({ ...this.#frame, x: 0, y: 0 });
    else
      this.#change('move', this.#frame, box, {
        x: next.isRight ? window.right - box.right : window.left - box.left,
        y: next.isLow ? window.bottom - box.bottom : window.top - box.top,
      });
  }

  #toggleSize(box: DOMRect): void {
    const { width, height } = this.#frame;
    if (width > 0 || height > 0) {
      this.#set({ ...this.#frame, width: 0, height: 0 });
      return;
    }
    const { x, y } = this.#directions;
    const more = LARGER - 1;
    this.#change('resize', this.#frame, box, { x: x * more * box.width, y: y * more * box.height });
  }

  #change(what: 'move' | 'resize', before: Frame, box: DOMRect, by: { x: number; y: number }): void {
    const window = this.#window;
    if (what === 'move') {
      const x = clamp(by.x, window.left - box.left, window.right - box.right);
      const y = clamp(by.y, window.top - box.top, window.bottom - box.bottom);
      this.#set({ ...before, x: before.x + x, y: before.y + y });
      return;
    }
    const { x, y } = this.#directions;
    const room = {
      width: x > 0 ? window.right - box.left : box.right - window.left,
      height: y > 0 ? window.bottom - box.top : box.bottom - window.top,
    };
    this.#set({
      ...before,
      width: clamp(box.width + x * by.x, SMALLEST.width, room.width),
      height: clamp(box.height + y * by.y, SMALLEST.height, room.height),
    });
  }

  #keep(frame: Frame): void {
    this.#set(frame);
    remember(this.#key, JSON.stringify(frame));
  }

  #set(frame: Frame): void {
    this.#frame = frame;
    this.#apply(frame);
  }

  /** By the object model alone, which no policy of a page forbids; and nothing is touched that the page may have set itself. */
  #apply(frame: Frame): void {
    if (frame === this.#applied) return;
    this.#applied = frame;
    const { x, y, width, height } = frame;
    const { style } = this.#host;
    if (x === 0 && y === 0) style.removeProperty('translate');
    else style.setProperty('translate', `${x}px ${y}px`, 'important');
    const stage = this.#stage?.style;
    for (const [name, value] of [
      ['--_panel', width],
      ['--_tall', height],
    ] as const)
      if (value === 0) stage?.removeProperty(name);
      else stage?.setProperty(name, `${value}px`);
  }

  #keepInWindow(): void {
    const box = this.#stage?.getBoundingClientRect();
    if (!box || !this.#canMove) return;
    this.#change('move', this.#frame, box, { x: 0, y: 0 });
  }

  get #window(): Bounds {
    const { clientWidth, clientHeight } = this.#host.ownerDocument.documentElement;
    return { left: MARGIN_PX, top: MARGIN_PX, right: clientWidth - MARGIN_PX, bottom: clientHeight - MARGIN_PX };
  }
}

const BY_KEY: Readonly<Record<string, { x: number; y: number } | undefined>> = {
  ArrowLeft: { x: -STEP_PX, y: 0 },
  ArrowRight: { x: STEP_PX, y: 0 },
  ArrowUp: { x: 0, y: -STEP_PX },
  ArrowDown: { x: 0, y: STEP_PX },
};

function clamp(value: number, from: number, to: number): number {
  return Math.max(from, Math.min(value, Math.max(from, to)));
}

/** What was remembered; in its place where that cannot be read. */
export function parseFrame(json: string | null): Frame {
  try {
    const { x, y, width, height } = JSON.parse(json ?? '') as Partial<Record<keyof Frame, unknown>>;
    const numbers = [x, y, width, height].map((each) => (Number.isFinite(each) ? (each as number) : 0));
    const [left = 0, top = 0, wide = 0, high = 0] = numbers;
    return { x: left, y: top, width: Math.max(0, wide), height: Math.max(0, high) };
  } catch {
    return IN_PLACE;
  }
}

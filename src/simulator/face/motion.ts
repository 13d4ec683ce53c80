import { chance, drift } from './seeded.js';

/** How the head is held. Distances are in pixels of the drawing, `roll` in radians. */
export interface HeadHold {
  x: number;
  y: number;
  roll: number;
  /** -1 turned to the viewer's left, 1 to the right. */
  yaw: number;
  /** -1 looking up, 1 looking down. */
  pitch: number;
}

/** Where the eyes look: -1 to 1 in both directions, 0 at the viewer. */
export interface Gaze {
  x: number;
  y: number;
}

const LID_CLOSING_MS = 80;
const LID_CLOSED_MS = 30;
const LID_OPENING_MS = 120;
const BLINK_MS = LID_CLOSING_MS + LID_CLOSED_MS + LID_OPENING_MS;
const SACCADE_MS = 55;

/** How far the lids are closed at a moment: 0 open, 1 shut. One blink in every 3.8 s, somewhere; some come in pairs. */
export function lidsAt(seed: number, timeMs: number): number {
  const slotMs = 3800;
  const slot = Math.floor(timeMs / slotMs);
  const sinceSlotMs = timeMs - slot * slotMs;
  const startMs = 200 + chance(seed ^ 0xb11, slot) * 2700;
  const first = lidDuringBlink(sinceSlotMs - startMs);
  const isPair = chance(seed ^ 0xb12, slot) < 0.18;
  return isPair ? Math.max(first, lidDuringBlink(sinceSlotMs - startMs - BLINK_MS - 90)) : first;
}

function lidDuringBlink(sinceStartMs: number): number {
  if (sinceStartMs <= 0 || sinceStartMs >= BLINK_MS) return 0;
  if (sinceStartMs < LID_CLOSING_MS) return ease(sinceStartMs / LID_CLOSING_MS);
  if (sinceStartMs <= LID_CLOSING_MS + LID_CLOSED_MS) return 1;
  return 1 - ease((sinceStartMs - LID_CLOSING_MS - LID_CLOSED_MS) / LID_OPENING_MS);
}

/** How full the chest is at a moment: 0 to 1. A breath takes 3.5 to 4.5 s, of which drawing it in takes two fifths. */
export function breathAt(seed: number, timeMs: number): number {
  const breathMs = 3500 + chance(seed ^ 0xb4ea, 0) * 1000;
  const part = (timeMs / breathMs + chance(seed ^ 0xb4ea, 1)) % 1;
  return part < 0.4 ? ease(part / 0.4) : 1 - ease((part - 0.4) / 0.6);
}

/** How the head is held at a moment: never quite still, and livelier with `energy` (0 to 1). */
export function headAt(seed: number, timeMs: number, energy: number): HeadHold {
  const seconds = timeMs / 1000;
  const calm = (channel: number, everySeconds: number): number => drift(seed ^ channel, seconds / everySeconds);
  const lively = (channel: number, everySeconds: number): number => energy * calm(channel, everySeconds);
  return {
    x: 1.8 * calm(0x101, 3.1) + 1.6 * lively(0x102, 0.9),
    y: 0.8 * calm(0x103, 2.7) + 2.4 * lively(0x104, 0.55),
    roll: 0.02 * calm(0x105, 3.7) + 0.022 * lively(0x106, 1.1),
    yaw: clampUnit(0.55 * calm(0x107, 3.3) + 0.5 * lively(0x108, 0.95)),
    pitch: clampUnit(0.35 * calm(0x109, 2.9) + 0.6 * lively(0x10a, 0.6)),
  };
}

/** Where the eyes look at a moment: at the viewer two thirds of the time, else a short glance aside. */
export function gazeAt(seed: number, timeMs: number): Gaze {
  const slotMs = 1700;
  const slot = Math.floor(timeMs / slotMs);
  const sinceSlotMs = timeMs - slot * slotMs;
  const turnMs = 250 + chance(seed ^ 0x6a2e, slot) * 900;
  const part = ease((sinceSlotMs - turnMs) / SACCADE_MS);
  const from = gazeOfSlot(seed, slot - 1);
  const to = gazeOfSlot(seed, slot);
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function gazeOfSlot(seed: number, slot: number): Gaze {
  const x = chance(seed ^ 0x6a21, slot) * 2 - 1;
  const y = chance(seed ^ 0x6a22, slot) * 2 - 1;
  const isAside = chance(seed ^ 0x6a20, slot) < 0.33;
  // Eyes that look at somebody wander over that face a little, too.
  return isAside ? { x: 0.6 * x, y: 0.45 * y } : { x: 0.1 * x, y: 0.08 * y };
}

/** How far the brows are raised at a moment: about -0.2 to 1. They mark what is said. */
export function browsAt(seed: number, timeMs: number, energy: number): number {
  const seconds = timeMs / 1000;
  const calm = 0.15 * drift(seed ^ 0xb20, seconds / 2.3);
  const accent = Math.max(0, drift(seed ^ 0xb21, seconds / 0.7));
  return calm + 0.85 * energy * accent;
}

/** From 0 to 1 and smooth at both ends; what lies outside is held. */
export function ease(part: number): number {
  const held = Math.min(1, Math.max(0, part));
  return held * held * (3 - 2 * held);
}

function clampUnit(value: number): number {
  return Math.min(1, Math.max(-1, value));
}

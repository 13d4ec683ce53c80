import { isOpen } from '../avatar-state.js';
import { isFloating } from '../launcher/floating.js';
import type { AvatarHost } from './extension.js';
import { modeOf } from './talk/microphone-mode.js';

export { composition } from './composition.styles.js';

/** What is drawn where, for the styles. */
interface Composition {
  /**
   * Where the conversation is held: `beside` the picture, or `below` it; `field` is the composer alone, below it. `over` it where
   * there is no room; `alone`: there is no picture.
   */
  desk: 'alone' | 'beside' | 'below' | 'field' | 'over' | undefined;
  /** Where the buttons have a place of their own: a `row` above the picture or the desk, or a `column` beside the picture. */
  head: 'row' | 'column' | undefined;
}

type Composed = Pick<
  AvatarHost,
  'mode' | 'placement' | 'expanded' | 'state' | 'composer' | 'showTranscript' | 'controls' | 'microphone'
>;

/** In CSS pixels. */
interface Size {
  width: number;
  height: number;
}

/** As much as a picture and a conversation need. */
const ROOM: Size = { width: 241, height: 201 };
/** Below this a transcript would leave nothing of the picture. */
const TRANSCRIPT_FROM_PX = 320;
/** A side as wide as a phone is left to the picture, and half of that to the conversation. */
const WIDE_PX = 480;
const WIDE_RATIO = 1.2;
/** With a row of buttons above it, a lower picture would be too small. */
const ROW_FROM_PX = 421;

export function compositionOf(host: Composed, { width, height }: Size): Composition {
  const floats = isFloating(host.placement);
  const hasDesk = host.state !== 'unsupported' && (host.showTranscript || host.composer || modeOf(host) !== undefined);
  if (floats && !host.expanded) return { desk: undefined, head: undefined };
  if (host.mode === 'text') return { desk: 'alone', head: undefined };
  // A panel has room, and grows into it.
  const hasRoom = floats || (width >= ROOM.width && height >= ROOM.height);
  if (!hasRoom) return { desk: hasDesk ? 'over' : undefined, head: undefined };
  const isWide = width >= WIDE_PX && width / height >= WIDE_RATIO;
  const talk = isWide ? 'beside' : height >= TRANSCRIPT_FROM_PX || floats ? 'below' : 'field';
  const desk = hasDesk ? (host.showTranscript ? talk : 'field') : undefined;
  // The buttons are there with a session; until then the picture has their place.
  const hasButtons = host.controls && (host.state === 'connecting' || isOpen(host.state));
  if (!floats && !(desk && hasButtons)) return { desk, head: undefined };
  const isRow = floats || desk === 'beside' || (!isWide && height >= ROW_FROM_PX);
  return { desk, head: isRow ? 'row' : 'column' };
}

/** Where a picture would be cut off more than this above and below, in all, its sides stay free. */
const CUT_AT_MOST = 0.15;

interface Follower {
  apply: () => void;
  /** Width by height. */
  setRatio: (ratio: number) => void;
}

const followers = new WeakMap<AvatarHost, Follower>();

/** Keeps `data-desk` and `data-head` of the stage as {@link Composition} says; to be called after each update of the element. */
export function compose(host: AvatarHost): void {
  followerOf(host)?.apply();
}

/**
 * How wide the picture is by its height: from then on the styles know how wide it may be shown, as `--_limit`, and whether it is
 * narrower than the stage by that, as `data-framed`.
 */
export function framePicture(host: AvatarHost, ratio: number): void {
  if (ratio > 0) followerOf(host)?.setRatio(ratio);
}

function followerOf(host: AvatarHost): Follower | undefined {
  const stage = host.shadowRoot?.querySelector<HTMLElement>('.stage');
  if (stage && !followers.has(host)) followers.set(host, follow(host, stage));
  return followers.get(host);
}

function follow(host: AvatarHost, stage: HTMLElement): Follower {
  let limit = Infinity;
  let size = sizeOf(stage);
  const mark = (name: string, value: string | undefined): void => {
    if (stage.getAttribute(name) === (value ?? null)) return;
    if (value === undefined) stage.removeAttribute(name);
    else stage.setAttribute(name, value);
  };
  const apply = (): void => {
    const { desk, head } = compositionOf(host, size);
    mark('data-desk', desk);
    mark('data-head', head);
    mark('data-framed', host.fit === 'cover' && size.width > size.height * limit ? '' : undefined);
  };
  const setRatio = (ratio: number): void => {
    limit = ratio / (1 - CUT_AT_MOST);
    stage.style.setProperty('--_limit', limit.toFixed(3));
    apply();
  };
  const onResize = (): void => {
    size = sizeOf(stage);
    apply();
  };
  // Updates are frequent, and measuring in each would lay out the page. Missing in the pages that test runners make.
  if (typeof ResizeObserver !== 'undefined') new ResizeObserver(onResize).observe(stage);
  return { apply, setRatio };
}

function sizeOf({ clientWidth, clientHeight }: Element): Size {
  return { width: clientWidth, height: clientHeight };
}

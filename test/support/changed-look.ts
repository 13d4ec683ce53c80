import type { Page } from 'playwright/test';

/** What the page may not change of a part, beside its place and size: its text, its colours, and what can be done with it. */
const STYLES = [
  ...['fontFamily', 'fontSize', 'fontStyle', 'fontWeight', 'fontVariant', 'lineHeight', 'letterSpacing', 'wordSpacing'],
  ...['textTransform', 'textIndent', 'textAlign', 'textShadow', 'textEmphasis', 'whiteSpace', 'wordBreak', 'hyphens'],
  ...['writingMode', 'textOrientation', 'webkitTextFillColor', 'webkitTextStroke', 'color', 'backgroundColor'],
  ...['borderColor', 'borderRadius', 'boxShadow', 'boxSizing', 'padding', 'opacity', 'visibility'],
  ...['cursor', 'userSelect', 'display', 'fill', 'objectFit', 'objectPosition'],
];

/** What is compared on pages of the same direction and zoom alone: left and right are exchanged, and lengths rounded. */
const OF_EXACT_LOOKS = ['borderRadius', 'padding'];

interface Look {
  /** In CSS pixels of a page without zoom. */
  stage: { width: number; height: number };
  parts: { name: string; box: Record<'x' | 'y' | 'width' | 'height', number>; styles: Record<string, string> }[];
  /** What is shown: two looks of different things say nothing. */
  shown: string;
}

export interface LookOptions {
  /** What else should stay, such as `pointerEvents`. */
  styles?: readonly string[];
  /** Left and right are exchanged. */
  isMirrored?: boolean;
  zoom?: number;
}

/** What a style sheet of the page changes of the avatar, in words; a pixel's difference in place or size is none. */
export async function changedBy(
  page: Page,
  css: string,
  { styles = [], isMirrored = false, zoom = 1 }: LookOptions = {},
): Promise<string[]> {
  const takeLooks = (): Promise<[Look, Look]> =>
    page.locator('kaltura-avatar').evaluate(bothLooks, { css, zoom, styles: [...STYLES, ...styles] });
  let [plain, hostile] = await takeLooks();
  while (plain.shown !== hostile.shown) [plain, hostile] = await takeLooks();

  const changes: string[] = [];
  // Lines have whole pixels of the screen, and a full stop that goes to the other side of its line another distance to the last letter.
  const isExact = !isMirrored && zoom === 1;
  const tolerance = isExact ? 1 : 2;
  const compare = (what: string, before: unknown, after: unknown): void => {
    const isSame = typeof before === 'number' ? Math.abs(before - Number(after)) <= tolerance : before === after;
    if (!isSame) changes.push(`${what}: ${String(before)} → ${String(after)}`);
  };
  compare('stage width', plain.stage.width, hostile.stage.width);
  compare('stage height', plain.stage.height, hostile.stage.height);
  for (const [i, { name, box, styles: before }] of plain.parts.entries()) {
    const after = hostile.parts[i];
    if (!after) continue;
    const isThere = box.width + box.height > 0;
    const x = isMirrored && isThere ? plain.stage.width - box.x - box.width : box.x;
    for (const [side, length] of Object.entries({ ...box, x }))
      compare(`${name} ${side}`, length, Reflect.get(after.box, side));
    for (const [style, value] of Object.entries(before))
      if (isExact || !OF_EXACT_LOOKS.includes(style)) compare(`${name} ${style}`, value, after.styles[style]);
  }
  return changes;
}

/** Runs in the page: the avatar without and with the style sheet, each when all that moves or is measured has settled. */
async function bothLooks(
  host: Element,
  { css, zoom, styles }: { css: string; zoom: number; styles: readonly string[] },
): Promise<[Look, Look]> {
  const root = host.shadowRoot;
  const stage = root?.querySelector('.stage');
  if (!root || !stage) throw new Error('There is no avatar.');

  const settle = async (): Promise<void> => {
    for (let frame = 0; frame < 3; frame++) {
      await new Promise(requestAnimationFrame);
      for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish();
    }
  };
  const take = (scale: number): Look => {
    const origin = stage.getBoundingClientRect();
    const elements = [...root.querySelectorAll<HTMLElement>('*'), ...host.querySelectorAll<HTMLElement>('img')].filter(
      (element) => !element.closest('svg *, video *'),
    );
    return {
      stage: { width: origin.width / scale, height: origin.height / scale },
      parts: elements.map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        // What takes no room has no place.
        const isThere = width + height > 0;
        const computed = getComputedStyle(element);
        return {
          name: element.getAttribute('part') ?? element.getAttribute('class') ?? element.localName,
          box: {
            x: isThere ? (x - origin.x) / scale : 0,
            y: isThere ? (y - origin.y) / scale : 0,
            width: width / scale,
            height: height / scale,
          },
          styles: Object.fromEntries(styles.map((name) => [name, String(Reflect.get(computed, name))])),
        };
      }),
      shown: elements.map(({ localName, textContent, dataset }) => [localName, textContent, 'away' in dataset]).join(),
    };
  };

  await settle();
  const plain = take(1);
  const style = document.createElement('style');
  style.textContent = css;
  document.head.append(style);
  await settle();
  const hostile = take(zoom);
  style.remove();
  return [plain, hostile];
}

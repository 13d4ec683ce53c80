import type { HairLayer } from './hair-style.js';

export type Curl = readonly [x: number, y: number, radius: number];

/** A cloud of curls: round tufts, each with a light upper left and a dark lower right edge. */
export function curls(places: readonly Curl[]): { outline: string; layers: HairLayer[] } {
  const outline = places.map(circle).join(' ');
  return {
    outline,
    layers: [
      { d: outline, tone: 'base' },
      { d: places.map((place) => arc(place, 0.62, 15, 120)).join(' '), tone: 'deep', opacity: 0.45, stroke: 3 },
      { d: places.map((place) => arc(place, 0.55, 190, 290)).join(' '), tone: 'light', opacity: 0.55, stroke: 3 },
    ],
  };
}

function circle([x, y, r]: Curl): string {
  return `M${x - r},${y} A${r},${r} 0 1 1 ${x + r},${y} A${r},${r} 0 1 1 ${x - r},${y} Z`;
}

/** Part of a circle of `part` of the curl's radius, clockwise between two angles in degrees (0 is to the right). */
function arc([x, y, radius]: Curl, part: number, from: number, to: number): string {
  const r = radius * part;
  const at = (degrees: number): string => {
    const angle = (degrees * Math.PI) / 180;
    return `${(x + r * Math.cos(angle)).toFixed(2)},${(y + r * Math.sin(angle)).toFixed(2)}`;
  };
  return `M${at(from)} A${r},${r} 0 0 1 ${at(to)}`;
}

type Point = readonly [x: number, y: number];

/** A strand as an SVG path: a Bézier curve that is `width` pixels wide in the middle and ends in points. */
export function strand(from: Point, bend1: Point, bend2: Point, to: Point, width: number): string {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  // A Bézier curve covers three quarters of the way to its control points.
  const [nx, ny] = [(-dy / length) * width * (2 / 3), (dx / length) * width * (2 / 3)];
  const beside = ([x, y]: Point, side: number): string => `${(x + side * nx).toFixed(1)},${(y + side * ny).toFixed(1)}`;
  return (
    `M${from.join(',')} C${beside(bend1, 1)} ${beside(bend2, 1)} ${to.join(',')}` +
    ` C${beside(bend2, -1)} ${beside(bend1, -1)} ${from.join(',')} Z`
  );
}

/** Red, green and blue in sRGB, each from 0 to 1. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** What a CSS colour looks like, however it is written; undefined where it depends on where it is used, as `inherit` does. */
export function readColour(value: string): Rgb | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return undefined;
  const styles = ['#000', '#fff'].map((before) => {
    context.fillStyle = before;
    // What is no colour leaves it as it was.
    context.fillStyle = value;
    return context.fillStyle;
  });
  if (styles[0] !== styles[1]) return undefined;
  const hex = /^#(..)(..)(..)$/.exec(String(styles[0]));
  // Browsers that guard against fingerprinting answer noise for pixels: they are asked for rare spellings only.
  const [red = 0, green = 0, blue = 0] = hex ? hex.slice(1).map((part) => Number.parseInt(part, 16)) : pixel(context);
  return [red / 255, green / 255, blue / 255];
}

function pixel(context: CanvasRenderingContext2D): Uint8ClampedArray {
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data;
}

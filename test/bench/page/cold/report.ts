import type { Stand, Started } from '../start/ways.js';

declare global {
  interface Window {
    /** Of the page's script tag. */
    stand: Stand;
    /** Milliseconds from the navigation to the first frame on screen. */
    cold: Promise<number>;
  }
}

/** Starts as soon as the page's script runs. */
export function startCold(start: (stand: Stand) => Promise<Started>): void {
  window.cold = start(window.stand).then(async ({ frameAt, end }) => {
    await end();
    return frameAt;
  });
}

import { delay } from '../../../core/delay.js';

/** A volume that is not taken may be taken back as late as this, in milliseconds. */
const TAKEN_BACK_WITHIN_MS = 100;

let answer: Promise<boolean> | undefined;

/** Whether a page can set the volume: on iPhones and iPads the buttons of the device do, and what a page sets does not stay. */
export function volumeSticks(): Promise<boolean> {
  answer ??= tryIt();
  return answer;
}

async function tryIt(): Promise<boolean> {
  const video = document.createElement('video');
  const sticks = (): boolean => video.volume === 0.5;
  video.volume = 0.5;
  if (!sticks()) return false;
  await delay(TAKEN_BACK_WITHIN_MS);
  return sticks();
}

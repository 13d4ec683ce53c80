/** A video, alone in the page, and the time of its first frame on screen, by the page's clock. */
export function createVideo(): { video: HTMLVideoElement; firstFrame: Promise<number> } {
  const video = document.createElement('video');
  video.muted = video.autoplay = video.playsInline = true;
  document.body.replaceChildren(video);
  return { video, firstFrame: firstFrameOf(video) };
}

export function firstFrameOf(video: HTMLVideoElement): Promise<number> {
  return new Promise((resolve) => video.requestVideoFrameCallback(() => resolve(performance.now())));
}

/** Resolves when the next frames show what has changed. */
export const painted = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

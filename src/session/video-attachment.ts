import { AvatarError } from '../core/errors.js';

/** The video that fills a container, also when another session takes the container over. */
const videos = new WeakMap<HTMLElement, HTMLVideoElement>();

/**
 * Creates a video element that fills a container, in place of one that has nothing to show any more.
 * @throws {AvatarError} `INVALID_CONFIGURATION`: no element has that id.
 */
export function createVideoIn(containerId: string): HTMLVideoElement {
  const container = document.getElementById(containerId);
  if (!container) {
    throw new AvatarError(
      'INVALID_CONFIGURATION',
      `There is no element with the id “${containerId}” to show the avatar in.`,
    );
  }
  const video = document.createElement('video');
  video.autoplay = true;
  video.playsInline = true;
  Object.assign(video.style, { width: '100%', height: '100%', objectFit: 'cover', display: 'block' });
  const old = videos.get(container);
  if (old?.srcObject === null) old.remove();
  videos.set(container, video);
  container.append(video);
  return video;
}

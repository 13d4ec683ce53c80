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

/**
 * Plays with sound, or, where the browser forbids that before the visitor has done something, without; the sound then comes
 * with the next click or key.
 * @throws {AvatarError} `AUTOPLAY_BLOCKED`: it plays in silence.
 */
export async function playAloud(video: HTMLVideoElement, signal: AbortSignal): Promise<void> {
  try {
    await video.play();
  } catch (cause) {
    if (!(cause instanceof DOMException) || cause.name !== 'NotAllowedError') return; // Another play() follows.
    video.muted = true;
    const unmute = (): void => void (video.muted = false);
    for (const gesture of ['click', 'keydown']) document.addEventListener(gesture, unmute, { once: true, signal });
    await video.play().catch(() => undefined);
    throw new AvatarError(
      'AUTOPLAY_BLOCKED',
      'The browser plays no sound before the visitor has clicked or pressed a key; the avatar is muted until then.',
      { cause },
    );
  }
}

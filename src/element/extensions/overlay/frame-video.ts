import { framePicture } from '../composition.js';
import type { AvatarHost } from '../extension.js';

/** Frames the picture by the size of the stream, also where that changes. */
export function frameVideo(host: AvatarHost, signal: AbortSignal): () => void {
  let video: HTMLVideoElement | null = null;
  const frame = (): void => {
    if (video?.videoWidth) framePicture(host, video.videoWidth / video.videoHeight);
  };
  return () => {
    if (host.video === video) return;
    video = host.video;
    video?.addEventListener('resize', frame, { signal });
    frame();
  };
}

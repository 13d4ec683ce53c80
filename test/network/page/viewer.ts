import type { AvatarStats } from 'kaltura-avatar/session';

/** What the video element shows. */
export interface Picture {
  /** How many pictures it has shown. */
  frames: number;
  /** In pixels. */
  width: number;
}

/** How the media comes, by the names of the W3C's statistics. */
export interface Reception extends Picture {
  candidateType: string | undefined;
  relayProtocol: string | undefined;
  totalAudioEnergy: number;
  /** What the session makes of it. */
  path: AvatarStats['path'];
}

/** What the tests do with an avatar in the page. */
export interface Viewer<Seen extends Picture> {
  /** Resolves with the first picture. */
  start(): Promise<Seen>;
  /** Says a text; resolves when it was heard to begin and to be over. */
  say(text: string): Promise<Seen>;
  end(): Promise<void>;
}

export interface ElementViewer extends Viewer<Picture> {
  /** Says a text; resolves with what the browser showed as captions meanwhile, one after the other, '' for none. */
  read(text: string): Promise<string[]>;
}

declare global {
  interface Window {
    /** The page's element. */
    element: ElementViewer;
    /** A session that lets its media go through the relay alone. */
    relayed: Viewer<Reception>;
  }
}

/** Waits for the first picture, and counts on. Firefox has no `totalVideoFrames` of a stream. */
export async function watch(video: HTMLVideoElement | null): Promise<() => Picture> {
  if (!video) throw new Error('There is no video element.');
  let frames = 0;
  await new Promise<void>((resolve) => {
    const onFrame = (): void => {
      frames += 1;
      video.requestVideoFrameCallback(onFrame);
      resolve();
    };
    video.requestVideoFrameCallback(onFrame);
  });
  return () => ({ frames, width: video.videoWidth });
}

const HEARD_WITHIN_MS = 20_000;

/** Resolves when `listen` tells that speech was heard to begin and to be over; rejects where that takes too long. */
export function untilHeard(listen: (onOver: () => void, onError: (error: Error) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const tooLate = new Error(`The avatar was not heard to speak and to stop within ${HEARD_WITHIN_MS / 1000} s.`);
    const patience = setTimeout(() => reject(tooLate), HEARD_WITHIN_MS);
    const onOver = (): void => {
      clearTimeout(patience);
      resolve();
    };
    listen(onOver, reject);
  });
}

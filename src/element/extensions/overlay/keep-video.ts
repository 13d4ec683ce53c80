import type { AvatarHost } from '../extension.js';

/** Whoever takes it out more often than this has won: nothing goes back and forth for ever. */
const MOST_OFTEN = 5;

/** Puts the video back in its place where a script or a browser's extension takes it out of the page. */
export function keepVideo(host: AvatarHost, signal: AbortSignal): void {
  const { video } = host;
  const stage = video?.parentElement;
  if (!video || !stage) return;
  let times = 0;
  const observer = new MutationObserver(() => {
    // One that is shown elsewhere by somebody is theirs; that the whole avatar is away is another matter.
    if (video.isConnected || !stage.isConnected || times >= MOST_OFTEN) return;
    times += 1;
    if (times === MOST_OFTEN)
      host.createLogger().warn('Something on the page takes the avatar’s video out again and again');
    stage.prepend(video);
    host.requestUpdate();
  });
  observer.observe(stage, { childList: true });
  signal.addEventListener('abort', () => observer.disconnect());
}

import 'kaltura-avatar/define';

/** The same avatar as it comes, and without the colour behind it. */
export type Kind = 'plain' | 'keyed';

declare global {
  interface Window {
    /** Resolves once its picture has come, keyed where it is to be. */
    openKeyed(kind: Kind): Promise<void>;
    /** How many frames were shown until now. */
    countFrames(): number;
    closeKeyed(): Promise<void>;
  }
}

const avatar = document.createElement('kaltura-avatar');
Object.assign(avatar, { sessionEndpoint: '/api/avatar/session', avatarId: 'maya-green-screen', muted: true });
document.body.append(avatar);

window.openKeyed = async (kind) => {
  if (kind === 'keyed') avatar.chromaKey = '#00ff00';
  await avatar.start();
  while (kind === 'keyed' && !avatar.shadowRoot?.querySelector('[part="canvas"]')) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
};
window.countFrames = () => avatar.video?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
window.closeKeyed = () => avatar.end();

import { html, nothing } from 'lit';

import { loadSession } from '../../session/load-session.js';
import { savesData } from '../../session/save-data.js';
import type { AvatarHost, Extension } from '../extension.js';
import { composition, framePicture } from '../composition.js';
import { factsOf, factsUrl, type AvatarLook } from '../../backend/avatar-facts.js';
import { faceStyles } from './face.styles.js';
import { filmView, playAgain } from './film.js';

export const styles = [composition, faceStyles];

/**
 * The real face, in place of the silhouette: before the start, while connecting, after the end, and behind a stream without a
 * picture. The backend tells where it is to be had.
 */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  let asked: string | undefined;
  let look: AvatarLook | undefined;
  /** The picture has come: until then the silhouette stays. */
  let isThere = false;
  const motion = matchMedia('(prefers-reduced-motion: reduce)');
  motion.addEventListener('change', () => host.requestUpdate(), { signal });
  for (const type of ['pointerenter', 'focusin'] as const)
    host.addEventListener(type, () => playAgain(host), { signal });

  const ask = async (): Promise<void> => {
    // What the page has in the slot is the poster.
    const url = host.querySelector(':scope > [slot="poster"]') ? undefined : factsUrl(host);
    if (url === asked) return;
    asked = url;
    isThere = false;
    if (look) host.requestUpdate();
    look = undefined;
    host.knownName = undefined;
    const facts = url === undefined ? undefined : await factsOf(url, host);
    if (!facts || signal.aborted || url !== asked) return;
    look = facts.look;
    host.knownName = facts.name;
    host.requestUpdate();
    void getReady();
  };
  /** The backend is ours, and the visitor sees the avatar: what a start needs is loaded by then. */
  const getReady = async (): Promise<void> => {
    if (savesData() || host.state !== 'idle') return;
    const code = await loadSession().catch(() => undefined); // Told by a start.
    await code?.getReady(host);
  };
  const onThere = ({ currentTarget }: Event): void => {
    const { naturalWidth, naturalHeight } = currentTarget as HTMLImageElement;
    // The stream is likely to be as wide, and knows better once it is there.
    if (!host.playback.hasPicture) framePicture(host, naturalWidth / naturalHeight);
    isThere = true;
    host.requestUpdate();
  };
  const onFilmFailed = (): void => {
    if (look) look = { ...look, videoUrl: undefined };
    host.requestUpdate();
  };

  return {
    updated: () => void ask(),
    render: () => {
      const isInTheWay = host.mode !== 'text' && (host.state === 'unsupported' || host.error);
      if (!look || isInTheWay) return nothing;
      const hasPicture = host.playback.hasPicture && host.state !== 'idle' && host.state !== 'ended';
      // A film that nobody sees would be decoded all the same.
      const film = hasPicture || motion.matches || savesData() ? undefined : look.videoUrl;
      return html`<div class="known-face" ?data-there=${isThere} ?data-covered=${hasPicture} aria-hidden="true">
        <img part="poster" src=${look.imageUrl} alt="" @load=${onThere} />
        ${film === undefined ? nothing : filmView(film, onFilmFailed)}
      </div>`;
    },
  };
}

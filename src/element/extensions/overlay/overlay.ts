import { html, nothing, type TemplateResult } from 'lit';

import { button } from '../../views/button.js';
import { alertIcon, playIcon } from '../../views/icons.js';
import { progressView } from '../../views/progress-view.js';
import type { AvatarHost, Extension } from '../extension.js';
import { textOf } from '../text-of.js';
import { compose, composition } from '../composition.js';
import { frameVideo } from './frame-video.js';
import { overlayStyles } from './overlay.styles.js';
import { noPictureIcon, soundIcon } from './overlay-icons.js';
import { keepVideo } from './keep-video.js';
import { watchPatience } from './patience.js';
import { watchPolicy } from './permissions-policy.js';

export { texts } from '../text-of.js';

export const styles = [composition, overlayStyles];

/**
 * What lies on the picture of an open session: what failed while the avatar goes on, and what the visitor can do about it.
 *
 * @csspart overlay - What is shown over the live picture.
 * @csspart reconnecting - The overlay while it reconnects.
 * @csspart notice - An error that does not end the session.
 * @csspart no-picture - The message that there is sound only, and why.
 * @csspart play-button - Resumes the playback that the browser has blocked, or something has paused.
 * @csspart sound-button - Turns on the sound that the browser has blocked.
 */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  keepVideo(host, signal);
  const watches = [watchPatience(host, signal), watchPolicy(host), frameVideo(host, signal), () => compose(host)];
  const updated = (): void => watches.forEach((watch) => watch());
  updated();
  return {
    updated,
    render: () => {
      if (host.state === 'live') return liveView(host);
      return host.state === 'reconnecting' ? reconnectingView(host) : nothing;
    },
  };
}

/** Over the last frame, which stays. */
const reconnectingView = ({ localizer }: AvatarHost): TemplateResult =>
  html`<div class="overlay veil" part="overlay reconnecting">${progressView(textOf(localizer, 'reconnecting'))}</div>`;

const liveView = ({ localizer, error, playback, session }: AvatarHost): TemplateResult => {
  const { blocked } = playback;
  const noPicture = session?.noPicture;
  const onClick = (): void => playback.unblock();
  return html`<div class=${blocked === 'playback' && playback.hasPicture ? 'overlay veil' : 'overlay'} part="overlay">
    ${
      error
        ? html`<p class="notice" part="notice" role="alert">
            ${alertIcon}${textOf(localizer, `error${error.code}`, 'label')}
          </p>`
        : nothing
    }
    ${
      noPicture
        ? html`<p class="notice" part="no-picture" role="status">
            ${noPictureIcon}${textOf(localizer, noPicture === 'codec' ? 'pictureNotDecoded' : 'noPicture', 'label')}
          </p>`
        : nothing
    }
    ${
      blocked === 'playback'
        ? button({ part: 'play-button', icon: playIcon, label: textOf(localizer, 'play', 'label'), onClick })
        : nothing
    }
    ${
      blocked === 'sound'
        ? button({ part: 'sound-button', icon: soundIcon, label: textOf(localizer, 'turnOnSound', 'label'), onClick })
        : nothing
    }
  </div>`;
};

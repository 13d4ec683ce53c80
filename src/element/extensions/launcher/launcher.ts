import { html } from 'lit';

import { compose, composition } from '../composition.js';
import type { AvatarHost, Extension } from '../extension.js';
import { keepAboveKeyboard } from '../keyboard-room.js';
import { Invitation } from './invitation.js';
import { invitationStyles } from './invitation.styles.js';
import { launcherStyles } from './launcher.styles.js';
import { keepAbove } from './keep-above.js';
import { expandQuietly, guideFocus } from './launcher-focus.js';
import { barView, bubbleView } from './launcher-views.js';
import { Moving } from './moving.js';
import { movingStyles } from './moving.styles.js';
import { Unread } from './unread.js';

export { texts } from '../text-of.js';

export const styles = [composition, launcherStyles, invitationStyles, movingStyles];

export const isOfDocument = true;

/**
 * The bubble that expands a floating avatar, and the bar that minimises and dismisses it.
 *
 * @csspart launcher-button - The bubble of a floating avatar.
 * @csspart unread - How much the avatar has said since it was minimised.
 * @csspart teaser - The line beside the bubble that invites to talk.
 * @csspart teaser-button - The line itself, which expands the avatar.
 * @csspart teaser-close - Takes the line away.
 * @csspart move-button - Moves the panel: dragged, or with the arrow keys; a double click puts it back.
 * @csspart resize-button - Resizes it, likewise.
 * @csspart launcher-bar - The bar that minimises and dismisses a floating avatar.
 * @csspart minimise-button - Minimises a floating avatar to its bubble.
 * @csspart dismiss-button - Dismisses a floating avatar.
 */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  guideFocus(host, signal);
  keepAbove(host, signal);
  keepAboveKeyboard(host, signal);
  host.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || !host.expanded) return;
      // A dialog or menu of the page around it stays open.
      event.preventDefault();
      host.expanded = false;
    },
    { signal },
  );
  const unread = new Unread(host, signal);
  const moving = new Moving(host, signal);
  const invitation = new Invitation(host, () => expandQuietly(host), signal);
  return {
    render: () => {
      const count = unread.count;
      return host.expanded ? html`${barView(host)}${moving.render()}` : bubbleView(host, count, invitation);
    },
    updated: () => {
      compose(host);
      moving.update();
      invitation.update();
    },
  };
}

import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { AvatarPlacement } from '../settings/settings-list.js';
import { isFloating } from './floating.js';

interface FloatingHost extends ReactiveControllerHost, HTMLElement {
  readonly placement: AvatarPlacement;
}

/**
 * Shows a floating avatar in the top layer, as a popover: there no transform, overflow, containment or z-index of the boxes
 * around it moves, cuts or covers it. Where a page sets --kaltura-avatar-z-index, or the browser has no popovers, it is a
 * fixed box like any other.
 */
export class TopLayerController implements ReactiveController {
  readonly #host: FloatingHost;
  #isRaised = false;

  constructor(host: FloatingHost) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    const host = this.#host;
    if (!('popover' in host) || !host.isConnected) return;
    const wasRaised = this.#isRaised;
    this.#isRaised =
      isFloating(host.placement) && !getComputedStyle(host).getPropertyValue('--kaltura-avatar-z-index').trim();
    if (this.#isRaised) {
      host.popover = 'manual';
      // eslint-disable-next-line tscompat/tscompat -- comes with popover; asking for both costs every page bytes
      if (!host.matches(':popover-open, :fullscreen')) host.showPopover();
    } else if (wasRaised) host.popover = null;
  }
}

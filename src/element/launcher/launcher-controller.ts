import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { LauncherState } from '../avatar-state.js';
import { AvatarLauncherChangeEvent } from '../events/launcher-change-event.js';
import { AvatarStateChangeEvent } from '../events/state-change-event.js';
import { recallLauncher, remember } from './launcher-memory.js';
import { isFloating } from './floating.js';
import { TopLayerController } from './top-layer-controller.js';
import type { AvatarPlacement } from '../settings/settings-list.js';

export interface LauncherHost extends ReactiveControllerHost, HTMLElement {
  readonly placement: AvatarPlacement;
  readonly sessionEndpoint: string | null;
  end(): Promise<void>;
}

/** Expands, minimises and dismisses an avatar that floats in a corner of the window. */
export class LauncherController implements ReactiveController {
  readonly #host: LauncherHost;
  /** Not read from the memory before it is needed. */
  #state: LauncherState | undefined;

  constructor(host: LauncherHost) {
    this.#host = host;
    host.addController(this);
    new TopLayerController(host);
    host.addEventListener(AvatarStateChangeEvent.type, this.#onStateChange);
  }

  /** Null where the avatar does not float. */
  get state(): LauncherState | null {
    return isFloating(this.#host.placement) ? (this.#state ?? 'collapsed') : null;
  }

  expand(): void {
    this.#change('expanded');
  }

  minimise(): void {
    if (this.#state === 'expanded') this.#change('collapsed');
  }

  /** Ends the session, too: nobody is left to see it. */
  async dismiss(): Promise<void> {
    if (!this.state) return;
    this.#change('dismissed');
    await this.#host.end();
  }

  hostUpdate(): void {
    if (this.state) this.#state ??= recallLauncher(this.#name);
  }

  get #name(): string {
    const { id, sessionEndpoint, placement } = this.#host;
    return id || `${sessionEndpoint} ${placement}`;
  }

  #change(state: LauncherState): void {
    if (state === this.#state) return;
    this.#state = state;
    if (!this.state) return;
    remember(this.#name, state);
    this.#host.requestUpdate();
    this.#host.dispatchEvent(new AvatarLauncherChangeEvent(state));
  }

  /** The page has started an avatar that was dismissed: it must not speak from nowhere. */
  readonly #onStateChange = ({ state }: AvatarStateChangeEvent): void => {
    if (state === 'connecting' && this.#state === 'dismissed') this.#change('collapsed');
  };
}

import type { LauncherState } from '../avatar-state.js';
import { LEAVES_SHADOW_ROOTS } from './event-init.js';

/** A floating avatar was expanded, minimised or dismissed. */
export class AvatarLauncherChangeEvent extends Event {
  static readonly type = 'avatar-launcher-change';
  readonly launcher: LauncherState;

  constructor(launcher: LauncherState) {
    super(AvatarLauncherChangeEvent.type, LEAVES_SHADOW_ROOTS);
    this.launcher = launcher;
  }
}

import type { AvatarPlacement } from './settings/avatar-settings.js';

/** What a floating avatar is at the moment: a bubble, a panel, or sent away. */
export type LauncherState = 'collapsed' | 'expanded' | 'dismissed';

/** Whether the avatar floats in a corner of the window. */
export function isFloating(placement: AvatarPlacement): boolean {
  return placement !== 'inline' && placement !== 'fill';
}

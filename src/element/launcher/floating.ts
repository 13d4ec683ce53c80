import type { AvatarPlacement } from '../settings/settings-list.js';

/** Whether the avatar floats in a corner of the window. */
export function isFloating(placement: AvatarPlacement): boolean {
  return placement !== 'inline' && placement !== 'fill';
}

import type { AvatarHost } from '../extension.js';

/** How the visitor is listened to, where they want that. */
export type MicrophoneMode = 'push' | 'hands-free';

/** Undefined where the page wants no microphone. */
export function modeOf({
  microphone,
  composer,
}: Pick<AvatarHost, 'microphone' | 'composer'>): MicrophoneMode | undefined {
  if (microphone === 'off') return undefined;
  if (microphone === 'auto') return composer ? 'push' : undefined;
  return microphone;
}

import type { AvatarHost } from '../extension.js';

/** How the visitor is listened to, where they want that. */
export type MicrophoneMode = 'push' | 'hands-free';

/** Undefined where the page wants no microphone, and where all is in writing. */
export function modeOf({
  microphone,
  composer,
  mode,
}: Pick<AvatarHost, 'microphone' | 'composer' | 'mode'>): MicrophoneMode | undefined {
  if (microphone === 'off' || mode === 'text') return undefined;
  if (microphone === 'auto') return composer ? 'push' : undefined;
  return microphone;
}

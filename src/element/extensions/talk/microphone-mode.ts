import type { AvatarHost } from '../extension.js';

/** How the visitor is listened to, where they want that. */
export type MicrophoneMode = 'push' | 'hands-free';

/** Undefined where the page wants no microphone; in writing it has to be asked for. */
export function modeOf({
  microphone,
  composer,
  mode,
}: Pick<AvatarHost, 'microphone' | 'composer' | 'mode'>): MicrophoneMode | undefined {
  if (microphone === 'off') return undefined;
  if (microphone === 'auto') return composer && mode !== 'text' ? 'push' : undefined;
  return microphone;
}

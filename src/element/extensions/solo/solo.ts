import { AvatarSpeakingStartEvent } from '../../events/speaking-start-event.js';
import type { AvatarHost, Extension } from '../extension.js';

export const isOfDocument = true;

/**
 * Of all avatars with `solo` on a page one speaks at a time: whoever begins silences the others. They hear of each other by their
 * events, so that it holds for avatars of several copies of this library, too.
 */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  const onSpeaking = (event: Event): void => {
    const [speaker] = event.composedPath();
    const isOther = speaker !== host && (speaker as Partial<AvatarHost> | undefined)?.solo === true;
    // What fails is told by avatar-error.
    if (isOther && host.speaking) void host.interrupt().catch(() => undefined);
  };
  host.ownerDocument.addEventListener(AvatarSpeakingStartEvent.type, onSpeaking, { signal });
  return {};
}

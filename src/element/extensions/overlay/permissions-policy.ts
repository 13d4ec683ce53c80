import type { AvatarHost } from '../extension.js';
import { modeOf } from '../talk/microphone-mode.js';

/** Chromium alone tells of all of them. */
interface PermissionsPolicy {
  features(): string[];
  allowsFeature(feature: string): boolean;
}

type Feature = 'autoplay' | 'microphone' | 'picture-in-picture' | 'fullscreen';

/**
 * Says in the log what a permissions policy keeps away from the avatar, and how the page allows it: a frame of another site is
 * allowed little of it by itself. To be called with each update of the element; each feature is looked up and named once, for a
 * policy stays what it is.
 */
export function watchPolicy(host: AvatarHost): () => void {
  const known = new Set<Feature>();
  return () => {
    const wanted = wantedBy(host).filter((feature) => !known.has(feature));
    if (wanted.length === 0) return;
    for (const feature of wanted) known.add(feature);
    const refused = wanted.filter((feature) => !isAllowed(host.ownerDocument, feature));
    if (refused.length === 0) return;
    host.createLogger().warn(`A permissions policy keeps ${refused.join(', ')} from the avatar. ${remedyFor(refused)}`);
  };
}

function wantedBy(host: AvatarHost): Feature[] {
  const { playback, controls } = host;
  return [
    // A click on the avatar allows the sound, too.
    ...(playback.blocked ? (['autoplay'] as const) : []),
    ...(modeOf(host) ? (['microphone'] as const) : []),
    ...(controls ? (['picture-in-picture', 'fullscreen'] as const) : []),
  ];
}

function isAllowed(page: Document, feature: Feature): boolean {
  const { featurePolicy } = page as { featurePolicy?: PermissionsPolicy };
  if (featurePolicy?.features().includes(feature)) return featurePolicy.allowsFeature(feature);
  // An iPhone has no full screen to allow.
  return feature !== 'fullscreen' || page.fullscreenEnabled || !('requestFullscreen' in Element.prototype);
}

function remedyFor(features: readonly Feature[]): string {
  return window.top === window
    ? `Send the page with Permissions-Policy: ${features.map((feature) => `${feature}=(self)`).join(', ')}`
    : `Allow it where the frame is: <iframe allow="${features.join('; ')}">`;
}

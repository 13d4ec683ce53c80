import { html, nothing, type TemplateResult } from 'lit';

import { compose, composition } from '../composition.js';
import type { AvatarHost, Extension } from '../extension.js';
import { keepAboveKeyboard } from '../keyboard-room.js';
import { modeOf } from '../talk/microphone-mode.js';
import { Composer } from './composer/composer.js';
import { composerStyles } from './composer/composer.styles.js';
import { suggestionsStyles } from './composer/suggestions.styles.js';
import { TranscriptPanel } from './transcript/transcript-panel.js';
import { feedbackStyles } from './transcript/feedback.styles.js';
import { transcriptMenuStyles } from './transcript/transcript-menu.styles.js';
import { transcriptStyles } from './transcript/transcript-panel.styles.js';

export { texts } from '../text-of.js';

export const styles = [
  composition,
  transcriptStyles,
  transcriptMenuStyles,
  feedbackStyles,
  composerStyles,
  suggestionsStyles,
];

interface Part {
  extension: Extension;
  lifetime: AbortController;
}

/**
 * Where the conversation is held: what was said, and what to say next with.
 *
 * @csspart desk - Where the conversation is held: the transcript and the composer.
 */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  keepAboveKeyboard(host, signal);
  const parts = new Map<string, Part>();

  const part = (name: string, isWanted: boolean, make: (signal: AbortSignal) => Extension): unknown => {
    if (isWanted && !parts.has(name)) {
      const lifetime = new AbortController();
      parts.set(name, { extension: make(lifetime.signal), lifetime });
    } else if (!isWanted) {
      parts.get(name)?.lifetime.abort();
      parts.delete(name);
    }
    return parts.get(name)?.extension.render?.() ?? nothing;
  };

  signal.addEventListener('abort', () => parts.forEach(({ lifetime }) => lifetime.abort()), { once: true });
  return {
    render: (): TemplateResult =>
      html`<div class="desk" part="desk">
        ${part('transcript', host.showTranscript || isWritten(host), (until) => new TranscriptPanel(host, until))}
        ${part('composer', host.composer || isWritten(host) || modeOf(host) !== undefined, (until) => new Composer(host, until))}
      </div>`,
    updated: () => {
      compose(host);
      for (const { extension } of parts.values()) extension.updated?.();
    },
  };
}

function isWritten({ mode }: AvatarHost): boolean {
  return mode === 'text';
}

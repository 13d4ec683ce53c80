import type { PageActions } from 'kaltura-avatar';

import { showSection } from './section-view.js';

/** What answers may have the demo's page do, beside what `allow-actions` lets the element do by itself. */
export function pageActions(view: HTMLElement): PageActions {
  return {
    'show-section': {
      description: 'Shows a section of the documentation beside the avatar, such as docs/element.md#captions.',
      parameters: { type: 'object', properties: { section: { type: 'string' } }, required: ['section'] },
      run: ({ section }, { signal }) => showSection(view, String(section), signal),
    },
  };
}

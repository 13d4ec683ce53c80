import type { PageActions } from 'kaltura-avatar';

import { showSection } from './section-view.js';

/** For so long a control is pointed at, in milliseconds. */
const POINTED_MS = 6000;

/** What answers may have the demo's page do. */
export function pageActions(controls: HTMLElement, view: HTMLElement): PageActions {
  const names = [...controls.querySelectorAll('[name]')].map((control) => control.getAttribute('name'));
  return {
    'show-section': {
      description: 'Shows a section of the documentation beside the avatar, such as docs/element.md#captions.',
      parameters: { type: 'object', properties: { section: { type: 'string' } }, required: ['section'] },
      run: ({ section }, { signal }) => showSection(view, String(section), signal),
    },
    'point-at': {
      description: 'Points at one of the settings on the page.',
      parameters: { type: 'object', properties: { control: { enum: names } }, required: ['control'] },
      run: ({ control }) => {
        const label = controls.querySelector(`[name="${CSS.escape(String(control))}"]`)?.closest('label');
        if (!label) throw new Error('The page has no such setting.');
        label.classList.add('pointed-at');
        label.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
        setTimeout(() => label.classList.remove('pointed-at'), POINTED_MS);
        return 'The page points at it.';
      },
    },
  };
}

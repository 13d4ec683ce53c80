import { svg } from 'lit';

import { icon } from '../../../views/icons.js';

export const sendIcon = icon(svg`<path d="M12 19V5.5" /><path d="m6 11.2 6-6 6 6" />`);

export const microphoneIcon = icon(
  svg`<rect x="9" y="3" width="6" height="11" rx="3" fill="currentColor" /><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />`,
);

export const chooseIcon = icon(svg`<path d="m7 10 5 5 5-5" />`);

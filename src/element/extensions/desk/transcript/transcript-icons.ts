import { svg } from 'lit';

import { icon } from '../../../views/icons.js';

export const moreIcon = icon(
  svg`<g fill="currentColor" stroke="none"><circle cx="5.5" cy="12" r="1.6" /><circle cx="12" cy="12" r="1.6" /><circle cx="18.5" cy="12" r="1.6" /></g>`,
);
export const copyIcon = icon(
  svg`<rect x="9" y="9" width="11" height="11" rx="2.5" /><path d="M15 9V6.5A2.5 2.5 0 0 0 12.5 4h-6A2.5 2.5 0 0 0 4 6.5v6A2.5 2.5 0 0 0 6.5 15H9" />`,
);
export const doneIcon = icon(svg`<path d="m5 12.5 4.5 4.5L19 7.5" />`);
export const deleteIcon = icon(svg`<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 12.5h9l1-12.5" />`);
export const keysIcon = icon(
  svg`<rect x="3" y="6.5" width="18" height="11" rx="2.5" /><path d="M7 10.5v.01M11 10.5v.01M15 10.5v.01M8.5 14h7" />`,
);
export const saveIcon = icon(svg`<path d="M12 4v11M7.5 11 12 15.5l4.5-4.5M5 19.5h14" />`);
export const thumbUpIcon = icon(
  svg`<path d="M7.5 10.5v9H4.5v-9ZM7.5 11 11 4c1.5 0 2.5 1 2.5 2.5V9.5h4.800a1.7 1.7 0 0 1 1.7 2l-1.2 6.5a1.9 1.9 0 0 1-1.9 1.5H7.5" />`,
);
export const thumbDownIcon = icon(
  svg`<path d="M7.5 13.5v-9H4.5v9ZM7.5 13 11 20c1.5 0 2.5-1 2.5-2.5V14.5h4.800a1.7 1.7 0 0 0 1.7-2L18.8 6a1.9 1.9 0 0 0-1.9-1.5H7.5" />`,
);
export const starIcon = icon(svg`<path d="m12 3.8 2.5 5.2 5.7.8-4.1 4 1 5.7L12 16.8 6.9 19.5l1-5.7-4.1-4L9.5 9Z" />`);

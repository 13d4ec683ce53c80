import { svg } from 'lit';

import { icon } from '../../views/icons.js';

export const writeIcon = icon(
  svg`<path d="M5 5.5h14a1.5 1.5 0 0 1 1.5 1.5v8.5A1.5 1.5 0 0 1 19 17h-7l-4.5 3.5V17H5a1.5 1.5 0 0 1-1.5-1.5V7A1.5 1.5 0 0 1 5 5.5Z" /><path d="M8 9.5h8M8 13h5" />`,
);

export const cameraIcon = icon(
  svg`<rect x="3" y="6.5" width="12" height="11" rx="2.5" /><path d="m15 11 5.5-3v8L15 13Z" fill="currentColor" />`,
);

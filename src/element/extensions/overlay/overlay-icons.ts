import { svg } from 'lit';

import { icon } from '../../views/icons.js';

export const soundIcon = icon(
  svg`<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5Z" fill="currentColor" /><path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11" />`,
);

export const noPictureIcon = icon(
  svg`<path d="M5 7.5h8.5A1.5 1.5 0 0 1 15 9v1.5l5-2.5v8l-2-1M15 15v.5a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 15.5V9A1.5 1.5 0 0 1 4 7.9M3 4l17 16" />`,
);

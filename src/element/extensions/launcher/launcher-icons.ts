import { svg } from 'lit';

import { icon } from '../../views/icons.js';

export const minimiseIcon = icon(svg`<path d="m6 9.5 6 6 6-6" />`);

export const closeIcon = icon(svg`<path d="m6.5 6.5 11 11M17.5 6.5l-11 11" />`);

export const gripIcon = icon(
  svg`<path d="M9 6v.01M9 12v.01M9 18v.01M15 6v.01M15 12v.01M15 18v.01" stroke-width="2.5" />`,
);

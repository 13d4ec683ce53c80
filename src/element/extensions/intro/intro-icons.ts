import { svg } from 'lit';

import { icon } from '../../views/icons.js';

export const aiIcon = icon(
  svg`<path d="M11 4.5 12.8 9.2 17.5 11 12.8 12.8 11 17.5 9.2 12.8 4.5 11 9.2 9.2Z" fill="currentColor" stroke="none" /><path d="M18.5 15.5v5M16 18h5" />`,
);

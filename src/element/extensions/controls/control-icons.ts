import { svg } from 'lit';

import { icon } from '../../views/icons.js';

const SPEAKER = svg`<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5Z" fill="currentColor" />`;

export const interruptIcon = icon(svg`<rect x="6.5" y="6.5" width="11" height="11" rx="2" fill="currentColor" />`);

export const volumeIcon = icon(svg`${SPEAKER}<path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11" />`);

export const mutedIcon = icon(svg`${SPEAKER}<path d="m16 9.5 5 5M21 9.5l-5 5" />`);

export const captionsIcon = icon(
  svg`<rect x="3" y="5.5" width="18" height="13" rx="2.5" /><path d="M10.5 10.6a2 2 0 1 0 0 2.8M17 10.6a2 2 0 1 0 0 2.8" />`,
);

export const pictureInPictureIcon = icon(
  svg`<path d="M20.5 10V7A1.5 1.5 0 0 0 19 5.5H5A1.5 1.5 0 0 0 3.5 7v10A1.5 1.5 0 0 0 5 18.5h5" /><rect x="13" y="13" width="8" height="6" rx="1.2" fill="currentColor" />`,
);

export const fullScreenIcon = icon(svg`<path d="M9 4.5H4.5V9M15 4.5h4.5V9M9 19.5H4.5V15M15 19.5h4.5V15" />`);

export const leaveFullScreenIcon = icon(svg`<path d="M4.5 9H9V4.5M19.5 9H15V4.5M4.5 15H9v4.5M19.5 15H15v4.5" />`);

export const endIcon = icon(
  svg`<path d="M3.6 14.9c-.9-1-.9-2.5.1-3.4 4.7-4.3 11.9-4.3 16.6 0 1 .9 1 2.4.1 3.4l-.9 1a1.2 1.2 0 0 1-1.5.2l-2.3-1.3a1.2 1.2 0 0 1-.6-1.1v-1.6a10 10 0 0 0-6.2 0v1.6c0 .5-.2.9-.6 1.1L6 16.1a1.2 1.2 0 0 1-1.5-.2Z" fill="currentColor" stroke="none" />`,
);

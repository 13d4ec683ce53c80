import { svg } from 'lit';

/** Drawn in the current colour on a 24 by 24 grid; the text beside an icon says what it is. */
export const icon = (content: ReturnType<typeof svg>) =>
  svg`<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${content}</svg>`;

export const playIcon = icon(
  svg`<path d="M8 5.6v12.8a.8.8 0 0 0 1.2.7l10.3-6.4a.8.8 0 0 0 0-1.4L9.2 4.9a.8.8 0 0 0-1.2.7Z" fill="currentColor" stroke="none" />`,
);

export const retryIcon = icon(svg`<path d="M20 11a8 8 0 1 0-2.3 6.7" /><path d="M20 4v7h-7" />`);

export const alertIcon = icon(svg`<circle cx="12" cy="12" r="9" /><path d="M12 7.5v5.5" /><path d="M12 16.5v.01" />`);

/** Somebody who is about to be there: the picture before there is one. */
export const silhouette = svg`<svg class="silhouette" viewBox="0 0 200 200" aria-hidden="true"><path d="M100 46c19 0 31 14 31 36 0 16-6 31-16 39v11c4 7 14 10 26 14 18 6 26 22 28 54H31c2-32 10-48 28-54 12-4 22-7 26-14v-11c-10-8-16-23-16-39 0-22 12-36 31-36Z" /></svg>`;

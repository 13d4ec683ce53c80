/** What pages may make the avatar say by themselves. */
export type PagesMaySay = boolean | 'text' | 'audio';

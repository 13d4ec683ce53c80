/* What the files for script tags are made of; see build/script-tag-files.ts. */
export { loadFile } from './embed/load-file.js';
export { KalturaAvatarElement } from './define.js';

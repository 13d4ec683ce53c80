import { createFileLoader } from './file-loader.js';

/** Beside the element's own file; the build of a classic script puts its address in place of the module's. */
export const loadFile = createFileLoader(import.meta.url);

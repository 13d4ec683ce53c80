/* What the files for script tags are made of; see build/script-tag-files.ts. */
export { loadFile } from './embed/load-file.js';
export { KalturaAvatarElement } from './define.js';

/* What the session's file takes from the element's, so that a page loads it once; see vite.config.ts. */
export { abandonable } from './core/abandon.js';
export { anySignal, throwIfAborted } from './core/abort-signals.js';
export { delay } from './core/delay.js';
export { abortedError, AvatarError, isAvatarError, isSessionOver, toAvatarError } from './core/errors.js';
export { createLogger, logError } from './core/logger.js';
export { notLoaded } from './core/not-loaded.js';
export { isHttpUrl, parseUrl } from './core/parse-url.js';
export { redactCause, redactText } from './core/redact.js';

// What a session needs from its first frame on: loaded while the visitor waits for it.
export { EconomyWatch } from './economy.js';
export { LiveSession } from './live-session.js';

/* What the element's files for script tags take of the session; see vite.config.ts. */
export { KalturaAvatarSession } from './kaltura-avatar-session.js';
export { createEndpointSource, learnIceServers } from './session-source.js';

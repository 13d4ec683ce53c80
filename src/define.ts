import { KalturaAvatarElement } from './element/kaltura-avatar.js';

// A page may hold two copies of this module, and a server has no registry: the first copy wins, and nobody fails.
if (typeof customElements !== 'undefined' && !customElements.get('kaltura-avatar')) {
  customElements.define('kaltura-avatar', KalturaAvatarElement);
}

export { KalturaAvatarElement };

import './define.js';
import { mountEmbedded } from './embed/mount.js';

// A server has no page to put it on.
if (typeof document !== 'undefined') mountEmbedded();

import './define.js';
import { mountOwnScript } from './embed/mount-own-script.js';

// A server has no page to put it on.
if (typeof document !== 'undefined') mountOwnScript();

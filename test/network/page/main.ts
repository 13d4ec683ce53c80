import 'kaltura-avatar/define';

import { viewElement } from './element.js';
import { viewRelayed } from './relayed.js';

const avatar = document.querySelector('kaltura-avatar');
const stage = document.querySelector<HTMLElement>('#stage');
if (!avatar || !stage) throw new Error('The page lacks an element.');
window.element = viewElement(avatar);
window.relayed = viewRelayed(avatar.sessionEndpoint ?? '', stage);

// What a connection needs only once its offer is answered, or to send it itself: loaded beside the way to the first frame.
export { WhepClient } from '../../core/whep/whep-client.js';
export { restartIce } from './ice-restart.js';
export { discover, useLinked } from './named-servers.js';
export { postOffer } from './post-offer.js';
export { watchForStall } from './stall-watch.js';
export { trickle } from './trickle.js';

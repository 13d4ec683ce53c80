import { playByHand } from '../start/by-hand.js';
import { startAsDocumented } from '../start/documented.js';
import { startCold } from './report.js';

startCold((stand) => startAsDocumented(stand, playByHand));

import { startAsDocumented } from '../start/documented.js';
import { playByWhipWhep } from '../start/whip-whep.js';
import { startCold } from './report.js';

startCold((stand) => startAsDocumented(stand, playByWhipWhep));

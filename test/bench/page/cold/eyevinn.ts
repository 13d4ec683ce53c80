import { startAsDocumented } from '../start/documented.js';
import { playByEyevinn } from '../start/eyevinn.js';
import { startCold } from './report.js';

startCold((stand) => startAsDocumented(stand, playByEyevinn));

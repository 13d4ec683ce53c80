import { startSession } from '../start/session.js';
import { startCold } from './report.js';

startCold(() => startSession());

// For what runs the sources; the build calls it, too.
import { ensureSileroWeights } from './silero-weights.js';

ensureSileroWeights();

// After tsc: puts into dist what the voice detector needs beside its modules, its weights and its worklet.
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { bundleEarsWorklet, withWorkletAddress } from './ears-worklet.js';
import { SILERO_WEIGHTS_FILE } from './silero-weights.js';

const folder = fileURLToPath(new URL('../dist/element/extensions/voice/detector', import.meta.url));

await copyFile(SILERO_WEIGHTS_FILE, join(folder, 'silero-weights.js'));
await writeFile(join(folder, 'ears-worklet.js'), await bundleEarsWorklet(false));

const loader = join(folder, 'rendering-ears.js');
const address = "new URL('./ears-worklet.js', import.meta.url)";
await writeFile(loader, withWorkletAddress(await readFile(loader, 'utf8'), address));

// Finds PocketSphinx, which writes down what is said to the demo on this machine, or installs it. Needs nothing but Node.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { installDebianPackages } from '../debian-packages.mjs';

export const POCKETSPHINX_PACKAGES = ['pocketsphinx', 'pocketsphinx-en-us'];

/** The program, and the folder of its English model; undefined where they are not both there. */
export function findPocketsphinx() {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'pocketsphinx_continuous'));
  const program = [process.env.POCKETSPHINX_PATH, ...onPath].find((path) => path && existsSync(path));
  const model = '/usr/share/pocketsphinx/model/en-us';
  return program && existsSync(join(model, 'cmudict-en-us.dict')) ? { program, model } : undefined;
}

/** As {@link findPocketsphinx}, once it is installed where that can be done without a question. */
export function ensurePocketsphinx() {
  return findPocketsphinx() ?? (installDebianPackages(...POCKETSPHINX_PACKAGES) ? findPocketsphinx() : undefined);
}

import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Transcribe } from 'kaltura-avatar/server';

import { findPocketsphinx } from './find-pocketsphinx.mjs';
import { soundFileOf } from './sound-file.js';
import { readVocabulary } from './vocabulary.js';

/** Writes down on this machine what visitors ask. */
export interface LocalTranscriber {
  transcribe: Transcribe;
  close(): Promise<void>;
}

const run = promisify(execFile);

/**
 * PocketSphinx with a language model of its own, made of the questions: what is asked in their words, or nearly so, it understands
 * in a fraction of a second, and other English badly. Undefined where this machine does not have it.
 */
export async function createLocalTranscriber(questions: readonly string[]): Promise<LocalTranscriber | undefined> {
  const place = findPocketsphinx();
  if (!place) return undefined;
  const { dictionary, languageModel, written } = await readVocabulary(place.model, questions);
  const folder = await mkdtemp(join(tmpdir(), 'kaltura-avatar-ears-'));
  const file = (name: string): string => join(folder, name);
  await Promise.all([writeFile(file('questions.dict'), dictionary), writeFile(file('questions.lm'), languageModel)]);
  const options = ['-hmm', join(place.model, 'en-us'), '-dict', file('questions.dict'), '-lm', file('questions.lm')];
  return {
    async transcribe(recording, { signal }) {
      const { bytes, ending } = await soundFileOf(recording);
      const path = file(randomUUID() + ending);
      try {
        await writeFile(path, bytes, { signal });
        const { stdout } = await run(place.program, ['-infile', path, ...options, '-logfn', '/dev/null'], { signal });
        return written(stdout.trim().split(/\s+/).join(' '));
      } finally {
        await rm(path, { force: true });
      }
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { toSpeakable } from '../../src/session/speech/audio-file.js';
import { wav } from '../support/wav.js';

describe('a recording for a service that takes WAV files', () => {
  it('stays a WAV file, typed as one and with the length that it has, whatever was said of it', async () => {
    const file = wav({ seconds: 1.5, sampleRate: 16_000 });
    const untyped = new Blob([file]);
    const { audio, durationSeconds } = await toSpeakable(untyped, { allowWav: true, durationSeconds: 9 });
    assert.deepEqual([audio.type, durationSeconds], ['audio/wav', 1.5]);
    assert.deepEqual(await audio.arrayBuffer(), await file.arrayBuffer());
  });
});

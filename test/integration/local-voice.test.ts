import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { measureMp3 } from '../../src/core/speech/mp3-duration.js';
import { createLocalVoice, type LocalVoice } from '../../src/simulator/voice/local-voice.js';
import { createVoice } from '../../src/simulator/voice/spawned-voice.js';
import { clipDurationMs } from '../../src/simulator/mouth.js';

const SENTENCE = 'Good morning, and welcome to the museum.';

describe('a local voice', () => {
  let voice: LocalVoice;
  before(() => void (voice = createLocalVoice()));
  after(() => voice.close());

  it('says a text as an MP3 file of 44.1 kHz that lasts as long as the simulator takes for it', async () => {
    const heard = createVoice();
    const [mp3, clip] = await Promise.all([voice.textToSpeech(SENTENCE), heard.synthesize(SENTENCE)]);
    const length = measureMp3(mp3);
    assert.equal(length?.sampleRate, 44_100);
    const seconds = clipDurationMs(clip) / 1000;
    // An MP3 file is made of whole frames, and begins and ends with silence.
    assert.ok(Math.abs(length.durationSeconds - seconds) < 0.12, `${length.durationSeconds} s, not ${seconds} s`);
    const decoded = await heard.decode(mp3);
    assert.ok(decoded.mouth.length > 0, 'there is nothing to be heard');
    await heard.close();
  });

  it('has another voice for another id', async () => {
    const [one, other, again] = await Promise.all(['slt', 'rms', 'slt'].map((id) => voice.textToSpeech(SENTENCE, id)));
    assert.deepEqual(one, again);
    assert.notDeepEqual(one, other);
  });

  it('does not say what is not wanted any more by its turn', async () => {
    const given = new AbortController();
    const first = voice.textToSpeech(SENTENCE);
    const second = voice.textToSpeech(SENTENCE, undefined, { signal: given.signal });
    given.abort(new Error('It was interrupted.'));
    await assert.rejects(second, /interrupted/);
    assert.ok((await first).length > 0);
  });
});

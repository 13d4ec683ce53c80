import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import { CLIP_SAMPLE_RATE, clipDurationMs, type SpeechClip } from '../../src/simulator/mouth.js';
import { poseAt } from '../../src/simulator/mouth-timeline.js';
import { resample } from '../../src/simulator/voice/resample.js';
import { createVoice } from '../../src/simulator/voice/spawned-voice.js';
import type { Voice } from '../../src/simulator/voice/voice.js';
import { encodeMp3, medianPitch, peak, rms } from '../support/sound.js';
import { wav } from '../support/wav.js';

const SENTENCE = 'Hello there, I am your avatar, and I am happy to see you today.';

function pitchOf(clip: SpeechClip): number {
  return medianPitch(resample(clip.pcm, CLIP_SAMPLE_RATE, 8000), 8000);
}

/** The first moment of a sound louder than a whisper, in milliseconds. */
function onsetMs(clip: SpeechClip): number {
  return (clip.pcm.findIndex((sample) => Math.abs(sample) > 500) / CLIP_SAMPLE_RATE) * 1000;
}

function assertMouthFits(clip: SpeechClip): void {
  for (const [i, { atMs }] of clip.mouth.entries()) {
    assert.ok(atMs >= (clip.mouth[i - 1]?.atMs ?? 0), `key ${i} is in order`);
    assert.ok(atMs <= clipDurationMs(clip), `key ${i} is within the clip`);
  }
}

describe('voice', () => {
  let voice: Voice;
  let spoken: SpeechClip;

  before(async () => {
    voice = createVoice();
    spoken = await voice.synthesize(SENTENCE);
  });

  after(() => voice.close());

  describe('speaking', () => {
    it('says a sentence audibly, without clipping, and at once', () => {
      assert.ok(clipDurationMs(spoken) > 3000 && clipDurationMs(spoken) < 5000);
      assert.ok(rms(spoken.pcm) > 2000 && peak(spoken.pcm) < 32_000);
      assert.ok(onsetMs(spoken) < 120, `starts after ${onsetMs(spoken)} ms`);
    });

    it('rests longer after slow speech', async () => {
      const restMs = (clip: SpeechClip): number =>
        clipDurationMs(clip) - (clip.pcm.findLastIndex((sample) => Math.abs(sample) > 500) / CLIP_SAMPLE_RATE) * 1000;
      const slow = await voice.synthesize(SENTENCE, { speed: 0.5 });
      assert.ok(restMs(slow) > restMs(spoken) + 100, `${restMs(slow)} ms after slow speech, ${restMs(spoken)} ms else`);
    });

    it('moves the mouth with the words, and closes it at the end', () => {
      assertMouthFits(spoken);
      assert.ok(spoken.mouth.length > 60);
      assert.ok(spoken.mouth.some(({ pose }) => pose.open > 0.6));
      assert.equal(poseAt(spoken.mouth, clipDurationMs(spoken)).open, 0);
    });

    it('shuts the lips where a "p" silences the sound', async () => {
      const { pcm, mouth } = await voice.synthesize('A papa, a papa.');
      const shut = mouth.filter(({ pose, atMs }) => pose.open === 0 && atMs > 80).slice(0, 4);
      assert.equal(shut.length, 4);
      for (const { atMs } of shut) {
        const at = Math.round(((atMs + 25) / 1000) * CLIP_SAMPLE_RATE);
        assert.ok(rms(pcm.subarray(at - 240, at + 240)) < rms(pcm) / 2, `at ${atMs} ms`);
      }
    });

    it('speaks as fast as asked, from a quarter to four times', async () => {
      const lengthAt = async (speed: number) => clipDurationMs(await voice.synthesize(SENTENCE, { speed }));
      const normal = clipDurationMs(spoken);
      assert.ok(Math.abs((await lengthAt(2)) / normal - 1 / 2) < 0.05);
      assert.ok(Math.abs((await lengthAt(0.5)) / normal - 2) < 0.1);
      assert.equal(await lengthAt(100), await lengthAt(4));
      assert.equal(await lengthAt(0), await lengthAt(0.25));
    });

    it('says the same again for the same voice', async () => {
      assert.deepEqual((await voice.synthesize(SENTENCE, { voiceId: 'slt' })).pcm, spoken.pcm);
    });

    it('sounds unlike with another voice, in pitch and at the same tempo', async () => {
      const clipOf = (voiceId: string) => voice.synthesize(SENTENCE, { voiceId });
      const [woman, scot, man] = [spoken, await clipOf('awb'), await clipOf('rms')].map(pitchOf);
      assert.ok(woman && scot && man);
      assert.ok(woman > 150 && woman < 190, `slt at ${woman} Hz`);
      assert.ok(scot > 110 && scot < 145, `awb at ${scot} Hz`);
      assert.ok(man > 80 && man < 110, `rms at ${man} Hz`);
      const high = await clipOf('EXAVITQu4vr4xnSDxMaL');
      assert.ok(Math.abs(pitchOf(high) - woman) > 10);
      assert.ok(clipDurationMs(high) > 3000 && clipDurationMs(high) < 5000);
    });

    it('takes text for nothing but text', async () => {
      for (const text of ['-voice', '--help me', 'text', '$(reboot); `ls`', '../../etc/passwd', '<speak>hi</speak>']) {
        const clip = await voice.synthesize(text);
        assert.ok(rms(clip.pcm) > 1000, text);
        assertMouthFits(clip);
      }
    });

    it('is silent for a moment where there is nothing to say', async () => {
      for (const text of ['', '🎉', '...']) {
        const clip = await voice.synthesize(text);
        assert.equal(clipDurationMs(clip), 300);
        assert.equal(peak(clip.pcm), 0);
        assert.deepEqual(clip.mouth, []);
      }
    });

    it('says long texts to their last word', async () => {
      const long = await voice.synthesize(`${`${SENTENCE} `.repeat(12)}Go`, { speed: 4 });
      const once = await voice.synthesize(SENTENCE, { speed: 4 });
      const lengths = clipDurationMs(long) / clipDurationMs(once);
      assert.ok(lengths > 12 && lengths < 15, `${lengths} times as long`);
      assertMouthFits(long);
      assert.ok(rms(long.pcm.subarray(-CLIP_SAMPLE_RATE / 4)) > 500);
    });

    it('survives what is no language', async () => {
      const clip = await voice.synthesize(`${'x'.repeat(120)} ${'!?'.repeat(3000)} ${'7'.repeat(60)}`, { speed: 4 });
      assert.ok(clipDurationMs(clip) > 1000);
    });
  });

  describe('decoding', () => {
    it('plays an MP3 of any rate and channels as it sounded', async () => {
      for (const [rate, channels] of [
        [48_000, 1],
        [44_100, 2],
        [16_000, 1],
      ] as const) {
        const clip = await voice.decode(await encodeMp3(resample(spoken.pcm, CLIP_SAMPLE_RATE, rate), rate, channels));
        assert.ok(Math.abs(clipDurationMs(clip) - clipDurationMs(spoken)) < 150, `${rate} Hz`);
        assert.ok(Math.abs(rms(clip.pcm) / rms(spoken.pcm) - 1) < 0.1, `${rate} Hz`);
        assert.ok(Math.abs(pitchOf(clip) / pitchOf(spoken) - 1) < 0.03, `${rate} Hz`);
      }
    });

    it('plays a WAV file of any rate', async () => {
      for (const sampleRate of [8000, 44_100, 48_000]) {
        const clip = await voice.decode(new Uint8Array(await wav({ seconds: 1, sampleRate }).arrayBuffer()));
        assert.ok(Math.abs(clipDurationMs(clip) - 1000) < 20, `${sampleRate} Hz`);
        // 8000 of 32768, as a sine.
        assert.ok(Math.abs(rms(clip.pcm) - 8000 / Math.SQRT2) < 300, `${sampleRate} Hz: ${rms(clip.pcm)}`);
        assertMouthFits(clip);
      }
    });

    it('moves the mouth with the loudness', async () => {
      const pause = new Int16Array(CLIP_SAMPLE_RATE);
      const recording = Int16Array.from([...spoken.pcm, ...pause, ...spoken.pcm]);
      const clip = await voice.decode(await encodeMp3(recording, 48_000, 1));
      assertMouthFits(clip);
      assert.ok(clip.mouth.filter(({ pose }) => pose.open > 0.4).length > 20);
      assert.equal(poseAt(clip.mouth, clipDurationMs(spoken) + 700).open, 0);
      assert.equal(poseAt(clip.mouth, clipDurationMs(clip)).open, 0);
    });

    it('plays what there is of a cut-off or damaged MP3', async () => {
      const whole = await encodeMp3(spoken.pcm, 48_000, 1);
      const half = await voice.decode(whole.subarray(0, whole.length / 2));
      assert.ok(Math.abs(clipDurationMs(half) / clipDurationMs(spoken) - 0.5) < 0.05);
      const damaged = whole.map((byte, i) => (i % 997 === 0 ? 0 : byte));
      assert.ok(clipDurationMs(await voice.decode(damaged)) > 1000);
    });

    it('keeps the mouth shut for silence', async () => {
      const clip = await voice.decode(await encodeMp3(new Int16Array(CLIP_SAMPLE_RATE), 48_000, 1));
      assert.ok(clipDurationMs(clip) > 900);
      assert.equal(poseAt(clip.mouth, 500).open, 0);
    });

    it('says what it expected where the bytes are no MP3', async () => {
      const others = {
        'no bytes': '',
        WAV: 'RIFF....WAVEfmt ',
        HTML: '<!doctype html>',
        JSON: '{"error":1}',
        'no MP3 frame': 'ID3',
      };
      for (const [name, content] of Object.entries(others)) {
        await assert.rejects(voice.decode(Buffer.from(content)), (error: Error) => {
          assert.equal(error.name, 'UndecodableAudioError');
          assert.match(error.message, /Expected an MP3/u);
          assert.match(error.message, new RegExp(name, 'u'));
          return true;
        });
      }
    });
  });

  describe('its process', () => {
    it('answers calls that come all at once, each with its own', async () => {
      const texts = ['One.', 'One, two, three, four, five.', 'One, two.'];
      const alone: number[] = [];
      for (const text of texts) alone.push((await voice.synthesize(text)).pcm.length);
      const together = await Promise.all(texts.map((text) => voice.synthesize(text)));
      assert.deepEqual(
        together.map(({ pcm }) => pcm.length),
        alone,
      );
    });

    it('answers the first of many calls before the last is ready', async () => {
      const answered: number[] = [];
      const calls = [0, 1, 2].map(() =>
        voice.synthesize(SENTENCE.repeat(2)).then(() => answered.push(performance.now())),
      );
      await Promise.all(calls);
      const [first = 0, , last = 0] = answered;
      assert.ok(last - first > 50, `all within ${last - first} ms`);
    });

    it('rejects the call under way when it is killed, and answers those that wait from a new process', async () => {
      const { pid } = voice;
      assert.ok(pid);
      const underWay = voice.synthesize(SENTENCE.repeat(20));
      const waiting = [voice.synthesize(SENTENCE), voice.synthesize(SENTENCE)];
      await setImmediate();
      process.kill(pid, 'SIGKILL');
      await assert.rejects(underWay, { name: 'ChildCrashedError' });
      for (const { pcm } of await Promise.all(waiting)) assert.deepEqual(pcm, spoken.pcm);
      assert.equal(voice.crashes, 1);
      assert.notEqual(voice.pid, pid);
    });

    it('rejects what it owes when it is closed', async () => {
      const closing = createVoice();
      const owed = [closing.synthesize(SENTENCE), closing.synthesize(SENTENCE)];
      await setImmediate();
      await closing.close();
      for (const call of await Promise.allSettled(owed)) assert.equal(call.status, 'rejected');
      assert.equal(closing.pid, undefined);
    });

    it('is gone after close, twice if need be', async () => {
      const closing = createVoice();
      await closing.synthesize('Bye.');
      const { pid } = closing;
      assert.ok(pid);
      await closing.close();
      await closing.close();
      assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
      await assert.rejects(closing.synthesize('Hello?'), { name: 'ChildCrashedError' });
      assert.equal(closing.crashes, 0);
    });

    it('starts with the first call, not before', async () => {
      const idle = createVoice();
      assert.equal(idle.pid, undefined);
      await idle.close();
    });
  });
});

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { AudioLevel } from '../../src/session/speech/audio-level.js';
import { SpeechDetector, type Outlook, type SpeechDetectorOptions } from '../../src/session/speech/speech-detector.js';
import { TurnLedger } from '../../src/session/speech/turn-ledger.js';
import { VoicePace } from '../../src/core/speech/voice-pace.js';
import { LevelReader } from '../../src/session/whep/level-reader.js';
import { Flite } from '../../src/simulator/voice/flite.js';
import { speak } from '../../src/simulator/voice/speak.js';
import { rms } from '../support/sound.js';
import { ManualClock, settled } from '../support/manual-clock.js';

interface Ear {
  hear: (level: number | undefined, ms: number) => void;
  heard: string[];
  detector: SpeechDetector;
}

function listen(options: Partial<SpeechDetectorOptions> = {}): Ear {
  let now = 0;
  let level: number | undefined = 0;
  const heard: string[] = [];
  const detector = new SpeechDetector({
    readLevel: () => level,
    onStart: () => heard.push(`start ${now}`),
    onEnd: () => heard.push(`end ${now}`),
    now: () => now,
    ...options,
  });
  const hear = (next: number | undefined, ms: number): void => {
    level = next;
    for (const until = now + ms; now < until; now += 50) detector.listen();
  };
  return { hear, heard, detector };
}

describe('the speech detector', () => {
  it('hears speech begin with its second reading, and end after a pause that is longer than those between sentences', () => {
    const { hear, heard } = listen();
    hear(0, 500);
    hear(0.1, 1000);
    hear(0, 600);
    hear(0.1, 500);
    hear(0, 2000);
    assert.deepEqual(heard, ['start 550', 'end 3450']);
  });

  it('tells when speech was first and last heard, which is before it could be known', () => {
    const times: number[] = [];
    const { hear } = listen({ onStart: (at) => times.push(at), onEnd: (at) => times.push(at) });
    hear(0, 500);
    hear(0.1, 1000);
    hear(0, 2000);
    assert.deepEqual(times, [500, 1450]);
  });

  it('tells how long each pause was that was not the end', () => {
    const pauses: number[] = [];
    const { hear } = listen({ onPause: (ms) => pauses.push(ms) });
    hear(0, 500);
    hear(0.1, 500);
    hear(0, 300);
    hear(0.1, 500);
    hear(0, 50);
    hear(0.1, 500);
    hear(0, 2000);
    hear(0.1, 500);
    assert.deepEqual(pauses, [350]);
  });

  it('takes a click for no speech', () => {
    const { hear, heard } = listen();
    hear(0.5, 50);
    hear(0, 50);
    hear(0.5, 50);
    hear(0, 500);
    assert.deepEqual(heard, []);
  });

  it('ends a turn that has had its time sooner than speech of which nothing is known', () => {
    const [known, unknown] = [listen({ outlook: () => 'either' }), listen({ outlook: () => undefined })];
    for (const { hear } of [known, unknown]) {
      hear(0.1, 1000);
      hear(0, 2000);
    }
    assert.deepEqual(known.heard, ['start 50', 'end 1650']);
    assert.deepEqual(unknown.heard, ['start 50', 'end 1850']);
  });

  it('ends a turn soon where its text and the pace of the voice tell that it ends there', () => {
    const { hear, heard } = listen({ outlook: () => 'end' });
    hear(0.1, 1000);
    hear(0, 1000);
    assert.deepEqual(heard, ['start 50', 'end 1200']);
  });

  for (const noise of [0.0035, 0.01]) {
    it(`takes a constant noise of ${noise} for silence`, () => {
      const { hear, heard } = listen();
      hear(noise, 3000);
      assert.deepEqual(heard, []);
      hear(0.1, 1000);
      hear(noise, 2000);
      hear(0.1, 1000);
      hear(noise, 2000);
      assert.deepEqual(heard, ['start 3050', 'end 4850', 'start 6050', 'end 7850']);
    });
  }

  it('takes no soft speech for noise where the service sends nothing in silence', () => {
    const { hear, heard } = listen();
    hear(undefined, 500);
    hear(0.1, 500);
    hear(undefined, 300);
    hear(0.1, 200);
    hear(0.006, 3500);
    hear(undefined, 2000);
    assert.deepEqual(heard, ['start 550', 'end 5850']);
  });

  it('takes what it could not listen to for no silence', () => {
    let now = 0;
    const heard: string[] = [];
    const levels = [0, 0.1, 0.1, 0.1, 0, 0.1];
    const times = [0, 50, 100, 150, 1150, 1200];
    const detector = new SpeechDetector({
      readLevel: () => levels.shift(),
      onStart: () => heard.push('start'),
      onEnd: () => heard.push('end'),
      now: () => now,
    });
    for (now of times) detector.listen();
    assert.deepEqual(heard, ['start']);
  });

  it('goes on hearing speech that has become softer than it began', () => {
    const { hear, heard } = listen();
    hear(0.001, 1000);
    hear(0.02, 100);
    hear(0.006, 1000);
    assert.deepEqual(heard, ['start 1050']);
  });

  it('allows a longer pause while the turn is likely to go on', () => {
    let outlook: Outlook = 'pause';
    const { hear, heard } = listen({ outlook: () => outlook });
    hear(0.1, 1000);
    hear(0, 1200);
    hear(0.1, 500);
    outlook = 'either';
    hear(0, 1000);
    assert.deepEqual(heard, ['start 50', 'end 3350']);
  });

  it('hears the end sooner after an interrupt', () => {
    const { hear, heard, detector } = listen();
    hear(0.1, 1000);
    detector.interrupted();
    hear(0, 1000);
    assert.deepEqual(heard, ['start 50', 'end 1050']);
  });

  it('hears the end of what was interrupted and the start of what follows without a silence between', () => {
    const { hear, heard, detector } = listen();
    hear(0.1, 1000);
    detector.interrupted();
    detector.expectSpeech();
    hear(0.1, 200);
    hear(0.1, 1000);
    assert.deepEqual(heard, ['start 50', 'end 1250', 'start 1250']);
  });

  it('takes nothing for new after an interrupt until something was asked for', () => {
    const { hear, heard, detector } = listen();
    hear(0.1, 1000);
    detector.interrupted();
    hear(0.1, 600);
    hear(0, 500);
    detector.expectSpeech();
    hear(0.1, 100);
    assert.deepEqual(heard, ['start 50', 'end 1650', 'start 2150']);
  });

  it('is not shortened by an interrupt of silence', () => {
    const { hear, heard, detector } = listen();
    detector.interrupted();
    hear(0.1, 500);
    hear(0, 600);
    hear(0.1, 500);
    assert.deepEqual(heard, ['start 50']);
  });

  it('takes comfort noise and a missing level for silence', () => {
    const { hear, heard } = listen();
    hear(0.002, 500);
    hear(undefined, 500);
    assert.deepEqual(heard, []);
  });

  it('ends what is heard when no level comes any more', () => {
    const { hear, heard } = listen();
    hear(0.1, 500);
    hear(undefined, 1000);
    assert.deepEqual(heard, ['start 50', 'end 1350']);
  });

  it('ends what is heard when it is stopped', () => {
    const { hear, heard, detector } = listen();
    hear(0.1, 100);
    detector.stop();
    detector.stop();
    assert.deepEqual(heard, ['start 50', 'end 100']);
  });

  it('listens less often while nothing is expected and nothing heard', async () => {
    const clock = new ManualClock();
    let readings = 0;
    let level = 0;
    let isExpecting = false;
    const detector = new SpeechDetector({
      readLevel: () => ((readings += 1), level),
      onStart: () => undefined,
      onEnd: () => undefined,
      isExpecting: () => isExpecting,
      now: clock.now,
      delay: clock.delay,
    });
    const readingsInASecond = async (): Promise<number> => {
      readings = 0;
      for (let ms = 0; ms < 1000; ms += 50) await clock.advance(50);
      return readings;
    };
    detector.start();
    assert.equal(await readingsInASecond(), 5);
    isExpecting = true;
    assert.ok((await readingsInASecond()) >= 17);
    isExpecting = false;
    level = 0.1;
    const readingsOfSpeech = await readingsInASecond();
    assert.ok(readingsOfSpeech >= 9 && readingsOfSpeech <= 12, String(readingsOfSpeech));
    detector.stop();
    assert.equal(await readingsInASecond(), 0);
    assert.equal(clock.sleepers, 0);
  });
});

const TEXTS = [
  'Hello there. My name is Maya, and I am glad to meet you! What would you like to know today? Ask me anything; I have time.',
  'First, open the box. Then, slowly, take out the cable, the plug and the little screw... Ready? Good. Now we begin.',
  'Yes. No. Perhaps. It depends on the weather, on the time of day, and on you: what do you think?',
  'She said, after a while, that the ship had left. Nobody answered. Far away, a bell rang (twice), and the night went on.',
];

describe('the speech detector on real speech', () => {
  let flite: Flite;
  before(async () => {
    flite = await Flite.load();
  });

  for (const voiceId of ['slt', 'awb', 'rms', 'anna']) {
    it(`hears each text as one, whether fast, slow or soft, by ${voiceId}`, () => {
      for (const [i, text] of TEXTS.entries()) {
        const { pcm } = speak(flite, text, { voiceId, speed: [0.8, 1, 1.3][i % 3] ?? 1 });
        const endsAt = 1000 + (pcm.length / 48_000) * 1000;
        // At several offsets of the readings to the packets, down to 12 dB softer, with a little noise.
        for (const [offset, gain] of [
          [0, 1],
          [17, 0.5],
          [33, 0.25],
        ] as const) {
          let now = offset;
          const heard: [string, number][] = [];
          const detector = new SpeechDetector({
            readLevel: () => 0.001 + gain * levelAt(pcm, now - 1000),
            onStart: () => heard.push(['start', now]),
            onEnd: () => heard.push(['end', now]),
            now: () => now,
          });
          for (; now < endsAt + 2000; now += detector.isSpeaking ? 100 : 50) detector.listen();
          assert.deepEqual(
            heard.map(([what]) => what),
            ['start', 'end'],
            `${text} ${JSON.stringify(heard)}`,
          );
          const [[, began], [, ended]] = heard as [[string, number], [string, number]];
          assert.ok(began < 1250, `begins at ${began} instead of 1000`);
          assert.ok(ended > endsAt && ended < endsAt + 1000, `ends at ${ended}, not at ${endsAt}`);
        }
      }
    });
  }

  it('holds slow sentences with long rests together as long as their turn is likely to go on', () => {
    const texts = ['Think of a number.', 'Double it.', 'Add ten to that, and halve what you have.'];
    const rest = new Int16Array(48_000 * 1.1);
    const clips = texts.map((text) => speak(flite, text, { speed: 0.8 }).pcm);
    const pcm = Int16Array.from(clips.flatMap((clip, i) => [...clip, ...(i < clips.length - 1 ? rest : [])]));
    const turns = new TurnLedger(new VoicePace(1));
    let now = 0;
    const heard: string[] = [];
    const detector = new SpeechDetector({
      readLevel: () => levelAt(pcm, now - 1000),
      onStart: (at) => {
        heard.push('start');
        turns.heardStart(at);
      },
      onEnd: (at) => {
        heard.push('end');
        turns.heardEnd(at, now);
      },
      outlook: () => turns.outlook(now),
      now: () => now,
    });
    turns.take(turns.open('turn-1'), { text: texts.join(' ') }, 0, 0, 0);
    for (; now < 3000 + pcm.length / 48; now += 50) {
      detector.listen();
      turns.tick(now, detector.heardAt, detector.silentMs);
    }
    assert.deepEqual(heard, ['start', 'end']);
  });
});

/** As the RTP header extension tells it: of the last 20 ms. */
function levelAt(pcm: Int16Array, ms: number): number {
  const packet = Math.floor(ms / 20) * 960;
  if (packet < 0 || packet + 960 > pcm.length) return 0;
  return rms(pcm.subarray(packet, packet + 960)) / 32_768;
}

describe('the loudness that packets bring', () => {
  it('is told while they come, and is silence soon after they stop, though the browser goes on telling the last one', () => {
    let now = 0;
    let timestamp = 1_900_000_000_000;
    const reader = new LevelReader(() => now);
    const read = (): number | undefined => reader.read({ audioLevel: 0.25, timestamp });
    for (; now < 1000; now += 50, timestamp += 50) assert.equal(read(), 0.25);
    timestamp -= 50;
    for (now += 100; now < 1500; now += 50) {
      const level = read();
      if (now >= 1300) assert.equal(level, 0);
    }
    timestamp += 500;
    assert.equal(read(), 0.25);
  });

  it('is unknown where the server tells none', () => {
    const reader = new LevelReader(() => 0);
    assert.equal(reader.read(undefined), undefined);
    assert.equal(reader.read({ timestamp: 1_900_000_000_000 }), undefined);
  });
});

describe('the loudness of the avatar', () => {
  const statsOf = (...entries: object[]): RTCStatsReport => new Map(entries.map((entry, i) => [String(i), entry]));
  const energy = (totalAudioEnergy: number, totalSamplesDuration: number): RTCStatsReport =>
    statsOf(
      { type: 'inbound-rtp', kind: 'video' },
      { type: 'inbound-rtp', kind: 'audio', totalAudioEnergy, totalSamplesDuration },
    );

  it('comes with the packets where the server tells it', () => {
    const level = new AudioLevel(
      () => ({
        audioLevel: () => 0.25,
        getStats: () => Promise.reject(new Error('not needed')),
        stream: {} as MediaStream,
      }),
      () => 0,
    );
    assert.equal(level.read(), 0.25);
  });

  it('is what was received since the last time where the server does not tell, and is told once', async () => {
    const clock = new ManualClock();
    const reports = [energy(1, 10), energy(1.09, 11), energy(1.09, 12), energy(0.01, 0.1), energy(0.05, 1.1)];
    const level = new AudioLevel(
      () => ({
        audioLevel: () => undefined,
        getStats: () => Promise.resolve(reports.shift() ?? energy(9, 9)),
        stream: {} as MediaStream,
      }),
      clock.now,
    );
    const levels: (number | undefined)[] = [];
    for (let i = 0; i < 6; i++) {
      levels.push(level.read());
      await clock.advance(100);
    }
    assert.equal(levels[0], undefined);
    assert.equal(levels[1], undefined);
    assert.ok(Math.abs((levels[2] ?? 0) - 0.3) < 1e-9);
    assert.equal(levels[3], 0);
    // Another connection counts from the start.
    assert.equal(levels[4], undefined);
    assert.ok(Math.abs((levels[5] ?? 0) - 0.2) < 1e-9);
    assert.notEqual(level.read(), undefined);
    assert.equal(level.read(), undefined);
  });

  it('is unknown while there is no connection, and stays so without harm when the connection fails', async () => {
    assert.equal(new AudioLevel(() => undefined, () => 0).read(), undefined); // prettier-ignore
    const failing = {
      audioLevel: () => undefined,
      getStats: () => Promise.reject(new Error('closed')),
      stream: {} as MediaStream,
    };
    const level = new AudioLevel(
      () => failing,
      () => 0,
    );
    assert.equal(level.read(), undefined);
    await settled();
    assert.equal(level.read(), undefined);
  });
});

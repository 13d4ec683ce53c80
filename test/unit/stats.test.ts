import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { watchQuality, type Quality } from '../../src/session/quality-watch.js';
import { summarizeStats, type AvatarStats } from '../../src/session/stats.js';
import { ManualClock, settled } from '../support/manual-clock.js';
import { chromiumReport, firefoxReport, later, report, START, without, type Entry } from '../support/stats-reports.js';

const statsOf = (entries: Entry[]): AvatarStats => summarizeStats(report(...entries)).stats;

describe('statistics', () => {
  it('are told in plain names and units from a report of Chromium', () => {
    const { sample } = summarizeStats(report(...chromiumReport()));
    const { bitrateKbps, lossPercent, ...rest } = summarizeStats(report(...later()), sample).stats;
    assert.deepEqual(rest, {
      framesPerSecond: 25,
      frameWidth: 512,
      frameHeight: 512,
      roundTripMs: 45,
      jitterMs: 12,
      packetsLost: 13,
      freezeCount: 1,
      totalFreezesMs: 400,
      framesDecoded: 250,
      framesDropped: 2,
      path: { kind: 'direct', protocol: 'udp' },
    });
    assert.equal(bitrateKbps, ((500_000 + 125_000) * 8) / 1000 / 5);
    assert.equal(lossPercent, (10 / (490 + 500 + 10)) * 100);
  });

  it('are told from a report of Firefox, which names the pair in use on the pair', () => {
    const stats = statsOf(firefoxReport({ relayProtocol: 'tls' }));
    assert.deepEqual(stats.path, { kind: 'relay', protocol: 'tls' });
    assert.equal(stats.framesPerSecond, 24);
    assert.equal(stats.roundTripMs, undefined);
    assert.equal(stats.freezeCount, undefined);
    assert.equal(stats.totalFreezesMs, undefined);
  });

  it('say how the relay is reached, not what it goes on with', () => {
    for (const protocol of ['udp', 'tcp', 'tls'] as const) {
      const local = { candidateType: 'relay', protocol: 'udp', relayProtocol: protocol };
      assert.deepEqual(statsOf(chromiumReport({ local })).path, { kind: 'relay', protocol });
      assert.deepEqual(statsOf(firefoxReport({ relayProtocol: protocol })).path, { kind: 'relay', protocol });
    }
    assert.deepEqual(statsOf(chromiumReport({ local: { protocol: 'tcp' } })).path, { kind: 'direct', protocol: 'tcp' });
  });

  it('find the pair by its nomination where nothing else names it', () => {
    const entries = chromiumReport().filter(({ type }) => type !== 'transport');
    assert.equal(statsOf(entries).roundTripMs, 45);
  });

  it('have no rates before there are two samples, nor from two of the same moment', () => {
    const { stats, sample } = summarizeStats(report(...chromiumReport()));
    assert.deepEqual([stats.bitrateKbps, stats.lossPercent], [undefined, undefined]);
    const again = summarizeStats(report(...chromiumReport()), sample).stats;
    assert.deepEqual([again.bitrateKbps, again.lossPercent], [undefined, undefined]);
  });

  it('have no rates across a new connection, which counts from 0 again', () => {
    const { sample } = summarizeStats(report(...chromiumReport()));
    for (const video of [{ ssrc: 99 }, { bytesReceived: 10, framesDecoded: 1 }]) {
      const { bitrateKbps, lossPercent } = summarizeStats(report(...later(video, { bytesReceived: 10 })), sample).stats;
      assert.deepEqual([bitrateKbps, lossPercent], [undefined, undefined]);
    }
  });

  it('count the frames where the browser does not say how many come in a second, as Chromium when none come', () => {
    const { sample } = summarizeStats(report(...chromiumReport()));
    const withoutFps = (framesDecoded: number): Entry[] =>
      later({ framesDecoded }).map((entry) => without(entry, 'framesPerSecond'));
    assert.equal(summarizeStats(report(...withoutFps(250)), sample).stats.framesPerSecond, 0);
    assert.equal(summarizeStats(report(...withoutFps(350)), sample).stats.framesPerSecond, 20);
  });

  it('never tell of a negative loss, which packets that come twice make', () => {
    const { sample } = summarizeStats(report(...chromiumReport()));
    const { stats } = summarizeStats(report(...later({ packetsLost: -4 })), sample);
    assert.deepEqual([stats.packetsLost, stats.lossPercent], [0, 0]);
  });

  it('of a connection that has received nothing are undefined', () => {
    const stats = statsOf([]);
    assert.deepEqual(
      Object.values(stats).filter((value) => value !== undefined),
      [],
    );
  });
});

describe('the quality watch', () => {
  interface Picture {
    fps?: number | undefined;
    lost?: number;
    roundTripMs?: number;
    frozenMs?: number;
  }

  /** Plays pictures to the watch, one every 5 s; `lost` and `frozenMs` are of each 5 s. */
  const watch = async (
    pictures: (Picture | 'none' | 'hidden')[],
  ): Promise<{ told: [Quality, AvatarStats][]; sleepers: number; read: number }> => {
    const clock = new ManualClock();
    const over = new AbortController();
    const told: [Quality, AvatarStats][] = [];
    const total = { lost: 0, frozenMs: 0, packets: 0, frames: 0 };
    const left = [...pictures];
    let read = 0;
    const getStats = (): Promise<RTCStatsReport> => {
      const picture = left.shift() ?? {};
      read += 1;
      if (picture === 'hidden') return Promise.reject(new Error('Nobody should ask.'));
      if (picture === 'none') return Promise.reject(new Error('The connection is closed.'));
      const { fps = 25, lost = 0, roundTripMs = 40, frozenMs = 0 } = picture;
      total.lost += lost;
      total.frozenMs += frozenMs;
      total.packets += 1000 - lost;
      total.frames += fps * 5;
      const timestamp = START + clock.now();
      const counts = { packetsReceived: total.packets, packetsLost: total.lost, framesDecoded: total.frames };
      const entries = chromiumReport({
        video: { timestamp, ...counts, framesPerSecond: fps, totalFreezesDuration: total.frozenMs / 1000 },
        audio: { timestamp, packetsReceived: 0 },
        pair: { currentRoundTripTime: roundTripMs / 1000 },
      });
      return Promise.resolve(report(...entries));
    };
    const watching = watchQuality({
      getStats,
      isHidden: () => left[0] === 'hidden' && left.shift() === 'hidden',
      delay: clock.delay,
      signal: over.signal,
      onChange: (quality, stats) => told.push([quality, stats]),
    });
    while (left.length > 0) await clock.advance(5000);
    over.abort();
    await watching;
    await settled();
    return { told, sleepers: clock.sleepers, read };
  };
  const toldOf = async (...pictures: (Picture | 'none' | 'hidden')[]): Promise<Quality[]> =>
    (await watch([{}, ...pictures])).told.map(([quality]) => quality);

  const cases: [string, Picture, Quality | undefined][] = [
    ['25 frames a second and nothing lost', {}, undefined],
    ['20 frames a second', { fps: 20 }, undefined],
    ['19 frames a second', { fps: 19 }, 'fair'],
    ['9 frames a second', { fps: 9 }, 'poor'],
    ['no frames at all', { fps: 0 }, 'poor'],
    ['2 % lost', { lost: 20 }, undefined],
    ['3 % lost', { lost: 30 }, 'fair'],
    ['9 % lost', { lost: 90 }, 'poor'],
    ['a round trip of 300 ms', { roundTripMs: 300 }, 'fair'],
    ['a round trip of 700 ms', { roundTripMs: 700 }, 'poor'],
    ['short freezes', { frozenMs: 200 }, 'fair'],
    ['freezes of more than a second in five', { frozenMs: 1100 }, 'poor'],
  ];
  for (const [what, picture, expected] of cases) {
    it(`calls it ${expected ?? 'good, which needs no telling,'} with ${what}`, async () => {
      assert.deepEqual(await toldOf(picture, picture, picture), expected ? [expected] : []);
    });
  }

  it('takes two samples that agree for a change, so that a single bad one is none', async () => {
    const bad = { fps: 5 };
    assert.deepEqual(await toldOf(bad, {}, bad, {}), []);
    assert.deepEqual(await toldOf(bad, { fps: 15 }, bad, { fps: 15 }), []);
    assert.deepEqual(await toldOf(bad, bad), ['poor']);
  });

  it('reads nothing while the page is hidden, and reckons no rate over that time', async () => {
    const { told, read } = await watch([{}, 'hidden', 'hidden', { frozenMs: 5000 }, {}, {}]);
    assert.deepEqual(told, []);
    assert.equal(read, 4);
    assert.deepEqual(await toldOf({ fps: 5 }, 'hidden', { fps: 5 }), ['poor']);
  });

  it('tells when it is good again, with the figures of that moment', async () => {
    const { told } = await watch([{}, { fps: 5 }, { fps: 5 }, {}, {}]);
    assert.deepEqual(
      told.map(([quality, { framesPerSecond }]) => [quality, framesPerSecond]),
      [
        ['poor', 5],
        ['good', 25],
      ],
    );
  });

  it('goes on after a connection without statistics', async () => {
    assert.deepEqual(await toldOf('none', { fps: 5 }, 'none', { fps: 5 }), ['poor']);
  });

  it('leaves no timer behind', async () => {
    assert.equal((await watch([{}, {}])).sleepers, 0);
  });
});

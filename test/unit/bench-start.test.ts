import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { readOptions } from '../bench/start/options.js';
import { measureSizes } from '../bench/start/sizes.js';
import { markdownTable, quantile, summariesOf } from '../bench/start/table.js';
import { pointsOf, type TraceEvent } from '../bench/start/trace-points.js';

describe('npm run bench', () => {
  it('measures every way twenty times on every path, where nothing else is asked for', () => {
    const { rounds, paths, isWanted, trace } = readOptions([]);
    assert.deepEqual(
      { rounds, paths, trace },
      { rounds: 20, paths: ['direct', 'relay', 'dead', 'cold'], trace: false },
    );
    assert.ok(isWanted('WHEP: eyevinn'));
  });

  it('measures what is named, and what that is compared with', () => {
    const { isWanted } = readOptions(['--only', 'prepared']);
    const ways = ['documented', 'start', 'prepared', 'WHEP: by hand', 'WHEP: ours', 'WHEP: ours, prepared'] as const;
    assert.deepEqual(ways.filter(isWanted), ['documented', 'prepared', 'WHEP: by hand', 'WHEP: ours, prepared']);
  });

  it('measures the players alone from a WHEP server of one’s own', () => {
    const { paths, isWanted, whepUrl } = readOptions(['--whep', 'http://127.0.0.1:8889/live/whep']);
    assert.deepEqual([paths, whepUrl], [['direct'], 'http://127.0.0.1:8889/live/whep']);
    assert.deepEqual([isWanted('start'), isWanted('documented'), isWanted('WHEP: ours')], [false, false, true]);
  });

  it('says what can be asked for', () => {
    assert.throws(() => readOptions(['--rounds', '0']), /--rounds 0: a whole number from 1 on/);
    assert.throws(() => readOptions(['--paths', 'direct,moon']), /--paths moon: there are direct, relay, dead, cold/);
    assert.throws(() => readOptions(['--whep', 'live']), /--whep live: a URL with http or https/);
    assert.throws(() => readOptions(['--only', 'magic']), /--only magic: there are documented/);
    assert.throws(() => readOptions(['--round', '3']), /Unknown option '--round'/);
  });

  it('gives medians, the tenth and the ninetieth per cent, and ratios to what each way is compared with', () => {
    const times = new Map([
      ['documented', [400, 100, 300, 200, 500]],
      ['start', [150, 151, 152, 50, 90]],
      ['WHEP: by hand', [100]],
      ['WHEP: ours', [90]],
    ] as const);
    const [documented, start, , ours] = summariesOf('direct', { times, failures: 0 });
    assert.deepEqual(documented, {
      path: 'direct',
      way: 'documented',
      count: 5,
      p10: 100,
      median: 300,
      p90: 500,
      ratio: 1,
    });
    assert.equal(start?.ratio, 0.5);
    assert.equal(ours?.ratio, 0.9);
    assert.ok(Number.isNaN(quantile([], 0.5)));
  });

  it('writes tables as the repository’s formatter does', () => {
    assert.equal(
      markdownTable(['a', 'long'], [['wider', 'b']]),
      '| a     | long |\n| ----- | ---- |\n| wider | b    |',
    );
  });

  it('names each step of a trace, and fails where one is missing', () => {
    const at = (name: string, ts: number, more: Partial<TraceEvent> = {}): TraceEvent => ({
      name,
      ts: ts * 1000,
      ph: 'X',
      ...more,
    });
    const url = 'https://site.test/api/avatar/session';
    const events = [
      at('ResourceSendRequest', 9, { args: { data: { url, requestId: '1' } } }),
      at('bench:start', 1, { ph: 'b' }),
      at('RTCPeerConnectionHandler::OnIceCandidateImpl', 12),
      at('ResourceFinish', 140, { args: { data: { requestId: '1' } } }),
      at('SetRemoteDescription', 142, { dur: 3000 }),
      at('kaltura-avatar:ice', 148, { ph: 'n' }),
      at('BaseChannel::ChannelWritable_n', 150),
      at('RtpTransport::OnReadPacket', 160),
      at('VideoReceiver2::Decode', 165),
      at('VCMDecodedFrameCallback::Decoded', 167),
      at('bench:start', 171, { ph: 'e' }),
    ];
    const marks = [
      { what: 'is asked', path: '/api/avatar/session', at: 34_000 },
      { what: 'asks', path: '/v1/avatar-session', at: 37_000 },
      { what: 'is answered', path: '/v1/avatar-session', at: 60_000 },
      { what: 'is answered', path: '/v1/avatar-session/s1/init-client', at: 81_000 },
      { what: 'is answered', path: '/rtc/v1/whep/?app=app', at: 110_000 },
      { what: 'answers', path: '/api/avatar/session', at: 112_000 },
    ] as const;
    const points = pointsOf(events, marks);
    assert.equal(points.length, 16);
    assert.deepEqual(points.at(-1), { what: 'it is on screen', atMs: 170, tookMs: 4 });
    assert.deepEqual(
      points.filter(({ what }) => /WHEP|DTLS/.test(what)).map(({ tookMs }) => tookMs),
      [29, 2],
    );
    assert.throws(() => pointsOf(events.slice(0, -2), marks), /does not tell of “VCMDecodedFrameCallback::Decoded”/);
  });

  it('measures all sizes by one method: what is loaded at once is a part of all', async () => {
    const sizes = await measureSizes(['kaltura-avatar-source']);
    assert.deepEqual(
      sizes.map(({ what }) => what),
      ['WHEP: ours', 'WHEP: whip-whep', 'WHEP: eyevinn', 'the session', 'the element'],
    );
    for (const { what, atOnce, all } of sizes)
      assert.ok(atOnce > 1000 && atOnce <= all, `${what}: ${atOnce} of ${all}`);
    const element = sizes.at(-1);
    assert.ok(element && element.atOnce > 15_000 && element.atOnce < element.all, JSON.stringify(element));
  });
});

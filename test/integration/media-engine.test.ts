import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';

import type { MediaEngine, MediaEngineEvent } from '../../src/simulator/media/media-engine.js';
import { createMediaEngine } from '../../src/simulator/media/spawned-media-engine.js';
import { CLIP_SAMPLE_RATE, CLOSED_MOUTH, type SpeechClip } from '../../src/simulator/mouth.js';
import { EventJournal } from '../support/event-journal.js';
import { leastOf } from '../support/least-of.js';
import { isAudible, ViewerProcess } from '../support/media-viewer.js';

/** A tone, with a mouth that opens and closes five times a second. */
function toneOf(seconds: number): SpeechClip {
  const length = seconds * CLIP_SAMPLE_RATE;
  const pcm = Int16Array.from({ length }, (_, at) => 8000 * Math.sin((2 * Math.PI * 440 * at) / CLIP_SAMPLE_RATE));
  const mouth = Array.from({ length: seconds * 10 }, (_, at) => ({
    atMs: at * 100,
    pose: { ...CLOSED_MOUTH, open: at % 2 },
  }));
  return { pcm, mouth };
}

describe('the media engine', { timeout: 120_000 }, () => {
  let engine: MediaEngine;
  let events: EventJournal<MediaEngineEvent>;
  let crashes: EventJournal<string>;
  let viewers: ViewerProcess;

  before(() => {
    engine = createMediaEngine({ onEvent: (event) => events.add(event), onCrash: (reason) => crashes.add(reason) });
    viewers = new ViewerProcess();
  });

  beforeEach(async () => {
    events = new EventJournal();
    crashes = new EventJournal();
    await engine.openStage('main', { avatarId: 'avatar' });
  });

  afterEach(async () => {
    await engine.closeStage('main');
  });

  after(async () => {
    await engine.close();
    await viewers.close();
  });

  const told = (type: MediaEngineEvent['type'], stageId = 'main', timeoutMs = 10_000): Promise<MediaEngineEvent> =>
    events.next((event) => event.type === type && event.stageId === stageId, { timeoutMs });

  const toldOfClips = (): string[] =>
    events.all.map((event) => ('clipId' in event ? `${event.type} ${event.clipId}` : event.type));

  it('sends a moving picture of 512 by 512 pixels, and silence, in one stream', async () => {
    const viewer = await viewers.connect(engine, 'main');
    const frames = await viewer.nextFrames(25);
    assert.deepEqual(new Set(frames.map(({ width, height }) => `${width}x${height}`)), new Set(['512x512']));
    assert.ok(new Set(frames.map(({ digest }) => digest)).size > 10, 'a listening face moves too');
    assert.ok(viewer.sounds.length > 0);
    assert.equal(viewer.sounds.some(isAudible), false);
    const tracks = viewer.events.all.filter((event) => event.type === 'track');
    assert.deepEqual(tracks.map(({ kind }) => kind).sort(), ['audio', 'video']);
    assert.equal(new Set(tracks.flatMap(({ streamIds }) => streamIds)).size, 1);
    await told('viewer-connected');
  });

  it('names nothing but loopback in its answer', async () => {
    const { offerSdp } = await viewers.createViewer();
    const { sdp } = await engine.connectViewer('main', offerSdp);
    const candidates = sdp.match(/^a=candidate:.*$/gm) ?? [];
    assert.equal(candidates.length, 1);
    assert.match(candidates.join(), / udp \d+ 127\.0\.0\.1 \d+ typ host$/);
    assert.equal(sdp.match(/^a=sendonly$/gm)?.length, 2);
    const addresses = new Set(sdp.match(/\b\d+\.\d+\.\d+\.\d+\b/g));
    assert.deepEqual([...addresses].sort(), ['0.0.0.0', '127.0.0.1']);
  });

  it('lets a clip be heard, and tells when it starts and when it is finished', async () => {
    const viewer = await viewers.connect(engine, 'main');
    const heard = viewer.nextSound('audible');
    await engine.play('main', 'clip', toneOf(1));
    await heard;
    assert.deepEqual(await told('clip-started'), { type: 'clip-started', stageId: 'main', clipId: 'clip' });
    assert.deepEqual(await told('clip-finished'), { type: 'clip-finished', stageId: 'main', clipId: 'clip' });
    await viewer.nextSound('silent');
    const heardMs = 10 * viewer.sounds.filter(isAudible).length;
    assert.ok(heardMs > 900 && heardMs < 1500, `1 s of tone was heard for ${heardMs} ms`);
  });

  it('is silent within 200 ms of a flush', async () => {
    const viewer = await viewers.connect(engine, 'main');
    const heardMs = await leastOf(200, async () => {
      const heard = viewer.nextSound('audible');
      await engine.play('main', 'cut short', toneOf(2));
      await heard;
      const heardBefore = viewer.sounds.length;
      await engine.flush('main');
      await viewer.nextFrames(25);
      // In the sound's own time: on a busy machine all of it comes late.
      return 10 * (viewer.sounds.slice(heardBefore).findLastIndex(isAudible) + 1);
    });
    assert.ok(heardMs < 200, `it was heard for ${heardMs} ms more`);
  });

  it('says nothing of the clips that a flush dropped, and plays the next one', async () => {
    await engine.play('main', 'cut short', toneOf(10));
    await engine.play('main', 'never begun', toneOf(10));
    await told('clip-started');
    await engine.flush('main');
    await engine.play('main', 'next', toneOf(0.1));
    await told('clip-finished');
    assert.deepEqual(toldOfClips(), ['clip-started cut short', 'clip-started next', 'clip-finished next']);
  });

  it('plays its clips in real time, one after the other, when nobody watches', async () => {
    const playedMs = await leastOf(1500, async () => {
      events = new EventJournal();
      const startedAt = performance.now();
      await engine.play('main', 'a', toneOf(0.5));
      await engine.play('main', 'b', toneOf(0.5));
      await events.next((event) => event.type === 'clip-finished' && event.clipId === 'b');
      return performance.now() - startedAt;
    });
    assert.ok(playedMs > 950 && playedMs < 1500, `1 s was played in ${Math.round(playedMs)} ms`);
    assert.deepEqual(toldOfClips(), ['clip-started a', 'clip-finished a', 'clip-started b', 'clip-finished b']);
  });

  it('refuses a second viewer until the first was disconnected', async () => {
    await viewers.connect(engine, 'main');
    const second = await viewers.createViewer();
    await assert.rejects(engine.connectViewer('main', second.offerSdp), { name: 'StageBusyError' });
    await engine.disconnectViewer('main');
    const third = await viewers.connect(engine, 'main');
    await third.nextFrames(2);
  });

  it('notices at once that a viewer closed its connection, and takes the next one', async () => {
    for (let round = 0; round < 5; round += 1) {
      events = new EventJournal();
      const viewer = await viewers.connect(engine, 'main');
      await viewer.nextFrames(1);
      await viewer.close();
      await told('viewer-gone', 'main', 2000);
    }
  });

  it('notices within half a minute that a viewer vanished, and takes the next one', async () => {
    const doomed = new ViewerProcess();
    try {
      const viewer = await doomed.connect(engine, 'main');
      await viewer.nextFrames(1);
      doomed.vanish();
      await told('viewer-gone', 'main', 30_000);
    } finally {
      await doomed.close();
    }
    const next = await viewers.connect(engine, 'main');
    await next.nextFrames(1);
  });

  it('says that an offer cannot be answered, and answers a good one after it', async () => {
    const viewer = await viewers.createViewer();
    const { offerSdp } = viewer;
    const badOffers = [
      '',
      'hello',
      'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n',
      offerSdp.slice(0, offerSdp.length / 2),
      offerSdp.replace(/^a=fingerprint:.*\r\n/gm, ''),
      offerSdp.replace(/^a=group:BUNDLE.*\r\n/gm, ''),
      offerSdp.replace(/ (VP8|VP9|AV1)\//g, ' H264/'),
    ];
    for (const badOffer of badOffers) {
      await assert.rejects(engine.connectViewer('main', badOffer), { name: 'BadOfferError' });
    }
    const { sdp } = await engine.connectViewer('main', offerSdp);
    await viewer.acceptAnswer(sdp);
    await viewer.nextFrames(1);
    assert.equal(engine.crashes, 0);
  });

  it('restarts ICE with new credentials on both sides, and the picture goes on', async () => {
    const viewer = await viewers.createViewer();
    const { sdp } = await engine.connectViewer('main', viewer.offerSdp);
    await viewer.acceptAnswer(sdp);
    await viewer.nextFrames(1);
    const ufragOf = (text: string): string | undefined => /^a=ice-ufrag:(.*)$/m.exec(text)?.[1];

    const answer = await engine.restartIce('main', await viewer.createRestart());
    assert.ok(ufragOf(answer));
    assert.notEqual(ufragOf(answer), ufragOf(sdp));
    assert.match(answer, /^a=candidate:.* 127\.0\.0\.1 .*$/m);
    await viewer.acceptRestart(answer);
    await viewer.nextFrames(25);
    assert.equal(events.all.filter(({ type }) => type === 'viewer-connected').length, 1);
  });

  it('restarts ICE again at once, for a viewer that never heard of the restart before', async () => {
    const viewer = await viewers.connect(engine, 'main');
    const unheard = (attempt: number): string =>
      `a=ice-ufrag:unheard${attempt}\r\na=ice-pwd:${'p'.repeat(22)}${attempt}\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n`;
    const restarts = Array.from({ length: 50 }, (_, attempt) => engine.restartIce('main', unheard(attempt)));
    for (const answer of await Promise.all(restarts)) assert.match(answer, /^a=candidate:.* 127\.0\.0\.1 .*$/m);
    await viewer.acceptRestart(await engine.restartIce('main', await viewer.createRestart()));
    await viewer.nextFrames(25);
  });

  it('checks trickle ICE fragments, and takes no address from them on loopback', async () => {
    const viewer = await viewers.connect(engine, 'main');
    const fragment = 'm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=candidate:1 1 udp 2122194687 192.0.2.7 46956 typ host\r\n';
    await engine.addCandidates('main', fragment);
    await assert.rejects(engine.addCandidates('main', 'a=candidate:nonsense\r\n'), { name: 'BadFragmentError' });
    await assert.rejects(engine.restartIce('main', fragment), { name: 'BadFragmentError' });
    await viewer.nextFrames(2);
  });

  it('connects but sends neither picture nor sound under the noMedia fault', async () => {
    await engine.openStage('healthy', { avatarId: 'other' });
    const starved = await viewers.connect(engine, 'main', { noMedia: true });
    const healthy = await viewers.connect(engine, 'healthy');
    await engine.play('main', 'unheard', toneOf(0.5));
    await told('clip-finished');
    await healthy.nextFrames(10);
    await engine.closeStage('healthy');
    await told('viewer-connected');
    assert.equal(starved.frames.length, 0);
    assert.equal(starved.sounds.some(isAudible), false);
  });

  it('stops picture and sound after dropAfterMs while the connection stays up', async () => {
    await engine.openStage('healthy', { avatarId: 'other' });
    const dropped = await viewers.connect(engine, 'main', { dropAfterMs: 1000 });
    const healthy = await viewers.connect(engine, 'healthy');
    const heard = dropped.nextSound('audible');
    await engine.play('main', 'cut off', toneOf(3));
    await heard;
    await told('clip-finished');
    // Both are shown by one process: what was still on its way has come when the other viewer is a second further.
    await healthy.nextFrames(25);
    const frames = dropped.frames.length;
    const sounds = dropped.sounds.filter(isAudible).length;
    assert.ok(frames > 0 && frames < 40, `${frames} frames came in 1 s`);
    assert.ok(sounds < 150, `${10 * sounds} ms of 3 s were heard`);
    await healthy.nextFrames(10);
    await engine.closeStage('healthy');
    assert.equal(dropped.frames.length, frames);
    assert.equal(dropped.sounds.slice(-10).some(isAudible), false);
    assert.equal(
      events.all.some(({ type }) => type === 'viewer-gone'),
      false,
    );
  });

  it('keeps stages apart, and knows which there are', async () => {
    await assert.rejects(engine.openStage('main', { avatarId: 'avatar' }), { name: 'StageBusyError' });
    await assert.rejects(engine.play('elsewhere', 'clip', toneOf(0.1)), { name: 'UnknownStageError' });
    await assert.rejects(engine.restartIce('main', ''), { name: 'NoViewerError' });
    await engine.closeStage('elsewhere');
    await engine.disconnectViewer('elsewhere');
    await engine.disconnectViewer('main');
  });

  it('tells a viewer whose stage closes while it is being connected that there is no place any more', async () => {
    await engine.openStage('short-lived', { avatarId: 'anna' });
    const { offerSdp } = await viewers.createViewer();
    const connecting = engine.connectViewer('short-lived', offerSdp);
    await Promise.all([assert.rejects(connecting, { name: 'NoViewerError' }), engine.closeStage('short-lived')]);
  });

  it('is replaced after a crash: what was under way fails, and the next stage works', async () => {
    const { pid } = engine;
    assert.ok(pid !== undefined);
    process.kill(pid, 'SIGKILL');
    await assert.rejects(engine.flush('main'), { name: 'ChildCrashedError' });
    assert.deepEqual(crashes.all, ['SIGKILL']);
    assert.equal(engine.crashes, 1);

    await engine.openStage('main', { avatarId: 'avatar' });
    const viewer = await viewers.connect(engine, 'main');
    await viewer.nextFrames(2);
    assert.equal(crashes.all.length, 1);
    assert.notEqual(engine.pid, pid);
  });
});

describe('a media engine with a noise under everything', { timeout: 30_000 }, () => {
  it('is heard also while nothing is said', async () => {
    const engine = createMediaEngine({ onEvent: () => undefined, onCrash: () => undefined }, { noiseFloor: 0.1 });
    const viewers = new ViewerProcess();
    try {
      await engine.openStage('main', { avatarId: 'maya' });
      const viewer = await viewers.connect(engine, 'main');
      await viewer.nextSound('audible');
    } finally {
      await Promise.all([viewers.close(), engine.close()]);
    }
  });
});

describe('a media engine on another address', { timeout: 30_000 }, () => {
  it('refuses a name in place of an IP address', () => {
    const listener = { onEvent: () => undefined, onCrash: () => undefined };
    assert.throws(() => createMediaEngine(listener, { mediaAddress: 'localhost' }), TypeError);
  });

  it('says so when the machine does not have the address', async () => {
    const listener = { onEvent: () => undefined, onCrash: () => undefined };
    const engine = createMediaEngine(listener, { mediaAddress: '192.0.2.199' });
    const viewers = new ViewerProcess();
    try {
      await engine.openStage('main', { avatarId: 'avatar' });
      const { offerSdp } = await viewers.createViewer();
      await assert.rejects(engine.connectViewer('main', offerSdp), /no network address 192\.0\.2\.199/);
    } finally {
      await engine.close();
      await viewers.close();
    }
  });
});

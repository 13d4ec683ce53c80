import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { fromFirstAgreed, withRefusedFirstInactive } from '../../src/session/whep/refused-media.js';

const section = (kind: string, mid: string, port: number, ...more: string[]): string =>
  [`m=${kind} ${port} UDP/TLS/RTP/SAVPF 96`, `a=mid:${mid}`, ...more, ''].join('\r\n');

const OFFER = ['v=0', 'a=group:BUNDLE 0 1', '']
  .join('\r\n')
  .concat(
    section('audio', '0', 9, 'a=rtpmap:96 opus/48000/2', 'a=recvonly'),
    section('video', '1', 9, 'a=rtpmap:96 VP8/90000', 'a=recvonly'),
  );
const TRANSPORT = ['a=ice-ufrag:u', 'a=ice-pwd:p', 'a=fingerprint:sha-256 00', 'a=setup:passive'];
const session = (mids: string): string => `v=0\r\na=group:BUNDLE ${mids}\r\n`;

describe('an answer that refuses', () => {
  it('nothing, or not the first section, stays as it is', () => {
    const both = session('0 1') + section('audio', '0', 9, ...TRANSPORT) + section('video', '1', 9, ...TRANSPORT);
    const second = session('0') + section('audio', '0', 9, ...TRANSPORT) + section('video', '1', 0);
    assert.equal(withRefusedFirstInactive(both, OFFER), both);
    assert.equal(withRefusedFirstInactive(second, OFFER), second);
  });

  it('the first section gets one that is inactive there, with the transport of the other', () => {
    const answer = session('1') + section('audio', '0', 0) + section('video', '1', 9, ...TRANSPORT, 'a=sendonly');
    const taken = withRefusedFirstInactive(answer, OFFER);
    assert.match(taken, /^v=0\r\na=group:BUNDLE 0 1\r\nm=audio 9 /);
    const [, audio = '', video = ''] = taken.split(/^(?=m=)/m);
    for (const line of [...TRANSPORT, 'a=mid:0', 'a=inactive', 'a=rtpmap:96 opus/48000/2'])
      assert.ok(audio.includes(`${line}\r\n`), line);
    assert.ok(!audio.includes('recvonly'));
    assert.equal(video, section('video', '1', 9, ...TRANSPORT, 'a=sendonly'));
  });

  it('everything stays as it is', () => {
    const answer = session('') + section('audio', '0', 0) + section('video', '1', 0);
    assert.equal(withRefusedFirstInactive(answer, OFFER), answer);
  });

  it('the first section has its candidates sent for the other', () => {
    const answer = session('1') + section('audio', '0', 0) + section('video', '1', 9, ...TRANSPORT);
    assert.match(fromFirstAgreed(OFFER, answer), /^v=0\r\na=group:BUNDLE 0 1\r\nm=video 9 /);
    assert.equal(fromFirstAgreed(OFFER, ''), OFFER);
  });
});

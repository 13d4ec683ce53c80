import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { withFragment } from '../../src/session/whep/sdp-fragment.js';

const ANSWER = [
  'v=0',
  'a=group:BUNDLE 0 1',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=ice-ufrag:old1',
  'a=ice-pwd:old-password-old-password',
  'a=mid:0',
  'a=candidate:1 1 udp 1 192.0.2.1 1000 typ host',
  'a=end-of-candidates',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=ice-ufrag:old1',
  'a=ice-pwd:old-password-old-password',
  'a=mid:1',
  '',
].join('\r\n');

const FRAGMENT = [
  'a=ice-ufrag:new1',
  'a=ice-pwd:new-password-new-password',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=mid:0',
  'a=candidate:2 1 udp 1 192.0.2.2 2000 typ host',
  '',
].join('\n');

describe('the answer to an ICE restart', () => {
  it('is the last answer with the new credentials and candidates, and nothing of the old ones', () => {
    assert.equal(
      withFragment(ANSWER, FRAGMENT),
      [
        'v=0',
        'a=group:BUNDLE 0 1',
        'm=video 9 UDP/TLS/RTP/SAVPF 96',
        'a=ice-ufrag:new1',
        'a=ice-pwd:new-password-new-password',
        'a=mid:0',
        'a=candidate:2 1 udp 1 192.0.2.2 2000 typ host',
        'm=audio 9 UDP/TLS/RTP/SAVPF 111',
        'a=ice-ufrag:new1',
        'a=ice-pwd:new-password-new-password',
        'a=mid:1',
        '',
      ].join('\r\n'),
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { isOffered, parseCandidate } from '../../src/simulator/media/candidate.js';
import {
  iceCredentialsOf,
  refusedKinds,
  requestedKinds,
  withCandidates,
  withDtx,
  withIceCredentials,
  withoutCandidates,
  withStartBitrate,
} from '../../src/simulator/media/sdp.js';
import { makeFragment, parseFragment } from '../../src/simulator/media/sdp-fragment.js';

const HOST = 'candidate:1 1 udp 2122063615 127.0.0.1 38866 typ host';
const LAN = 'candidate:2 1 udp 2122194687 192.168.1.7 46956 typ host';
const IPV6 = 'candidate:3 1 udp 2122265343 fd00::7 54779 typ host';
const TCP = 'candidate:4 1 tcp 1518083839 127.0.0.1 56841 typ host tcptype passive';
const RELAY = 'candidate:5 1 udp 41885439 127.0.0.1 49160 typ relay raddr 0.0.0.0 rport 0';

const SESSION = ['v=0', 'o=- 1 2 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0 1'];
const AUDIO = ['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=ice-ufrag:abcd', `a=ice-pwd:${'p'.repeat(24)}`, 'a=mid:0'];
const VIDEO = ['m=video 9 UDP/TLS/RTP/SAVPF 96 98', 'a=ice-ufrag:abcd', `a=ice-pwd:${'p'.repeat(24)}`, 'a=mid:1'];

function sdpOf(...lines: (string | string[])[]): string {
  return lines.flat().join('\r\n') + '\r\n';
}

describe('what an offer asks for', () => {
  it('is read from its media sections', () => {
    assert.deepEqual(requestedKinds(sdpOf(SESSION, AUDIO, 'a=recvonly', VIDEO, 'a=recvonly')), ['audio', 'video']);
    assert.deepEqual(requestedKinds(sdpOf(SESSION, VIDEO, 'a=recvonly')), ['video']);
  });

  it('includes sections that send as well, or that give no direction', () => {
    assert.deepEqual(requestedKinds(sdpOf(SESSION, AUDIO, VIDEO, 'a=sendrecv')), ['audio', 'video']);
  });

  it('leaves out sections that receive nothing or are turned down', () => {
    const rejected = VIDEO.map((line) => line.replace('m=video 9', 'm=video 0'));
    assert.deepEqual(requestedKinds(sdpOf(SESSION, AUDIO, rejected)), ['audio']);
    assert.deepEqual(requestedKinds(sdpOf(SESSION, AUDIO, VIDEO, 'a=sendonly')), ['audio']);
  });

  const hopeless: Record<string, string> = {
    'an empty body': '',
    'something that is not SDP': '<html></html>',
    'SDP without media': sdpOf(SESSION),
    'SDP with nothing but a data channel': sdpOf(SESSION, 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel'),
    'SDP that only sends': sdpOf(SESSION, AUDIO, 'a=sendonly', VIDEO, 'a=inactive'),
  };
  for (const [name, offer] of Object.entries(hopeless)) {
    it(`is a BadOfferError for ${name}`, () => {
      assert.throws(() => requestedKinds(offer), { name: 'BadOfferError' });
    });
  }
});

describe('a description', () => {
  it('loses its candidates and nothing else', () => {
    const sdp = sdpOf(SESSION, AUDIO, `a=${HOST}`, 'a=end-of-candidates', VIDEO, `a=${LAN}`);
    assert.equal(withoutCandidates(sdp), sdpOf(SESSION, AUDIO, VIDEO));
  });

  it('gets candidates in the section that its bundle runs over', () => {
    assert.equal(
      withCandidates(sdpOf(SESSION, AUDIO, VIDEO), [HOST]),
      sdpOf(SESSION, AUDIO, `a=${HOST}`, 'a=end-of-candidates', VIDEO),
    );
    const refused = AUDIO.map((line) => line.replace('m=audio 9', 'm=audio 0'));
    assert.equal(
      withCandidates(sdpOf(SESSION, refused, VIDEO), [HOST]),
      sdpOf(SESSION, refused, VIDEO, `a=${HOST}`, 'a=end-of-candidates'),
    );
  });

  it('gets new ICE credentials in every section', () => {
    const credentials = { ufrag: 'wxyz', pwd: 'q'.repeat(22) };
    const sdp = withIceCredentials(sdpOf(SESSION, AUDIO, VIDEO), credentials);
    assert.equal(sdp.match(/^a=ice-ufrag:wxyz$/gm)?.length, 2);
    assert.equal(sdp.match(/^a=ice-pwd:q{22}$/gm)?.length, 2);
    assert.deepEqual(iceCredentialsOf(sdp), credentials);
  });

  it('takes what Firefox offers at port 0 because it is bundled for an offer', () => {
    const bundled = AUDIO.map((line) => line.replace('m=audio 9', 'm=audio 0'));
    assert.deepEqual(requestedKinds(sdpOf(SESSION, VIDEO, bundled, 'a=bundle-only')), ['video', 'audio']);
    assert.deepEqual(requestedKinds(sdpOf(SESSION, VIDEO, bundled)), ['video']);
  });

  it('names the kinds of media that it turns down', () => {
    assert.deepEqual(refusedKinds(sdpOf(SESSION, AUDIO, VIDEO)), []);
    assert.deepEqual(refusedKinds(sdpOf(SESSION, AUDIO, 'm=video 0 UDP/TLS/RTP/SAVPF 96')), ['video']);
  });

  it('gets a start bitrate for each of its picture codecs, and keeps the parameters they have', () => {
    const codecs = [
      'a=rtpmap:96 VP8/90000',
      'a=rtpmap:98 VP9/90000',
      'a=fmtp:98 profile-id=0',
      'a=rtpmap:97 rtx/90000',
    ];
    assert.equal(
      withStartBitrate(sdpOf(SESSION, VIDEO, codecs), 1000),
      sdpOf(
        SESSION,
        VIDEO,
        'a=rtpmap:96 VP8/90000',
        'a=fmtp:96 x-google-start-bitrate=1000',
        'a=rtpmap:98 VP9/90000',
        'a=fmtp:98 profile-id=0;x-google-start-bitrate=1000',
        'a=rtpmap:97 rtx/90000',
      ),
    );
  });

  it('asks for silence not to be sent, with the sound codec alone', () => {
    const codecs = ['a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10', 'a=rtpmap:9 G722/8000', 'a=fmtp:9 x=1'];
    assert.equal(
      withDtx(sdpOf(SESSION, codecs)),
      sdpOf(SESSION, codecs).replace('minptime=10', 'minptime=10;usedtx=1'),
    );
    assert.equal(withDtx(sdpOf(SESSION, VIDEO)), sdpOf(SESSION, VIDEO));
  });
});

describe('the candidates that a viewer is told of', () => {
  const offeredOn = (mediaAddress: string): string[] =>
    [HOST, LAN, IPV6, TCP, RELAY]
      .flatMap((text) => parseCandidate(text) ?? [])
      .filter((candidate) => isOffered(candidate, mediaAddress))
      .map(({ text }) => text);

  it('are the UDP host candidates on the media address', () => {
    assert.deepEqual(offeredOn('127.0.0.1'), [HOST]);
    assert.deepEqual(offeredOn('192.168.1.7'), [LAN]);
    assert.deepEqual(offeredOn('192.168.1.8'), []);
  });

  it('are all of a family where the media address stands for every address', () => {
    assert.deepEqual(offeredOn('0.0.0.0'), [HOST, LAN]);
    assert.deepEqual(offeredOn('::'), [HOST, LAN, IPV6]);
  });

  it('carry nothing that is only of use to the process that made them', () => {
    assert.equal(parseCandidate(`${HOST} generation 0 ufrag FVC7 network-id 3`)?.text, HOST);
  });

  it('are not read from what is no candidate', () => {
    for (const text of [
      '',
      'candidate:',
      'candidate:1 1 udp x 127.0.0.1 1 typ host',
      HOST.slice('candidate:'.length),
    ]) {
      assert.equal(parseCandidate(text), undefined);
    }
  });
});

describe('a trickle ICE fragment', () => {
  const CREDENTIALS = ['a=ice-ufrag:abcd', `a=ice-pwd:${'p'.repeat(24)}`];

  it('is read with its credentials, and its candidates by media section', () => {
    const text = sdpOf(CREDENTIALS, 'm=audio 9 RTP/AVP 0', 'a=mid:0', `a=${HOST}`, 'm=video 9 RTP/AVP 0', `a=${LAN}`);
    assert.deepEqual(parseFragment(text), {
      credentials: { ufrag: 'abcd', pwd: 'p'.repeat(24) },
      candidates: [
        { candidate: HOST, mid: '0' },
        { candidate: LAN, mid: undefined },
      ],
    });
  });

  it('may tell of the end of candidates alone', () => {
    const text = sdpOf('m=audio 9 RTP/AVP 0', 'a=mid:0', 'a=end-of-candidates');
    assert.deepEqual(parseFragment(text), { credentials: undefined, candidates: [] });
  });

  const malformed: Record<string, string> = {
    'nothing at all': '',
    'lines that do not belong in it': sdpOf(SESSION, AUDIO),
    'a malformed candidate': sdpOf('m=audio 9 RTP/AVP 0', 'a=mid:0', 'a=candidate:1 1 udp nonsense'),
    'a password that is too short': sdpOf('a=ice-ufrag:abcd', 'a=ice-pwd:short'),
    'a user name with forbidden characters': sdpOf('a=ice-ufrag:ab cd', `a=ice-pwd:${'p'.repeat(24)}`),
  };
  for (const [name, text] of Object.entries(malformed)) {
    it(`is a BadFragmentError with ${name}`, () => {
      assert.throws(() => parseFragment(text), { name: 'BadFragmentError' });
    });
  }

  it('is made of a description, and can be read again', () => {
    const text = makeFragment(sdpOf(SESSION, AUDIO, 'a=sendonly', VIDEO), [HOST]);
    assert.equal(
      text,
      sdpOf('a=group:BUNDLE 0 1', AUDIO[0] ?? '', CREDENTIALS, 'a=mid:0', `a=${HOST}`, 'a=end-of-candidates'),
    );
    assert.deepEqual(parseFragment(text).candidates, [{ candidate: HOST, mid: '0' }]);
  });
});

const FINGERPRINT = Array.from({ length: 32 }, (_, index) => (index * 7 + 3).toString(16).padStart(2, '0'))
  .join(':')
  .toUpperCase();

const TRANSPORT = [
  'c=IN IP4 0.0.0.0',
  'a=rtcp:9 IN IP4 0.0.0.0',
  'a=ice-ufrag:4ZcD',
  'a=ice-pwd:2/1muCWoOi3uLifh0NuRHlZE',
  'a=ice-options:trickle',
  `a=fingerprint:sha-256 ${FINGERPRINT}`,
  'a=setup:actpass',
];

const LINES = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  'a=extmap-allow-mixed',
  'a=msid-semantic: WMS',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103',
  ...TRANSPORT,
  'a=mid:0',
  'a=extmap:1 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'a=extmap:2 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid',
  'a=recvonly',
  'a=rtcp-mux',
  'a=rtcp-rsize',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 goog-remb',
  'a=rtcp-fb:96 transport-cc',
  'a=rtcp-fb:96 ccm fir',
  'a=rtcp-fb:96 nack',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:102 H264/90000',
  'a=rtcp-fb:102 goog-remb',
  'a=rtcp-fb:102 transport-cc',
  'a=rtcp-fb:102 ccm fir',
  'a=rtcp-fb:102 nack',
  'a=rtcp-fb:102 nack pli',
  'a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  'a=rtpmap:103 rtx/90000',
  'a=fmtp:103 apt=102',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  ...TRANSPORT,
  'a=mid:1',
  'a=extmap:14 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'a=extmap:2 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid',
  'a=recvonly',
  'a=rtcp-mux',
  'a=rtcp-rsize',
  'a=rtpmap:111 opus/48000/2',
  'a=rtcp-fb:111 transport-cc',
  'a=fmtp:111 minptime=10;useinbandfec=1',
];

/** What Chromium offers to receive picture and sound, before it has gathered candidates. Nobody listens behind it. */
export const RECVONLY_OFFER = LINES.map((line) => `${line}\r\n`).join('');

/** A trickle ICE fragment that goes with {@link RECVONLY_OFFER}. */
export const CANDIDATE_FRAGMENT = [
  'a=group:BUNDLE 0 1',
  'a=ice-ufrag:4ZcD',
  'a=ice-pwd:2/1muCWoOi3uLifh0NuRHlZE',
  'm=video 9 UDP/TLS/RTP/SAVPF 0',
  'a=mid:0',
  'a=candidate:1467250027 1 udp 2122260223 127.0.0.1 46243 typ host generation 0',
  'a=end-of-candidates',
  '',
].join('\r\n');

/** A trickle ICE fragment that restarts ICE. */
export const RESTART_FRAGMENT = CANDIDATE_FRAGMENT.replace('4ZcD', 'R5tt').replace(
  '2/1muCWoOi3uLifh0NuRHlZE',
  'Rst/muCWoOi3uLifh0NuRHlZ',
);

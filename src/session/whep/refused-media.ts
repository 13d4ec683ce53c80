/** A media section of a description, with what is read from it. */
interface Section {
  text: string;
  mid: string | undefined;
  /** Its port is 0: it was turned down. */
  isRefused: boolean;
}

interface Description {
  session: string;
  media: Section[];
}

/**
 * An answer that Chromium can take. All media share one transport, which Chromium ties to the first section: one that is
 * refused there (`m=audio 0`) makes it refuse the whole answer, "Failed to setup RTCP mux". Such a section is turned into one
 * that is agreed on and inactive, which comes to the same.
 */
export function withRefusedFirstInactive(answerSdp: string, offerSdp: string): string {
  const { session, media } = read(answerSdp);
  const agreed = media.find(({ isRefused }) => !isRefused);
  if (!agreed || !media[0]?.isRefused) return answerSdp;
  const offered = read(offerSdp).media;
  const mids = media.map(({ mid }, index) => mid ?? offered[index]?.mid ?? String(index));
  const inactive = media.map((section, index) => {
    const offer = offered[index];
    if (index >= media.indexOf(agreed) || !offer) return section.text;
    return inactiveSection(section.text, { offer: offer.text, agreed: agreed.text + session, mid: mids[index] ?? '' });
  });
  const isBundled = (index: number): boolean => index < media.indexOf(agreed) || !media[index]?.isRefused;
  const group = `a=group:BUNDLE ${mids.filter((_, index) => isBundled(index)).join(' ')}\r\n`;
  return session.replace(/^a=group:BUNDLE.*\r?\n/m, '') + group + inactive.join('');
}

/** The description without the leading sections that the answer refuses: the first of what is left carries the candidates. */
export function fromFirstAgreed(localSdp: string, answerSdp: string): string {
  const { session, media } = read(localSdp);
  const first = read(answerSdp).media.findIndex(({ isRefused }) => !isRefused);
  if (first < 1) return localSdp;
  const rest = media.slice(first).map(({ text }) => text);
  return session + rest.join('');
}

/** Payload formats that accompany a codec. */
const NO_CODEC = /^(rtx|red|ulpfec|flexfec.*)$/i;

/** What avatars are sent in, where the server names nothing. */
const USUAL_CODEC = 'H264';

/** The codecs that a description names for the picture, where this browser has none of them. */
export function lackingCodecs(sdp: string): string[] {
  const own = RTCRtpReceiver.getCapabilities('video')?.codecs;
  if (!own) return [];
  const named = videoCodecsOf(sdp);
  const needed = named.length > 0 ? named : [USUAL_CODEC];
  const isKnown = (name: string): boolean => own.some(({ mimeType }) => mimeType.toUpperCase() === `VIDEO/${name}`);
  return needed.some(isKnown) ? [] : needed;
}

/** What to tell of an answer that leaves something out; undefined where nothing is. */
export function missingIn(sends: (kind: 'video' | 'audio') => boolean, lacking: readonly string[]): string | undefined {
  const because = lacking.length > 0 ? `: this browser lacks its codec, ${lacking.join(', ')}` : '';
  if (!sends('video')) return `The WHEP server sends no picture${because}.`;
  return sends('audio') ? undefined : 'The WHEP server sends no sound.';
}

function videoCodecsOf(sdp: string): string[] {
  const video = read(sdp).media.find(({ text }) => text.startsWith('m=video'));
  const named = [...(video?.text ?? '').matchAll(/^a=rtpmap:\d+ ([^/\s]+)/gm)].map(([, name = '']) =>
    name.toUpperCase(),
  );
  return [...new Set(named)].filter((name) => !NO_CODEC.test(name));
}

function inactiveSection(
  refused: string,
  { offer, agreed, mid }: { offer: string; agreed: string; mid: string },
): string {
  const [media = '', ...codecs] = linesOf(offer, /^(m=|a=(rtpmap|fmtp|rtcp-fb|rtcp-mux\b))/);
  const transport = ['ice-ufrag', 'ice-pwd', 'ice-options', 'fingerprint', 'setup']
    .map((name) => new RegExp(`^a=${name}:.*`, 'm').exec(agreed)?.[0].trimEnd())
    .filter((line) => line !== undefined);
  const candidates = linesOf(refused, /^a=(candidate:|end-of-candidates)/);
  const head = [media.replace(/^(m=\w+) \d+/, '$1 9'), 'c=IN IP4 0.0.0.0', ...transport, `a=mid:${mid}`, 'a=inactive'];
  return `${[...head, ...codecs, ...candidates].join('\r\n')}\r\n`;
}

function linesOf(text: string, wanted: RegExp): string[] {
  return text.split(/\r?\n/).filter((line) => wanted.test(line));
}

function read(sdp: string): Description {
  const [session = '', ...media] = sdp.split(/^(?=m=)/m);
  return {
    session,
    media: media.map((text) => ({
      text,
      mid: /^a=mid:(\S+)/m.exec(text)?.[1],
      isRefused: /^m=\w+ 0 /.test(text),
    })),
  };
}

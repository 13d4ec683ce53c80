import 'kaltura-avatar/define';
import type { KalturaAvatarElement } from 'kaltura-avatar';

import { Ear } from './ear.js';

/** What sounded from when to when, in milliseconds since 1970. */
export interface Sound {
  from: number;
  to: number;
}

export interface HeardConversation {
  /** Each time that the visitor spoke. */
  visitor: Sound[];
  avatar: Sound[];
  /** What the element told of each answer: from the end of the voice until it was heard, in milliseconds. */
  told: (number | undefined)[];
}

declare global {
  interface Window {
    hearBoth(): Promise<void>;
    heardSoFar(): HeardConversation;
  }
}

/** Of the loudness of a window; the microphone's own noise lies far below. */
const SILENT_BELOW = 0.01;
/** A shorter pause is one within what is said, in milliseconds. */
const PAUSE_MS = 1200;

const getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
const microphone = new Promise<MediaStream>((resolve) => {
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints);
    resolve(stream.clone());
    return stream;
  };
});

const told: (number | undefined)[] = [];
const element = document.querySelector<KalturaAvatarElement>('kaltura-avatar');
element?.addEventListener('avatar-metrics', ({ heardAfterVoiceMs }) => told.push(heardAfterVoiceMs));

let ears: { visitor: Ear; avatar: Ear } | undefined;

/** Resolves once the visitor's microphone and the avatar are listened to. */
window.hearBoth = async () => {
  const avatar = element?.video?.srcObject as MediaStream;
  ears = { visitor: await Ear.open(await microphone), avatar: await Ear.open(avatar) };
};

window.heardSoFar = () => {
  if (!ears) throw new Error('Nobody listens yet: call hearBoth() first.');
  return { visitor: soundsOf(ears.visitor), avatar: soundsOf(ears.avatar), told };
};

function soundsOf(ear: Ear): Sound[] {
  const { levels, windowMs } = ear.heard;
  const began = performance.timeOrigin + performance.now() - ear.nowMs;
  const sounds: Sound[] = [];
  for (const [i, level] of levels.entries()) {
    if (level < SILENT_BELOW) continue;
    const [from, to] = [began + i * windowMs, began + (i + 1) * windowMs];
    const last = sounds.at(-1);
    if (last && from - last.to < PAUSE_MS) last.to = to;
    else sounds.push({ from, to });
  }
  return sounds;
}

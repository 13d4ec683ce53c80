import { KalturaAvatarSession } from 'kaltura-avatar/session';
import { WhepConnection } from 'kaltura-avatar/whep';

import { ControlClient } from '../../../src/core/control-client.js';
import { AvatarSpeech } from '../../../src/session/speech/avatar-speech.js';
import { toIceServers } from '../../../src/core/ice-servers.js';
import { ignore, SILENT } from '../../support/silent.js';

/** The same avatar, shown by a bare connection, by one that is listened to, and by a whole session. */
export type Kind = 'connection' | 'listened to' | 'session';

declare global {
  interface Window {
    /** Opens an avatar that says `text`; resolves when it is heard, or seen where nobody listens. */
    openAvatar(kind: Kind, baseUrl: string, text: string): Promise<void>;
    closeAvatar(): Promise<void>;
  }
}

const video = document.createElement('video');
video.muted = true;
video.id = 'video';
document.body.append(video);

window.openAvatar = async (kind, baseUrl, text) => {
  if (kind === 'session') {
    const session = new KalturaAvatarSession('bench-ks', { baseUrl, logger: SILENT });
    window.closeAvatar = () => session.endSession();
    await session.createSession({ avatarId: 'maya' });
    video.srcObject = session.mediaStream;
    await video.play();
    if (text) await session.speak(text).started;
    return;
  }
  const client = new ControlClient({ baseUrl });
  const control = client.session(await client.create('bench-ks', { avatarId: 'maya' }));
  const { whepUrl, turn } = await control.initClient();
  const connection = new WhepConnection({ logger: SILENT });
  const speech = new AvatarSpeech({ onStart: ignore, onEnd: ignore, now: () => performance.now() });
  window.closeAvatar = async () => {
    speech.stop();
    await Promise.all([connection.close(), control.end()]);
  };
  await connection.connect({ url: whepUrl, iceServers: toIceServers(turn) });
  video.srcObject = connection.stream;
  await video.play();
  if (kind === 'listened to') {
    speech.start({ control, whep: connection });
    if (text) await speech.speak(text).started;
  } else if (text) await control.sayText({ text, turnId: 'bench', isFinal: true });
};

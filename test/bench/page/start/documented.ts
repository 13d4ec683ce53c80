import { toIceServers } from 'kaltura-avatar/whep';

import { parseClientInit } from '../../../../src/core/protocol-guards.js';
import { createVideo } from './first-frame.js';
import { AVATAR_ID, CREATE_URL, type Opened, type Play, type Stand, type Started } from './ways.js';

const json = async (url: string, init: RequestInit): Promise<unknown> => {
  const answer = await fetch(url, { method: 'POST', ...init });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return answer.json();
};

/** As the service's documentation has it: the backend creates, the page asks for the WHEP URL. */
async function openAsDocumented({ serviceUrl }: Stand): Promise<Opened> {
  const { sessionId, token } = (await json(CREATE_URL, {
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ avatarId: AVATAR_ID }),
  })) as { sessionId: string; token: string };
  const headers = { Authorization: `Bearer ${token}` };
  const init = parseClientInit(await json(`${serviceUrl}/${sessionId}/init-client`, { headers }));
  return {
    whepUrl: init.whepUrl,
    iceServers: toIceServers(init.turn),
    end: () => json(`${serviceUrl}/${sessionId}/end`, { headers }),
  };
}

/** What a WHEP server gives anybody. */
const playable = (whepUrl: string): Opened => ({ whepUrl, iceServers: [], end: () => Promise.resolve() });

/** The whole sequence, with one of the players. */
export async function startAsDocumented(stand: Stand, play: Play): Promise<Started> {
  const { video, firstFrame } = createVideo();
  const opened = await openAsDocumented(stand);
  return playOpened(opened, play, video, firstFrame);
}

/** Opens a session first, so that the player's own part can be measured; `ready` is given what is known by then. */
export async function startOpened(
  stand: Stand,
  play: Play,
  ready: (opened: Opened) => Promise<unknown> = () => Promise.resolve(),
): Promise<Started & { startedAt: number }> {
  const { video, firstFrame } = createVideo();
  const opened = stand.whepUrl === undefined ? await openAsDocumented(stand) : playable(stand.whepUrl);
  await ready(opened);
  const startedAt = performance.now();
  return { startedAt, ...(await playOpened(opened, play, video, firstFrame)) };
}

async function playOpened(
  opened: Opened,
  play: Play,
  video: HTMLVideoElement,
  firstFrame: Promise<number>,
): Promise<Started> {
  const close = await play(opened, video);
  const frameAt = await firstFrame;
  return {
    frameAt,
    end: async () => {
      await close();
      await opened.end();
    },
  };
}

import type { ActName } from '../cell.js';
import { codeOf, type Stand } from './stand.js';

/** What a page does in a cell. What it throws is the code that the cell ends in. */
export type Act = (stand: Stand) => Promise<void>;

const LONG_STORY =
  'This is a long story that goes on and on, and that nobody will ever hear to its very end, because it is interrupted.';

type Call = (stand: Pick<Stand, 'session' | 'script'>) => Promise<void>;

const sayText: Call = ({ session }) => session.sayText('Hello.');
const recording = async (name: string): Promise<Blob> => (await fetch(name)).blob();
const sayAudio: Call = async ({ session }) => {
  await session.sayAudio(await recording('/tone.mp3'), crypto.randomUUID(), 0.3);
};
/** In the way that the service takes. */
const say: Call = (stand) => (stand.script.takesText ? sayText(stand) : sayAudio(stand));
const interrupt: Call = ({ session }) => session.interrupt();

/** Connects and makes the call; where the session stays ready, the call has to work once nothing is in its way. */
const calling =
  (call: Call): Act =>
  async (stand) => {
    await stand.connect();
    const outcome = await settle(call(stand));
    await stand.disarm();
    await stand.settled();
    if (stand.session.getSessionState() === 'READY') {
      const { error } = await settle(call(stand));
      if (error) stand.problems.push(`the next call failed: ${codeOf(error)}`);
    }
    if (outcome.error) throw outcome.error;
  };

const comingBetween =
  (comeBetween: (stand: Stand, caller: AbortController) => Promise<void> | void): Act =>
  async (stand) => {
    const caller = new AbortController();
    const connected = settle(stand.connect(stand.session, caller.signal));
    await stand.reached(stand.script.step);
    await comeBetween(stand, caller);
    const { error } = await connected;
    if (error) throw error;
  };

export const ACTS: Record<ActName, Act> = {
  connect: (stand) => stand.connect(),
  'say-text': calling(sayText),
  'say-audio': calling(sayAudio),
  interrupt: calling(interrupt),

  'keep-alive': async (stand) => {
    await stand.connect();
    const { keepAlives = 3 } = stand.script;
    const tried = (): number =>
      (stand.http.answered.get('keep-alive') ?? 0) + (stand.http.unanswered.get('keep-alive') ?? 0);
    const isOver = (): boolean => ['ENDED', 'ERROR'].includes(stand.session.getSessionState());
    await stand.until(() => isOver() || tried() >= keepAlives);
    await stand.settled();
  },

  end: async (stand) => {
    await stand.connect();
    await stand.session.endSession();
  },

  recover: async (stand) => {
    await stand.connect();
    await stand.until(() => stand.session.getSessionState() !== 'READY');
    await stand.settled();
  },

  hold: async (stand) => {
    await stand.connect();
    const before = stand.http.answered.get('keep-alive') ?? 0;
    await stand.released;
    await stand.until(() => (stand.http.answered.get('keep-alive') ?? 0) > before + 1);
    await stand.settled();
  },

  'end-later': async (stand) => {
    await stand.connect();
    await stand.released;
    await stand.session.endSession();
  },

  patch: async (stand) => {
    await stand.connect();
    await stand.until(() => stand.http.sent.has('whep-patch'));
    await say(stand);
  },

  'end-during': comingBetween(({ session }) => session.endSession()),
  'abort-during': comingBetween((_stand, caller) => caller.abort()),

  'connect-twice': async (stand) => {
    await Promise.all([stand.connect(), stand.connect()]);
  },

  'connect-again': async (stand) => {
    const { error } = await settle(stand.connect());
    if (!error) stand.problems.push('the first call did not fail');
    stand.errors.length = 0;
    await stand.connect();
  },

  'end-twice': async (stand) => {
    await stand.connect();
    await Promise.all([stand.session.endSession(), stand.session.endSession()]);
    await stand.session.endSession();
  },

  'end-idle': (stand) => stand.session.endSession(),

  'speak-early': async (stand) => {
    const connected = stand.connect();
    const { error } = await settle(say(stand));
    await connected;
    await say(stand);
    if (error) throw error;
  },

  'interrupt-speaking': async (stand) => {
    await speak(stand);
    const ended = new Promise<void>((resolve) => stand.session.on('speakingEnd', resolve));
    await stand.session.interrupt();
    await ended;
    await say(stand);
  },

  'end-speaking': async (stand) => {
    await speak(stand);
    await stand.session.endSession();
    if (stand.session.isSpeaking) stand.problems.push('it still speaks');
  },

  'no-container': ({ session, script }) =>
    session.createSession({ avatarId: script.avatarId, videoContainerId: 'nowhere' }),

  'two-sessions': async (stand) => {
    const other = stand.createOther();
    await Promise.all([stand.connect(), stand.connect(other)]);
    await Promise.all([say(stand), say({ session: other, script: stand.script })]);
    await other.endSession();
    await say(stand);
  },

  'ended-by-service': async (stand) => {
    await stand.connect();
    const { baseUrl } = stand.script;
    await fetch(`${baseUrl}/${stand.session.getSessionId() ?? ''}/end`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${stand.http.token ?? ''}` },
    });
    await stand.until(() => stand.session.getSessionState() !== 'READY');
    await stand.settled();
  },
};

async function speak(stand: Stand): Promise<void> {
  await stand.connect();
  const started = new Promise<void>((resolve) => stand.session.on('speakingStart', resolve));
  if (stand.script.takesText) await stand.session.sayText(LONG_STORY);
  else await stand.session.sayAudio(await recording('/story.mp3'), crypto.randomUUID(), 8);
  await started;
}

async function settle(work: Promise<void>): Promise<{ error?: Error }> {
  return work.then(
    () => ({}),
    (error: unknown) => ({ error: error instanceof Error ? error : new Error(String(error)) }),
  );
}

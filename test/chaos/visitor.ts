import type { SeededRandom } from '../support/seeded-random.js';
import { ABSENT_SECONDS, IDLE_SECONDS, type Node } from './stand.js';

/** Who waits longer asks another process, in milliseconds. */
const PATIENCE_MS = 1500;

/** Between what a visitor does and what the store has noted of it lies the time of the answer, in milliseconds. */
const SLACK_MS = 500;

/** What has been counted, by name. */
export type Counts = Map<string, number>;

export interface World {
  nodes: readonly Node[];
  random: SeededRandom;
  counts: Counts;
  /** What may not be. */
  faults: string[];
  /** The sessions that visitors were given. */
  given: Set<string>;
  /** Aborts when the visitors are to go. */
  over: AbortSignal;
}

interface Open {
  id: string;
  key: string;
  /** When the store has heard of it for certain, by performance.now(). */
  heardAt: number;
  /** When the store has heard for certain that it is used, by performance.now(). */
  usedAt: number;
  /** Whether its end was asked for, with whatever answer. */
  isEnding: boolean;
}

/** Opens sessions one after the other, speaks, interrupts and ends, or vanishes, each call at any of the processes. */
export async function visit(world: World): Promise<void> {
  const { random, over } = world;
  const isOver = (): boolean => over.aborted;
  while (!isOver()) {
    const session = await open(world);
    if (!session) {
      await rest(200, over);
      continue;
    }
    for (let calls = Math.floor(random.between(2, 25)); calls > 0; calls -= 1) {
      if (isOver()) return;
      await rest(random.between(100, 800), over);
      const action = random.one(['keep-alive', 'keep-alive', 'say-text', 'interrupt'] as const);
      if (!(await isThere(world, session, action))) break;
    }
    // Every third vanishes.
    if (random.next() > 0.33) await isThere(world, session, 'end');
  }
}

async function open(world: World): Promise<Open | undefined> {
  const node = world.random.one(world.nodes);
  const { creates } = node;
  const sentAt = performance.now();
  creates.add(sentAt);
  const answer = await post(world, node, 'session', {});
  if (answer) creates.delete(sentAt);
  if (answer?.status === 200) {
    const { sessionId, key } = answer.body as { sessionId: string; key: string };
    world.given.add(sessionId);
    return { id: sessionId, key, heardAt: sentAt, usedAt: sentAt, isEnding: false };
  }
  return undefined;
}

/** Makes a call; false where the session is over. */
async function isThere(world: World, session: Open, action: string): Promise<boolean> {
  const sentAt = performance.now();
  if (action === 'end') session.isEnding = true;
  const body = action === 'say-text' ? { text: 'Hello there.' } : {};
  const answer = await post(world, world.random.one(world.nodes), `session/${session.id}/${action}`, body, session.key);
  const answeredAt = performance.now();
  if (answer?.status === 404 || answer?.status === 410) {
    const unheardMs = answeredAt - session.heardAt;
    const isAbsent = unheardMs > ABSENT_SECONDS * 1000 - SLACK_MS;
    const isIdle = answeredAt - session.usedAt > IDLE_SECONDS * 1000 - SLACK_MS;
    if (!session.isEnding && !isAbsent && !isIdle) {
      const { status, body: told } = answer;
      world.faults.push(
        `${session.id} was ended ${Math.round(unheardMs)} ms after it was heard of: ${status} ${JSON.stringify(told)}`,
      );
    }
    return false;
  }
  if (answer?.status === 200) {
    session.heardAt = sentAt;
    if (action !== 'keep-alive') session.usedAt = sentAt;
  }
  return !(action === 'end' && answer?.status === 200);
}

interface Answer {
  status: number;
  body: unknown;
}

/** Undefined where there is no answer, or not in time. */
async function post(
  { counts }: World,
  { backend }: Node,
  path: string,
  body: object,
  key?: string,
): Promise<Answer | undefined> {
  const action = path.split('/').at(-1) ?? '';
  let answer: Answer | undefined;
  try {
    const response = await fetch(`${backend.url}/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }) },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    answer = { status: response.status, body: await response.json() };
  } catch {
    // Its process stands still, or is gone.
  }
  const name = `${action} ${answer?.status ?? 'unanswered'}`;
  counts.set(name, (counts.get(name) ?? 0) + 1);
  return answer;
}

function rest(ms: number, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      over.removeEventListener('abort', done);
      resolve();
    }
    over.addEventListener('abort', done, { once: true });
  });
}

import type { AskedConversation, ConversationStore, ConversationTerms } from './conversation-store.js';
import { messageIn, notedIn, textOf } from './redis-messages.js';
import { keyOf, LIVE_FOR, luaScript, type RunScript } from './redis-scripts.js';
import { REMEMBER, type SESSION_SCRIPTS } from './redis-session-scripts.js';
import { LONGEST_HISTORY, type Note } from './session-store.js';

/**
 * A conversation is a hash: `record`, which says that it is there, `owner`, `turn` and notes. KEYS[1] is it, KEYS[2] what was said,
 * and KEYS[3] the set of its caller's, where there is one.
 */
const ASK = luaScript(`${REMEMBER}${LIVE_FOR}
local id, message, longest, owner, kept = unpack(ARGV)
local theirs = redis.call('HGET', KEYS[1], 'owner')
if theirs and theirs ~= owner then return false end
redis.call('HSET', KEYS[1], 'record', 1, 'owner', owner)
redis.call('PEXPIRE', KEYS[1], kept)
local turn = redis.call('HINCRBY', KEYS[1], 'turn', 1)
local history = redis.call('ZRANGE', KEYS[2], 0, -1)
remember(2 * turn, message, longest)
if KEYS[3] then
  redis.call('SADD', KEYS[3], id)
  liveFor(KEYS[3], tonumber(kept))
end
return {turn, history}
`);

const ANSWER = luaScript(`${REMEMBER}
local turn, answer, longest = unpack(ARGV)
if redis.call('EXISTS', KEYS[1]) == 1 then remember(2 * turn + 1, answer, longest) end
`);

const TAKE_BACK = luaScript(`
local turn = tonumber(ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], 2 * turn, 2 * turn + 1)
`);

/** ARGV[1] is the owner, where it matters: ARGV[2] says so. */
const FORGET = luaScript(`
local owner = redis.call('HGET', KEYS[1], 'owner')
if not owner or (ARGV[2] == '1' and owner ~= ARGV[1]) then return 0 end
redis.call('UNLINK', KEYS[1], KEYS[2])
return 1
`);

/** KEYS[1] is the set of a caller's. */
const TAKE_ALL = luaScript(`
local ids = redis.call('SMEMBERS', KEYS[1])
redis.call('UNLINK', KEYS[1])
return ids
`);

export const CONVERSATION_SCRIPTS = {
  askConversation: ASK,
  answerConversation: ANSWER,
  takeBackFromConversation: TAKE_BACK,
  forgetConversation: FORGET,
  takeConversationsOf: TAKE_ALL,
};

type Scripts = Readonly<
  Record<keyof typeof CONVERSATION_SCRIPTS | keyof Pick<typeof SESSION_SCRIPTS, 'note' | 'noted'>, RunScript>
>;

/** Each call but `forgetOf` is one script, and so one round trip. */
export class RedisConversations implements ConversationStore {
  readonly #scripts: Scripts;

  constructor(scripts: Scripts) {
    this.#scripts = scripts;
  }

  async ask(
    id: string,
    message: object,
    { owner, caller, keptMs }: ConversationTerms,
  ): Promise<AskedConversation | undefined> {
    const keys = [...keysOf(id), ...(caller === undefined ? [] : [keyOfCaller(caller)])];
    const values = [id, textOf(message), LONGEST_HISTORY, owner, Math.ceil(keptMs)];
    const asked = await this.#scripts.askConversation(keys, values);
    if (!asked) return undefined;
    const [turn, history] = asked as [number, string[]];
    return { turn, history: history.map(messageIn) };
  }

  async answer(id: string, turn: number, answer: object): Promise<void> {
    await this.#scripts.answerConversation(keysOf(id), [turn, textOf(answer), LONGEST_HISTORY]);
  }

  async takeBack(id: string, turn: number): Promise<void> {
    await this.#scripts.takeBackFromConversation(keysOf(id), [turn]);
  }

  async forget(id: string, owner?: string): Promise<boolean> {
    return (await this.#scripts.forgetConversation(keysOf(id), [owner ?? '', owner === undefined ? 0 : 1])) === 1;
  }

  async forgetOf(caller: string): Promise<number> {
    const ids = (await this.#scripts.takeConversationsOf([keyOfCaller(caller)])) as string[];
    // Some may have expired since.
    const forgotten = await Promise.all(ids.map((id) => this.forget(id)));
    return forgotten.filter(Boolean).length;
  }

  async note(id: string, name: string, value: unknown): Promise<void> {
    await this.#scripts.note(keysOf(id).slice(0, 1), [name, textOf(value)]);
  }

  async noted(id: string, name: string): Promise<Note | undefined> {
    return notedIn(await this.#scripts.noted(keysOf(id).slice(0, 1), [name]));
  }
}

function keysOf(id: string): string[] {
  return [keyOf('long-conversation', id), keyOf('long-conversation-messages', id)];
}

function keyOfCaller(caller: string): string {
  return keyOf('long-conversations-of', caller);
}

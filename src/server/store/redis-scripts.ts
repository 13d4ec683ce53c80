import { defineScript, type CommandParser } from '@redis/client';

/** In braces: on a cluster all of it lies on one node, so that one script can reach it. */
const PREFIX = '{kaltura-avatar}:';

export type RedisScript = ReturnType<typeof luaScript>;

/** Runs a script on these keys: in one step, whoever else asks. */
export type RunScript = (keys: readonly string[], values?: readonly (string | number)[]) => Promise<unknown>;

export function keyOf(kind: string, name = ''): string {
  return `${PREFIX}${kind}${name && ':'}${name}`;
}

/** The client sends it once to each server, and its digest after that. */
export function luaScript(SCRIPT: string) {
  return defineScript({
    SCRIPT,
    parseCommand: (parser: CommandParser, keys: readonly string[], values: readonly (string | number)[] = []) => {
      parser.push(String(keys.length));
      parser.pushKeys([...keys]);
      parser.push(...values.map(String));
    },
    transformReply: (reply: unknown) => reply,
  });
}

/** `now`: milliseconds since 1970, the same for all processes, whatever their own clocks say. */
export const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/** Nothing is kept for ever: a key lives as long as the longest of what is in it. */
export const LIVE_FOR = `
local function liveFor(key, ms)
  if redis.call('PTTL', key) < ms then redis.call('PEXPIRE', key, math.ceil(ms)) end
end
`;

/** A number that Redis reads, also where there is no limit. */
export function finite(limit: number): number {
  return Number.isFinite(limit) ? limit : Number.MAX_SAFE_INTEGER;
}

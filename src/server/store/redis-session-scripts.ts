import { LIVE_FOR, luaScript, NOW } from './redis-scripts.js';

/**
 * A session is a hash: `record`, its proofs (`proof:…`), its deadlines (`page`, `idle`, `life`), `ending` once somebody has
 * claimed its end, `turn`, `speaking`, `open`, a list as JSON, `since`, `messages` and ratings (`rated:…`). One that has ended, but is
 * remembered, has its proofs and `remembered` alone: whatever changes a session looks for its `record`. The index tells when each has to be looked after: at its first deadline, or when the
 * claim on it is over. KEYS[1] is the session, KEYS[2] the index, ARGV[1] the session's id.
 */
const DEADLINES = `
local DEADLINES = {{'life', 'too-long'}, {'idle', 'idle'}, {'page', 'absent'}}
local function schedule()
  local first
  for _, deadline in ipairs(DEADLINES) do
    local at = tonumber(redis.call('HGET', KEYS[1], deadline[1]))
    if at and (not first or at < first) then first = at end
  end
  redis.call('ZADD', KEYS[2], first, ARGV[1])
end
`;

/** KEYS[3…] are the groups of its place. */
const ADD = luaScript(`${NOW}${LIVE_FOR}${DEADLINES}
local record, place, lasts, notAfter, kept, page, idle = unpack(ARGV, 2, 8)
local life = math.min(now + lasts, tonumber(notAfter) or math.huge)
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'record', record, 'life', life, 'turn', 0, 'since', now)
for i = 9, #ARGV do redis.call('HSET', KEYS[1], 'proof:' .. ARGV[i], 1) end
if page ~= '' then redis.call('HSET', KEYS[1], 'page', now + page) end
if idle ~= '' then redis.call('HSET', KEYS[1], 'idle', now + idle) end
schedule()
local left = math.max(1, life - now)
liveFor(KEYS[1], left + kept)
liveFor(KEYS[2], left + kept)
for i = 3, #KEYS do
  redis.call('ZADD', KEYS[i], life, place)
  liveFor(KEYS[i], left)
end
return life
`);

/** `visit(isTrusted, first, last)`: the session, and whether it is proven; the proofs stand from ARGV[first] to ARGV[last]. */
export const VISIT_BY = `${DEADLINES}
local function visit(isTrusted, first, last)
  local record, life, ending, turn, open = unpack(redis.call('HMGET', KEYS[1], 'record', 'life', 'ending', 'turn', 'open'))
  if not record or ending then return false, false end
  local isProven = isTrusted
  for i = first, last do
    if redis.call('HEXISTS', KEYS[1], 'proof:' .. ARGV[i]) == 1 then isProven = true end
  end
  if isProven then
    for i, name in ipairs({'page', 'idle'}) do
      if ARGV[i + 1] ~= '' and redis.call('HEXISTS', KEYS[1], name) == 1 then
        redis.call('HSET', KEYS[1], name, now + ARGV[i + 1])
      end
    end
    schedule()
  end
  return {record, life - now, tonumber(turn), open or '[]'}, isProven
end
`;

const VISIT = luaScript(`${NOW}${VISIT_BY}
return (visit(ARGV[4] == 'trusted', 5, #ARGV))
`);

const CLAIM = luaScript(`${NOW}${DEADLINES}
local record, life, ending = unpack(redis.call('HMGET', KEYS[1], 'record', 'life', 'ending'))
if not record then
  redis.call('ZREM', KEYS[2], ARGV[1])
  return false
end
local reason = ending or ARGV[3]
if ending or reason == '' then
  local due = redis.call('ZSCORE', KEYS[2], ARGV[1])
  if due and tonumber(due) > now then return false end
end
for _, deadline in ipairs(DEADLINES) do
  local at = tonumber(redis.call('HGET', KEYS[1], deadline[1]))
  if reason == '' and at and at <= now then reason = deadline[2] end
end
redis.call('HSET', KEYS[1], 'ending', reason)
redis.call('ZADD', KEYS[2], now + ARGV[2], ARGV[1])
return {record, life - now, reason}
`);

/** KEYS[1] is the index. */
const DUE = luaScript(`${NOW}
return redis.call('ZRANGE', KEYS[1], '-inf', ARGV[1] == 'all' and '+inf' or now, 'BYSCORE')
`);

/** KEYS[3] is its conversation, KEYS[4…] are the groups of its place. ARGV[4] is what is remembered of it, for ARGV[3] milliseconds. */
const FORGET = luaScript(`${NOW}
local id, place, rememberedFor, remembered = unpack(ARGV)
local record, since, messages = unpack(redis.call('HMGET', KEYS[1], 'record', 'since', 'messages'))
local history, ratings, proofs = {}, {}, {}
if record then
  history = redis.call('ZRANGE', KEYS[3], 0, -1)
  local fields = redis.call('HGETALL', KEYS[1])
  for i = 1, #fields, 2 do
    if string.sub(fields[i], 1, 6) == 'rated:' then
      table.insert(ratings, string.sub(fields[i], 7))
      table.insert(ratings, fields[i + 1])
    elseif string.sub(fields[i], 1, 6) == 'proof:' then
      table.insert(proofs, fields[i])
    end
  end
end
if record or rememberedFor == '' then redis.call('UNLINK', KEYS[1], KEYS[3]) end
redis.call('ZREM', KEYS[2], id)
for i = 4, #KEYS do redis.call('ZREM', KEYS[i], place) end
if not record then return false end
if rememberedFor ~= '' then
  redis.call('HSET', KEYS[1], 'remembered', remembered)
  for _, proof in ipairs(proofs) do redis.call('HSET', KEYS[1], proof, 1) end
  redis.call('PEXPIRE', KEYS[1], rememberedFor)
end
return {since and math.floor(now - since) or 0, tonumber(messages or 0), ratings, history}
`);

/** ARGV are proofs. */
const REMEMBERED = luaScript(`
local remembered = redis.call('HGET', KEYS[1], 'remembered')
if not remembered then return false end
for _, proof in ipairs(ARGV) do
  if redis.call('HEXISTS', KEYS[1], 'proof:' .. proof) == 1 then return remembered end
end
return false
`);

const RATE = luaScript(`
if redis.call('HEXISTS', KEYS[1], 'record') == 1 then redis.call('HSET', KEYS[1], 'rated:' .. ARGV[1], ARGV[2]) end
`);

/** A conversation is a sorted set: by turn, and what was asked before what was answered. KEYS[2] is it, and lives as long as KEYS[1]. */
export const REMEMBER = `
local function remember(at, message, longest)
  redis.call('ZADD', KEYS[2], at, at .. ':' .. message)
  redis.call('ZREMRANGEBYRANK', KEYS[2], 0, -1 - longest)
  redis.call('PEXPIRE', KEYS[2], redis.call('PTTL', KEYS[1]))
end
`;

const BEGIN_TURN = luaScript(`${REMEMBER}
local record, ending, speaking = unpack(redis.call('HMGET', KEYS[1], 'record', 'ending', 'speaking'))
if not record or ending then return false end
local message, longest = unpack(ARGV)
local turn = redis.call('HINCRBY', KEYS[1], 'turn', 1)
local history = {}
redis.call('HSET', KEYS[1], 'speaking', message == '' and 0 or 1)
if message ~= '' then
  redis.call('HINCRBY', KEYS[1], 'messages', 1)
  history = redis.call('ZRANGE', KEYS[2], 0, -1)
  remember(2 * turn, message, longest)
end
return {turn, tonumber(speaking or 0), history}
`);

const ENTER_TURN = luaScript(`
local record, ending, turn = unpack(redis.call('HMGET', KEYS[1], 'record', 'ending', 'turn'))
if not record or ending then return false end
redis.call('HINCRBY', KEYS[1], 'speaking', 1)
return tonumber(turn)
`);

const LEAVE_TURN = luaScript(`${REMEMBER}
local turn, speaking = unpack(redis.call('HMGET', KEYS[1], 'turn', 'speaking'))
if not turn then return end
local mine, answer, longest = unpack(ARGV)
if turn == mine and tonumber(speaking) > 0 then redis.call('HINCRBY', KEYS[1], 'speaking', -1) end
if answer ~= '' then remember(2 * mine + 1, answer, longest) end
`);

const SET_TURN_OPEN = luaScript(`
if redis.call('HEXISTS', KEYS[1], 'record') == 0 then return end
local turnId, isOpen, most = unpack(ARGV)
local open = {}
for _, other in ipairs(cjson.decode(redis.call('HGET', KEYS[1], 'open') or '[]')) do
  if other ~= turnId then table.insert(open, other) end
end
if isOpen == '1' then table.insert(open, turnId) end
while #open > tonumber(most) do table.remove(open, 1) end
if #open == 0 then redis.call('HDEL', KEYS[1], 'open') else redis.call('HSET', KEYS[1], 'open', cjson.encode(open)) end
`);

const NOTE = luaScript(`${NOW}
if redis.call('HEXISTS', KEYS[1], 'record') == 0 then return end
local name, value = unpack(ARGV)
if value == '' then redis.call('HDEL', KEYS[1], 'note:' .. name, 'noted:' .. name)
else redis.call('HSET', KEYS[1], 'note:' .. name, value, 'noted:' .. name, now) end
`);

const NOTED = luaScript(`${NOW}
local value, at = unpack(redis.call('HMGET', KEYS[1], 'note:' .. ARGV[1], 'noted:' .. ARGV[1]))
if not value then return false end
return {value, now - at}
`);

export const SESSION_SCRIPTS = {
  addSession: ADD,
  visitSession: VISIT,
  claimSession: CLAIM,
  dueSessions: DUE,
  forgetSession: FORGET,
  rememberedSession: REMEMBERED,
  rateInSession: RATE,
  beginTurn: BEGIN_TURN,
  enterTurn: ENTER_TURN,
  leaveTurn: LEAVE_TURN,
  setTurnOpen: SET_TURN_OPEN,
  note: NOTE,
  noted: NOTED,
};

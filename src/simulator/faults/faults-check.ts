import { AvatarError } from '../../core/errors.js';
import type { FaultableCall, FaultEffect, FaultRule } from './faults-rule.js';

const LONGEST_MS = 3_600_000;

/** The calls that an effect makes sense for; any where it is missing. */
const CALLS_OF_EFFECT: Partial<Record<FaultEffect['kind'], readonly FaultableCall[]>> = {
  'counter-offer': ['whep-post'],
  'no-media': ['whep-post'],
  'drop-media': ['whep-post'],
};

/** @throws {AvatarError} `INVALID_CONFIGURATION`: the rule could never do what it says. */
export function checkFault(rule: FaultRule): void {
  const { call, kind, times = 1, sessionId } = rule;
  const calls = CALLS_OF_EFFECT[kind];
  if (calls && !calls.includes(call)) complain(`${kind} is for ${calls.join(', ')}, not for ${call}`);
  if (times !== Infinity && !isCount(times)) complain('times should be a whole number from 1, or Infinity');
  if (call === 'create') {
    if (kind === 'expire') complain('expire needs a session, and create has none');
    if (sessionId !== undefined) complain('sessionId does not go with create');
  }
  if ('status' in rule && !isStatus(rule.status)) complain('status should be a whole number from 200 to 599');
  if (kind === 'delay' && !isDuration(rule.ms)) complain('ms should be from 0 to one hour');
  if (kind === 'drop-media' && !isDuration(rule.afterMs)) complain('afterMs should be from 0 to one hour');
  if (kind === 'status') checkHeaders(rule);
}

function checkHeaders({ headers = {}, retryAfterSeconds }: Extract<FaultEffect, { kind: 'status' }>): void {
  if (retryAfterSeconds !== undefined && !(retryAfterSeconds >= 0)) {
    complain('retryAfterSeconds should be a number from 0');
  }
  try {
    new Headers(headers);
  } catch (cause) {
    complain('headers should be HTTP headers', cause);
  }
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

function isStatus(value: number): boolean {
  return Number.isInteger(value) && value >= 200 && value <= 599;
}

function isDuration(value: number): boolean {
  return value >= 0 && value <= LONGEST_MS;
}

function complain(problem: string, cause?: unknown): never {
  throw new AvatarError('INVALID_CONFIGURATION', `This fault cannot be: ${problem}.`, { cause });
}

import { setTimeout as sleep } from 'node:timers/promises';

import type { Page } from 'playwright';

import { ControlClient } from '../../src/core/control-client.js';
import type { SessionStatus } from '../../src/simulator/sessions/session-status.js';
import { isRouteFault, TEST_KS, type Cell, type Outcome, type Play, type Script } from './cell.js';
import type { Slot } from './slot.js';
import { createStage } from './stage.js';
import { until } from '../support/until.js';

export interface Verdict {
  cell: Cell;
  /** What it ended in: `READY/API_REQUEST_FAILED`. */
  seen: string;
  /** What is wrong; empty where the cell is as it should be. */
  problems: string[];
  seconds: number;
}

/** The longest that a cell may take until everything has settled. */
const PLAY_LIMIT_MS = 75_000;
const END_LIMIT_MS = 60_000;
/** The requests of a page that is left are still on their way for a moment. */
const GIVE_BACK_LIMIT_MS = 6_000;
/** The simulator ends a session 30 s after the last keep-alive. */
const EXPIRY_LIMIT_MS = 40_000;

let played = 0;

/**
 * Plays a cell. Resolves when its page is free for the next one; the verdict comes when the service has told what is left
 * of the cell's sessions.
 */
export async function runCell(cell: Cell, slot: Slot): Promise<{ verdict: Promise<Verdict> }> {
  const startedAt = performance.now();
  // As the ids of the catalogue are, which not every service asks for.
  const avatarId = (++played).toString(16).padStart(24, '0');
  const problems: string[] = [];
  let seen = 'nothing';
  try {
    const page = await slot.prepare(cell);
    const script = await writeScript(cell, slot, avatarId);
    slot.faults.armSessionless();
    if (cell.expected.state === 'LEFT') {
      seen = await playAndLeave(cell, slot, page, script);
      await slot.discard();
    } else {
      const outcome = await play(cell, slot, page, script);
      seen = [outcome.state, outcome.code].filter(Boolean).join('/');
      problems.push(...outcome.problems, ...unmetFaults(cell, slot, outcome));
      problems.push(...wrongCounts(cell, outcome));
      await expectOpen(cell, slot, avatarId, outcome, problems);
      const { openPeers } = await within(
        END_LIMIT_MS,
        'endSession() did not settle',
        page.evaluate(() => window.faultPage.end()),
      );
      if (openPeers > 0) problems.push(`${openPeers} peer connections stay open`);
    }
  } catch (error) {
    problems.push(firstLine(error));
    await slot.discard();
  }
  slot.faults.disarm();
  problems.push(...slot.unhandled.map((message) => `unhandled: ${message}`));

  const wanted = [cell.expected.state, cell.expected.code].filter(Boolean).join('/');
  if (seen !== wanted) problems.unshift(`expected ${wanted}, ended in ${seen}`);
  const { sessions } = cell.expected;
  const opened = slot.faults.sessionIds.length;
  if (sessions !== undefined && opened !== sessions) problems.push(`${opened} sessions were opened, not ${sessions}`);
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    verdict: findLeft(cell, slot, avatarId).then((left) => ({ cell, seen, problems: [...problems, ...left], seconds })),
  };
}

async function writeScript(cell: Cell, slot: Slot, avatarId: string): Promise<Script> {
  const { faults, act, source, step, keepAliveMs, keepAlives, pace, iceTransportPolicy, isShown } = cell;
  const given = { source, step, keepAliveMs, keepAlives, pace, iceTransportPolicy, isShown };
  const { baseUrl } = slot.simulator;
  const credentials =
    cell.source === 'ready-made' ? await new ControlClient({ baseUrl }).create(TEST_KS, { avatarId }) : undefined;
  if (credentials) slot.faults.armFor(credentials.sessionId);
  return {
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Omit<Play, 'act'>),
    act,
    baseUrl,
    avatarId,
    deafOrigin: slot.deafOrigin,
    takesText: slot.takesText,
    routeFaults: faults.filter(isRouteFault).map((fault) => ({ ...fault, times: Math.min(fault.times ?? 1, 1e6) })),
    ...(credentials ? { credentials } : {}),
  };
}

async function play(cell: Cell, slot: Slot, page: Page, script: Script): Promise<Outcome> {
  const playing = page.evaluate((it) => window.faultPage.play(it), script);
  const disturbed = cell.disturb?.(createStage(slot, page));
  try {
    const [outcome] = await within(PLAY_LIMIT_MS, 'unsettled', Promise.all([playing, disturbed]));
    return outcome;
  } catch (error) {
    // Whatever comes of the rest, the page is closed.
    void Promise.allSettled([playing, disturbed]);
    const { states } = await page.evaluate(() => window.faultPage.state());
    throw new Error(`${firstLine(error)} (${states.join(', ')})`, { cause: error });
  }
}

async function playAndLeave(cell: Cell, slot: Slot, page: Page, script: Script): Promise<string> {
  const playing = page.evaluate((it) => window.faultPage.play(it), script);
  // It goes down with its page.
  playing.catch(() => undefined);
  await within(PLAY_LIMIT_MS, 'the page did not come so far', Promise.resolve(cell.disturb?.(createStage(slot, page))));
  return 'LEFT';
}

function unmetFaults({ faults }: Cell, slot: Slot, { routeFaultsMet }: Outcome): string[] {
  const unmetRoutes = faults.filter(isRouteFault).filter((_, index) => !routeFaultsMet[index]);
  return [...slot.faults.unmet(), ...unmetRoutes].map(({ call, kind }) => `the fault was not met: ${call} ${kind}`);
}

function wrongCounts({ expected }: Cell, outcome: Outcome): string[] {
  const { offers = outcome.offers, iceRestarts = outcome.iceRestarts } = expected;
  return [
    ...(outcome.offers === offers ? [] : [`${outcome.offers} offers were made, not ${offers}`]),
    ...(outcome.iceRestarts === iceRestarts
      ? []
      : [`${outcome.iceRestarts} ICE restarts were asked for, not ${iceRestarts}`]),
  ];
}

/** A session that is ready is the only one that the service has open, and it is watched; any other has given back its own. */
async function expectOpen(
  { expected }: Cell,
  slot: Slot,
  avatarId: string,
  { state }: Outcome,
  problems: string[],
): Promise<void> {
  if (state !== 'READY' && expected.expires) return;
  const viewers = (): number[] => openSessions(slot, avatarId).map((session) => session.viewers);
  const wanted = state === 'READY' ? '1' : '';
  await until(() => viewers().join() === wanted, GIVE_BACK_LIMIT_MS).catch(() => {
    problems.push(`${state} with ${viewers().length} sessions open, viewers: ${viewers().join() || 'none'}`);
  });
}

/** What the service has left of the cell, which should be nothing. */
async function findLeft({ expected }: Cell, slot: Slot, avatarId: string): Promise<string[]> {
  const isOver = (): boolean => openSessions(slot, avatarId).length === 0;
  await until(isOver, expected.expires ? EXPIRY_LIMIT_MS : GIVE_BACK_LIMIT_MS).catch(() => undefined);
  const left = openSessions(slot, avatarId).length;
  const expired = ownSessions(slot, avatarId).filter(({ endReason }) => endReason === 'expired').length;
  return [
    ...(left > 0 ? [`${left} sessions left open`] : []),
    ...(expired > 0 && !expected.expires ? [`${expired} sessions left to expire`] : []),
  ];
}

function ownSessions(slot: Slot, avatarId: string): SessionStatus[] {
  return slot.simulator.sessions().filter((session) => session.avatarId === avatarId);
}

function openSessions(slot: Slot, avatarId: string): SessionStatus[] {
  return ownSessions(slot, avatarId).filter(({ state }) => state !== 'ended');
}

async function within<Result>(limitMs: number, complaint: string, work: Promise<Result>): Promise<Result> {
  const over = new AbortController();
  const limit = sleep(limitMs, undefined, { signal: over.signal }).then(() => {
    throw new Error(`${complaint} within ${limitMs / 1000} s`);
  });
  limit.catch(() => undefined); // Raced; the loser has nobody to tell.
  try {
    return await Promise.race([work, limit]);
  } finally {
    over.abort();
  }
}

/** Playwright's messages go on with a call log. */
function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '';
}

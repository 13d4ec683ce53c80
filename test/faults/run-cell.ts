import { setTimeout as sleep } from 'node:timers/promises';

import type { Page } from 'playwright';

import {
  isRouteFault,
  type Cell,
  type CellFault,
  type Outcome,
  type Play,
  type RouteFault,
  type Script,
} from './cell.js';
import { endpointOf } from './page-server.js';
import type { Setting } from './setting.js';
import type { Slot } from './slot.js';
import type { SessionStatus } from '../../src/simulator/sessions/session-status.js';
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

const played: Cell[] = [];

/** The cell that the sessions of an avatar belong to. */
export function cellOf(avatarId: string): Cell {
  const cell = played[Number.parseInt(avatarId, 16) - 1];
  if (!cell) throw new Error(`No cell has the avatar ${avatarId}.`);
  return cell;
}

/**
 * Plays a cell. Resolves when its page is free for the next one; the verdict comes when the service has told what is left
 * of the cell's sessions.
 */
export async function runCell(cell: Cell, slot: Slot): Promise<{ verdict: Promise<Verdict> }> {
  const startedAt = performance.now();
  // As the ids of the catalogue are, which not every service asks for.
  const avatarId = played.push(cell).toString(16).padStart(24, '0');
  const problems: string[] = [];
  const { page, setting } = await slot.prepare(cell, avatarId);
  let seen = 'nothing';
  try {
    const playing = { cell, slot, page, setting, script: writeScript(cell, slot, setting) };
    if (cell.expected.state === 'LEFT') {
      seen = await playAndLeave(playing);
      await slot.discard();
    } else {
      const outcome = await play(playing);
      seen = [outcome.state, outcome.code].filter(Boolean).join('/');
      problems.push(...outcome.problems, ...unmetFaults(cell, setting, outcome));
      problems.push(...wrongCounts(cell, outcome), ...wrongWords(cell, outcome));
      await expectOpen(cell, setting, outcome, problems);
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
  setting.faults.disarm();
  problems.push(...slot.unhandled.map((message) => `unhandled: ${message}`));

  const wanted = [cell.expected.state, cell.expected.code].filter(Boolean).join('/');
  if (seen !== wanted) problems.unshift(`expected ${wanted}, ended in ${seen}`);
  const { sessions } = cell.expected;
  const opened = setting.sessions.length;
  if (sessions !== undefined && opened !== sessions) problems.push(`${opened} sessions were opened, not ${sessions}`);
  const seconds = (performance.now() - startedAt) / 1000;
  const judge = async (): Promise<Verdict> => {
    const left = await findLeft(cell, setting);
    // It would end what is left.
    await setting.backend?.close();
    return { cell, seen, problems: [...problems, ...left], seconds };
  };
  return { verdict: judge() };
}

interface Playing {
  cell: Cell;
  slot: Slot;
  page: Page;
  setting: Setting;
  script: Script;
}

function writeScript(cell: Cell, { options }: Slot, { avatarId, credentials }: Setting): Script {
  const { act, source, step, keepAliveMs, keepAlives, pace, iceTransportPolicy, isShown } = cell;
  const given = { source, step, keepAliveMs, keepAlives, pace, iceTransportPolicy, isShown };
  const { deafOrigin, takesText, simulator } = options;
  return {
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Omit<Play, 'act'>),
    act,
    baseUrl: simulator.baseUrl,
    avatarId,
    endpoint: endpointOf(avatarId),
    deafOrigin,
    takesText,
    // Nothing endless can be sent to a page.
    routeFaults: pageFaultsOf(cell).map((fault) => ({ ...fault, times: Math.min(fault.times ?? 1, 1e6) })),
    ...(credentials ? { credentials } : {}),
  };
}

function pageFaultsOf({ faults }: Cell): RouteFault[] {
  return faults.filter(isRouteFault).filter((fault) => fault.of !== 'backend');
}

async function play({ cell, slot, page, setting, script }: Playing): Promise<Outcome> {
  const playing = page.evaluate((it) => window.faultPage.play(it), script);
  const disturbed = cell.disturb?.(createStage(slot, page, setting));
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

async function playAndLeave({ cell, slot, page, setting, script }: Playing): Promise<string> {
  const playing = page.evaluate((it) => window.faultPage.play(it), script);
  // It goes down with its page.
  playing.catch(() => undefined);
  const disturbed = Promise.resolve(cell.disturb?.(createStage(slot, page, setting)));
  await within(PLAY_LIMIT_MS, 'the page did not come so far', disturbed);
  return 'LEFT';
}

function unmetFaults(cell: Cell, setting: Setting, { routeFaultsMet }: Outcome): string[] {
  const unmetRoutes = pageFaultsOf(cell).filter((_, index) => !routeFaultsMet[index]);
  const callOf = (fault: CellFault): string => ('link' in fault ? fault.link : fault.call);
  return [...setting.unmet(), ...unmetRoutes].map((fault) => `the fault was not met: ${callOf(fault)} ${fault.kind}`);
}

function wrongCounts({ expected }: Cell, outcome: Outcome): string[] {
  const counts = [
    ['offers', 'offers were made'],
    ['plainOffers', 'offers were made to the media server itself'],
    ['iceRestarts', 'ICE restarts were asked for'],
  ] as const;
  return counts.flatMap(([name, what]) => {
    const { [name]: wanted = outcome[name] } = expected;
    return outcome[name] === wanted ? [] : [`${outcome[name]} ${what}, not ${wanted}`];
  });
}

function wrongWords({ expected: { says } }: Cell, { message = '' }: Outcome): string[] {
  return says === undefined || says.test(message) ? [] : [`it says “${message}”, not ${String(says)}`];
}

/** A session that is ready is the only one that the service has open, and it is watched; any other has given back its own. */
async function expectOpen({ expected }: Cell, setting: Setting, { state }: Outcome, problems: string[]): Promise<void> {
  if (state !== 'READY' && expected.expires) return;
  const viewers = (): number[] => openSessions(setting).map((session) => session.viewers);
  const wanted = state === 'READY' ? '1' : '';
  await until(() => viewers().join() === wanted, GIVE_BACK_LIMIT_MS).catch(() => {
    problems.push(`${state} with ${viewers().length} sessions open, viewers: ${viewers().join() || 'none'}`);
  });
}

/** What the service has left of the cell, which should be nothing. */
async function findLeft({ expected }: Cell, setting: Setting): Promise<string[]> {
  const viewers = (): number => setting.sessions.reduce((sum, session) => sum + session.viewers, 0);
  const isOver = (): boolean => openSessions(setting).length === 0 && viewers() === 0;
  await until(isOver, expected.expires ? EXPIRY_LIMIT_MS : GIVE_BACK_LIMIT_MS).catch(() => undefined);
  const left = openSessions(setting).length;
  const expired = setting.sessions.filter(({ endReason }) => endReason === 'expired').length;
  return [
    ...(left > 0 ? [`${left} sessions left open`] : []),
    ...(viewers() > 0 ? [`${viewers()} WHEP resources left`] : []),
    ...(expired > 0 && !expected.expires ? [`${expired} sessions left to expire`] : []),
  ];
}

function openSessions({ sessions }: Setting): SessionStatus[] {
  return sessions.filter(({ state }) => state !== 'ended');
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

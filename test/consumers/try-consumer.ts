import type { Browser } from 'playwright/test';

import type { Consumer } from './consumers.js';
import { countOurBytes } from './our-bytes.js';
import { Project } from './project.js';
import { openSite } from './site.js';
import { countSessionsLeft, visit, type Visit } from './visit.js';

export const COLUMNS = ['versions', 'packages', 'install', 'check', 'build', 'our gzip', 'live', 'left'] as const;

type Column = (typeof COLUMNS)[number];

export interface Result {
  readonly consumer: Consumer;
  readonly cells: Partial<Record<Column, string>>;
  /** Why a cell failed; those behind it are empty. */
  readonly problem?: string;
}

export interface Means {
  readonly tarball: string;
  readonly browser: Browser;
  readonly tell: (line: string) => void;
}

/** Installs, checks, builds, serves and visits a consumer. */
export async function tryConsumer(consumer: Consumer, { tarball, browser, tell }: Means): Promise<Result> {
  const cells: Result['cells'] = {};
  let column: Column = 'install';
  const fill = (next: Column, text: string): void => {
    cells[next] = text;
    tell(`${consumer.name} · ${next}: ${text}`);
  };
  const timed = async <T>(next: Column, act: () => Promise<T>): Promise<T> => {
    column = next;
    const startedAt = performance.now();
    const result = await act();
    fill(next, result === false ? '–' : `${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    return result;
  };

  const project = await Project.create(consumer);
  try {
    fill('packages', String(await timed('install', () => project.install(tarball))));
    fill('versions', await project.versions());
    await timed('check', () => project.run('check'));
    await timed('build', () => project.run('build'));
    column = 'live';
    const site = await openSite(project, consumer);
    try {
      const visits: Visit[] = [];
      await timed('live', async () => {
        for (const page of consumer.pages ?? ['/']) visits.push(await visit(browser, page, site));
      });
      column = 'our gzip';
      fill(column, (await Promise.all(visits.map(formatBytes))).join(', '));
      column = 'left';
      const left = await countSessionsLeft(site);
      if (left > 0) throw new Error(`${left} sessions are still open.`);
      fill(column, '0');
    } finally {
      await site.close();
    }
    return { consumer, cells };
  } catch (error) {
    fill(column, '✗');
    return { consumer, cells, problem: (error as Error).message };
  } finally {
    await project.remove();
  }
}

/** In kilobytes: before the start, and what comes with it. */
async function formatBytes({ first, later }: Visit): Promise<string> {
  const sizes = await Promise.all([first, later].map(countOurBytes));
  return sizes.map((bytes) => (bytes / 1000).toFixed(1)).join(' + ');
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

import express from 'express';

import { endWithTests, findFreePort, stop } from '../support/child-process.js';
import { until } from '../support/until.js';
import { openStand, type Stand } from '../support/wild-stand.js';
import type { Consumer } from './consumers.js';
import type { Project } from './project.js';

/** A built project that is served, and the simulated service behind its backend. */
export interface Site {
  readonly url: string;
  readonly simulator: Stand['simulator'];
  close(): Promise<void>;
}

export async function openSite(project: Project, { output }: Consumer): Promise<Site> {
  if (output === undefined) return openOwnServer(project);
  const serve = express.static(join(project.folder, output));
  return openStand({
    route: (request, response, path) => {
      if (path.startsWith('/api/avatar/')) return false;
      serve(request, response as express.Response, () => notFound(request, response));
      return true;
    },
  });
}

function notFound({ url }: IncomingMessage, response: ServerResponse): void {
  // Browsers ask for it of their own accord.
  response.writeHead(url === '/favicon.ico' ? 204 : 404).end();
}

/** The service alone; page and backend are the project's own. */
async function openOwnServer(project: Project): Promise<Site> {
  const stand = await openStand();
  const { simulator } = stand;
  const host = '127.0.0.1';
  const port = await findFreePort(host);
  const child = project.start({
    HOST: host,
    PORT: String(port),
    AVATAR_KS: 'test-ks',
    AVATAR_ID: 'maya',
    AVATAR_BASE_URL: simulator.baseUrl,
  });
  const undo = endWithTests(child);
  const lines: string[] = [];
  for (const output of [child.stdout, child.stderr]) output?.on('data', (data: Buffer) => lines.push(data.toString()));
  const url = `http://${host}:${port}`;
  let answers = false;
  const ask = (): void => {
    void fetch(url).then(
      ({ ok }) => (answers = ok),
      () => child.exitCode ?? setTimeout(ask, 100),
    );
  };
  ask();
  const closeAll = async (): Promise<void> => {
    undo();
    await stop(child);
    await stand.close();
  };
  try {
    await until(() => answers);
  } catch (cause) {
    await closeAll();
    throw new Error(`npm start does not serve ${url}:\n${lines.join('')}`, { cause });
  }
  return { url, simulator, close: closeAll };
}

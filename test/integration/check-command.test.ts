import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import type { CheckReport } from '../../src/server/standalone/check/check-deployment.js';
import type { ProfileName } from '../../src/simulator/profiles/profile.js';
import { startSimulator } from '../../src/simulator/start-simulator.js';
import { startLocalServer } from '../support/local-server.js';

const CLI = fileURLToPath(new URL('../../src/server/cli.ts', import.meta.url));
const PARTNER = { id: 7, adminSecret: 'secret-0817' };

interface Outcome {
  exitCode: number;
  output: string;
}

function check(environment: Record<string, string>, ...flags: string[]): Promise<Outcome> {
  const args = ['--conditions=kaltura-avatar-source', '--import', 'tsx', CLI, 'check', ...flags];
  const env = {
    ...process.env,
    AVATAR_PARTNER_ID: `${PARTNER.id}`,
    AVATAR_ADMIN_SECRET: PARTNER.adminSecret,
    ...environment,
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { env }, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}

interface Found {
  /** What was tried, with whether it works. */
  results: Record<string, string>;
  detail: (what: string) => string;
  advice: string;
  /** The sessions that are still open. */
  left: number;
}

async function findOn(profile: ProfileName): Promise<Found> {
  const simulator = await startSimulator({ profile, partner: PARTNER });
  try {
    const { exitCode, output } = await check(
      { AVATAR_OVP_URL: simulator.url, AVATAR_BASE_URL: simulator.baseUrl },
      '--json',
    );
    assert.equal(exitCode, 0, output);
    assert.equal(output.includes(PARTNER.adminSecret), false);
    const { rows, advice } = JSON.parse(output) as CheckReport;
    return {
      results: Object.fromEntries(rows.map(({ what, result }) => [what, result])),
      detail: (what) => rows.find((row) => row.what === what)?.detail ?? '',
      advice: advice.join('\n'),
      left: simulator.sessions().filter(({ state }) => state !== 'ended').length,
    };
  } finally {
    await simulator.close();
  }
}

const ALL_WORKS = {
  'keys and catalogue': 'yes',
  create: 'yes',
  'init-client': 'yes',
  media: 'yes',
  'say-text': 'yes',
  'say-audio': 'yes',
  interrupt: 'yes',
  end: 'yes',
};

describe('kaltura-avatar-server check', () => {
  it('finds that all works on the documented service and on SRS, and leaves no session', async () => {
    const found = await Promise.all((['documented', 'srs'] as const).map(findOn));
    for (const { results, detail, advice, left } of found) {
      assert.deepEqual(results, ALL_WORKS);
      assert.match(detail('media'), /opus and VP8, 512x512/);
      assert.match(detail('interrupt'), /stops all that is queued/);
      assert.match(advice, /no voice of your own is needed/);
      assert.match(advice, /connect-src http:\/\/127\.0\.0\.1:\d+/);
      assert.equal(left, 0);
    }
  });

  it('finds that the live service speaks no texts, and stops the clip that is heard alone', async () => {
    const { results, detail, advice, left } = await findOn('live');
    assert.deepEqual(results, { ...ALL_WORKS, 'say-text': 'no' });
    assert.match(detail('say-text'), /503/);
    assert.match(detail('interrupt'), /the next one is played/);
    assert.match(advice, /give the backend a voice \(textToSpeech\)/);
    assert.equal(left, 0);
  });

  it('gives back its place at a media server whose answer it cannot use', async () => {
    const simulator = await startSimulator({ partner: PARTNER });
    const mediaServer = await startLocalServer((_request, response) => response.writeHead(200).end());
    const headers = { Location: `${mediaServer.url}/viewer` };
    simulator.faults.add({ call: 'whep-post', kind: 'status', status: 201, headers, body: 'nonsense' });
    const { output } = await check({ AVATAR_OVP_URL: simulator.url, AVATAR_BASE_URL: simulator.baseUrl });
    assert.match(output, /^media +no /m);
    assert.deepEqual(
      mediaServer.requests.map(({ method, url }) => `${method} ${url}`),
      ['DELETE /viewer'],
    );
    await Promise.all([simulator.close(), mediaServer.close()]);
  });

  it('says in a table what fails, and exits with 1, where the service is not reached', async () => {
    const { exitCode, output } = await check({
      AVATAR_OVP_URL: 'http://127.0.0.1:9',
      AVATAR_BASE_URL: 'http://127.0.0.1:9/v1/avatar-session',
    });
    assert.equal(exitCode, 1);
    assert.match(output, /^keys and catalogue +no /m);
    assert.match(output, /Set AVATAR_ID/);
    assert.equal(output.includes(PARTNER.adminSecret), false);
  });
});

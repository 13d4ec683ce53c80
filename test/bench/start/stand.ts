import { createHash, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium, type Browser, type Page } from 'playwright';

import { SupervisedChild } from '../../../src/simulator/child/supervised-child.js';
import { bundlePage } from '../../support/bundle-page.js';
import { certificate } from '../../support/certificate.js';
import { CHROMIUM_ARGS, ensureChromium } from '../../support/chromium.mjs';
import { startTurnServer } from '../../support/turn-server.js';
import { startSimulatorProcess } from '../backend/processes.js';
import type { Stand as PageStand } from '../page/start/ways.js';
import { startDeadTurn } from './dead-turn.js';
import { startDelayProxy, type DelayProxy } from './delay-proxy.js';
import type { ServerMark } from './server-mark.js';
import { startServiceFront } from './service-front.js';
import type { SiteMethods } from './site-process.js';
import { COLD } from './ways.js';

/** Round trips in milliseconds: from the page to everything, and from the backend, which stands next to it, to the service. */
export const ROUND_TRIP_MS = { page: 50, backend: 20 } as const;

const KS = 'bench-ks';

/** A site with both backends, the service, and a relay, each at its distance and, but for the relay, over HTTPS. */
export interface Stand {
  /** The site's origin. */
  url: string;
  /** What a page is told, beside how media come. */
  serviceUrl: string;
  deadTurnUrls: string[];
  launch(): Promise<Browser>;
  /** Ends the page’s connections to the service: a page that has just been loaded has none. */
  forgetService(): void;
  /** What the site has been asked and has asked since the last call. */
  takeMarks(): Promise<ServerMark[]>;
  close(): Promise<void>;
}

export async function openStand(): Promise<Stand> {
  const turnServer = await startTurnServer();
  const { url: turnUrl, ...login } = turnServer.by('tcp');
  const toRelay = await startDelayProxy(Number(/:(\d+)\?/.exec(turnUrl)?.[1]), ROUND_TRIP_MS.page);
  const turn = { ...login, url: turnUrl.replace(/:\d+\?/, `:${toRelay.port}?`) };
  const dead = await startDeadTurn();
  const simulator = await startSimulatorProcess({ profile: 'srs', ks: [KS], turn });
  const service = new URL(simulator.baseUrl);
  // The media server is another host than the Control API's: no connection to the one leads to the other.
  const mediaHosts = new Map<string, string>();
  const front = await startServiceFront(service.origin, mediaHosts);
  const proxies = [toRelay];
  const fromPage: DelayProxy[] = [];
  const reachFrom = async (roundTripMs: number): Promise<string> => {
    const [control, media] = [
      await startDelayProxy(front.port, roundTripMs),
      await startDelayProxy(front.port, roundTripMs),
    ];
    proxies.push(control, media);
    if (roundTripMs === ROUND_TRIP_MS.page) fromPage.push(control, media);
    mediaHosts.set(`127.0.0.1:${control.port}`, `127.0.0.1:${media.port}`);
    return `https://127.0.0.1:${control.port}${service.pathname}`;
  };
  const serviceUrl = await reachFrom(ROUND_TRIP_MS.page);
  const baseUrl = await reachFrom(ROUND_TRIP_MS.backend);

  const { key, cert } = await certificate();
  const folder = await mkdtemp(join(tmpdir(), 'bench-start-'));
  const certificateFile = join(folder, 'certificate.pem');
  await writeFile(certificateFile, cert);
  const site = new SupervisedChild<SiteMethods>({
    name: 'site',
    module: new URL('./site-process', import.meta.url),
    env: { NODE_EXTRA_CA_CERTS: certificateFile },
  });
  const files = await filesOf({ serviceUrl, relayOnly: false, deadTurnUrls: [] });
  const toSite = await startDelayProxy(
    await site.call('start', { key, cert, baseUrl, ks: KS, files }),
    ROUND_TRIP_MS.page,
  );
  proxies.push(toSite);

  const executablePath = await ensureChromium();
  const args = [...CHROMIUM_ARGS, `--ignore-certificate-errors-spki-list=${fingerprintOf(cert)}`];
  return {
    url: `https://127.0.0.1:${toSite.port}`,
    serviceUrl,
    deadTurnUrls: dead.urls,
    launch: () => chromium.launch({ args, executablePath }),
    forgetService: () => fromPage.forEach((proxy) => proxy.drop()),
    takeMarks: () => site.call('takeMarks', undefined),
    close: async () => {
      await site.close();
      await Promise.all(proxies.map((proxy) => proxy.close()));
      front.close();
      await simulator.close();
      await turnServer.close();
      dead.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The page in which all but cold starts are made. */
export async function openPage(browser: Browser, { url }: Stand): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${url}/warm/`);
  await page.waitForFunction(() => 'measure' in window);
  return page;
}

/** What browsers are told in place of an authority that has signed it. */
function fingerprintOf(cert: string): string {
  const key = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}

async function filesOf(stand: PageStand): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const add = async (folder: string, entry: URL, head = ''): Promise<void> => {
    files[folder] = `<!doctype html><title>bench</title>${head}<script type="module" src="page.js"></script><body>`;
    for (const [name, code] of await bundlePage(entry, { minify: true })) files[folder + name] = String(code);
  };
  await add('warm/', new URL('../page/start-page.ts', import.meta.url));
  const told = `<script>window.stand = ${JSON.stringify(stand)}</script>`;
  for (const name of Object.values(COLD)) {
    const ours = name === 'element' ? await scriptTags() : '';
    await add(`cold/${name}/`, new URL(`../page/cold/${name}.ts`, import.meta.url), told + ours);
  }
  return files;
}

/** What a page with the element has in its head. */
async function scriptTags(): Promise<string> {
  const hints = await readFile(new URL('../../../dist/cdn/preload.html', import.meta.url), 'utf8').catch(() => '');
  return `${hints.replaceAll('href="', 'href="/cdn/')}<script type="module" src="/cdn/kaltura-avatar.js"></script>`;
}

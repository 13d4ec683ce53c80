import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { parse, parseAllDocuments } from 'yaml';

import { DEFAULT_HOOK_TIMEOUTS } from '../../src/server/ask-hook.js';
import { DEFAULT_LIMITS, largestBodies } from '../../src/server/sessions/limits.js';
import { USAGE } from '../../src/server/standalone/server-settings.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): Promise<string> => readFile(root + path, 'utf8');

/** From the end of what drains on, in seconds: answers are let finish, sessions ended. */
const CLOSES_WITHIN_S = 15;

interface Probe {
  httpGet: { path: string; port: string };
}

interface Deployment {
  spec: {
    template: {
      spec: {
        terminationGracePeriodSeconds: number;
        securityContext: { runAsNonRoot: boolean };
        containers: {
          env: { name: string; value: string }[];
          ports: { name: string; containerPort: number }[];
          readinessProbe: Probe;
          livenessProbe: Probe;
        }[];
      };
    };
  };
}

interface Compose {
  services: Record<string, { environment?: Record<string, string>; stop_grace_period?: string }>;
}

async function readDeployment() {
  const documents = parseAllDocuments(await read('docs/deploy/kubernetes.yaml'));
  const objects = documents.map((document) => document.toJS() as { kind: string });
  const { template } = (objects.find(({ kind }) => kind === 'Deployment') as unknown as Deployment).spec;
  const [container] = template.spec.containers;
  assert.ok(container);
  return { objects, pod: template.spec, container };
}

const readCompose = async (): Promise<Compose> => parse(await read('compose.yaml')) as Compose;

describe('the files to deploy with', () => {
  it('name variables that the server knows', async () => {
    for (const file of ['Dockerfile', 'compose.yaml', 'docs/deploy/kubernetes.yaml', 'docs/deploy/nginx.conf']) {
      for (const [name] of (await read(file)).matchAll(/AVATAR_[A-Z_]+/g)) {
        // The port at which compose.yaml publishes the proxy is for Docker alone.
        if (name !== 'AVATAR_PORT') assert.ok(new RegExp(`\\b${name}\\b`).test(USAGE), `${file}: ${name}`);
      }
    }
  });

  it('give a server that is told to go the time that it takes', async () => {
    const { pod, container } = await readDeployment();
    const drain = Number(container.env.find(({ name }) => name === 'AVATAR_DRAIN_SECONDS')?.value);
    assert.ok(pod.terminationGracePeriodSeconds >= drain + CLOSES_WITHIN_S);
    const { environment = {}, stop_grace_period: grace } = (await readCompose()).services['avatar'] ?? {};
    assert.ok(Number.parseInt(grace ?? '', 10) >= Number(environment['AVATAR_DRAIN_SECONDS']) + CLOSES_WITHIN_S);
  });

  it('ask for readiness where visitors are sent, and for life where a server is started anew', async () => {
    const { container } = await readDeployment();
    assert.deepEqual(container.readinessProbe.httpGet, { path: '/ready', port: 'http' });
    assert.deepEqual(container.livenessProbe.httpGet, { path: '/health', port: 'http' });
    assert.match(await read('Dockerfile'), /^HEALTHCHECK .*\n.*\/health/m);
  });

  it('agree on the ports, and run as nobody of rights', async () => {
    const dockerfile = await read('Dockerfile');
    const [, port] = /PORT=(\d+)/.exec(dockerfile) ?? [];
    const { pod, container } = await readDeployment();
    assert.equal(container.ports.find(({ name }) => name === 'http')?.containerPort, Number(port));
    assert.ok((await read('docs/deploy/nginx.conf')).includes(`server avatar:${port} `));
    assert.match(dockerfile, new RegExp(`^EXPOSE ${port}$`, 'm'));
    assert.match(dockerfile, /^USER node$/m);
    assert.equal(pod.securityContext.runAsNonRoot, true);
  });

  it('let through the proxy what the server lets through, for as long', async () => {
    const nginx = await read('docs/deploy/nginx.conf');
    const valueOf = (name: string): number => Number.parseInt(new RegExp(`${name} (\\d+)`).exec(nginx)?.[1] ?? '', 10);
    assert.ok(valueOf('client_max_body_size') * 1024 * 1024 >= largestBodies(DEFAULT_LIMITS).audio);
    assert.ok(valueOf('proxy_read_timeout') * 1000 > DEFAULT_HOOK_TIMEOUTS.reply);
    assert.ok(valueOf('client_body_timeout') >= DEFAULT_LIMITS.bodySeconds);
  });

  it('keep from the image what .dockerignore names, and nothing that the Dockerfile copies', async () => {
    const ignored = (await read('.dockerignore')).trim().split('\n');
    assert.ok(ignored.includes('**/node_modules') && ignored.includes('**/.env*') && ignored.includes('.git'));
    const copied = [...(await read('Dockerfile')).matchAll(/^COPY (?!--from)(.*) \S+$/gm)]
      .flatMap(([, paths = '']) => paths.split(' '))
      .filter((path) => path !== '.');
    assert.ok(copied.length > 2);
    for (const path of copied) {
      assert.ok(existsSync(root + path), path);
      assert.ok(!ignored.includes(path.split('/')[0] ?? ''), path);
    }
  });
});

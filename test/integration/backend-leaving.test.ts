import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';

import { createAvatarBackend } from '../../src/server/backend.js';
import { toNodeHandler } from '../../src/server/http/node-handler.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import { bytesHeld } from '../support/memory.js';
import { startScriptedService } from '../support/scripted-service.js';
import { SILENT } from '../support/silent.js';

/** A hook that never answers by itself: when it is asked, and when it is told that nobody waits any more. */
function endless(): { hook: (...given: unknown[]) => Promise<never>; asked: Promise<void>; stopped: Promise<void> } {
  let tellAsked: () => void;
  let tellStopped: () => void;
  const asked = new Promise<void>((resolve) => (tellAsked = resolve));
  const stopped = new Promise<void>((resolve) => (tellStopped = resolve));
  return {
    asked,
    stopped,
    hook: (...given) => {
      const { signal } = given.find((each) => each instanceof Object && 'signal' in each) as { signal: AbortSignal };
      signal.addEventListener('abort', () => tellStopped(), { once: true });
      tellAsked();
      return new Promise<never>(() => undefined);
    },
  };
}

const SAY = { text: 'Hello.', turnId: 'turn-1', isFinal: true };

/** Hooks of which one visitor’s request waits. */
const WAITS: readonly (readonly [name: string, action: string, body: object, more?: Partial<AvatarBackendOptions>])[] =
  [
    ['beforeSay', 'say-text', SAY],
    ['reply', 'reply', { message: 'Hello?' }],
    ['textToSpeech', 'say-text', SAY, { textToSpeechWhen: 'always' }],
  ];

describe('a browser that leaves', () => {
  for (const [name, action, body, more] of WAITS) {
    it(`is noticed by ${name}, also where garbage was collected meanwhile`, async () => {
      const { hook, asked, stopped } = endless();
      const hookTimeouts = { [name]: Infinity };
      const service = await startScriptedService('a-token');
      const backend = createAvatarBackend({
        ...{ ks: 'a-kaltura-session', baseUrl: service.url, defaults: { avatarId: 'avatar-1' }, logger: SILENT },
        ...{ ...more, [name]: hook, hookTimeouts },
      });
      const server = createServer(toNodeHandler(backend)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/session`;
      try {
        const { key } = (await (await fetch(url, { method: 'POST' })).json()) as { key: string };
        const browser = new AbortController();
        const answer = fetch(`${url}/session-1/${action}`, {
          ...{ method: 'POST', body: JSON.stringify(body), signal: browser.signal },
          headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
        });
        await asked;
        await bytesHeld();
        browser.abort();
        await assert.rejects(answer, { name: 'AbortError' });
        await stopped;
      } finally {
        server.closeAllConnections();
        server.close();
        await service.close();
      }
    });
  }
});

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';

import { startTurnServer, type RunningTurnServer } from '../support/turn-server.js';
import { launchChromium, launchFirefox, type OpenPage, type TestBrowser } from './browsers.js';
import { serveAvatarPage, type ServedPage } from './page-server.js';
import type { Picture } from './page/viewer.js';

const TEXT = 'Hello! How can I help you today?';
const SENTENCES = [
  'This is the first of three sentences.',
  'And here comes the second one.',
  'The third is the last one.',
];
/** A second of the avatar's 25 a second: it is longer in speaking. */
const FRAMES_OF_SPEECH = 25;
/** Of the sum of squares over time; silence has next to none. */
const ENERGY_OF_SPEECH = 0.001;

const BROWSERS = { Chromium: launchChromium, Firefox: launchFirefox };

let turnServer: RunningTurnServer | undefined;
/** By the TURN server that the avatar service names. */
const served = new Map<'none' | 'udp' | 'tcp', ServedPage>();

before(async () => {
  turnServer = await startTurnServer();
  served.set('none', await serveAvatarPage(null));
  for (const transport of ['udp', 'tcp'] as const)
    served.set(transport, await serveAvatarPage(turnServer.by(transport)));
});

after(async () => {
  for (const each of served.values()) await each.close();
  await turnServer?.close();
});

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(`In ${name}, an avatar`, { timeout: 120_000 }, () => {
    let browser: TestBrowser | undefined;
    let page: OpenPage | undefined;
    before(async () => (browser = await launch()));
    after(() => browser?.close());
    afterEach(() => page?.close());

    const open = async (turn: 'none' | 'udp' | 'tcp'): Promise<OpenPage> => {
      const url = served.get(turn)?.url;
      assert.ok(browser && url);
      return (page = await browser.open(url));
    };

    it('is seen and heard', async () => {
      const opened = await open('none');
      const first = await opened.run(() => window.element.start());
      const last = await opened.run((text) => window.element.say(text), TEXT);
      assertMoves(first, last);
      await opened.run(() => window.element.end());
      assert.equal(served.get('none')?.openSessions(), 0);
    });

    it('is shown with one caption at a time, and with none once it is silent', async () => {
      const opened = await open('none');
      await opened.run(() => window.element.start());
      const shown = await opened.run((text) => window.element.read(text), SENTENCES.join(' '));
      assert.deepEqual(shown, ['', ...SENTENCES, '']);
      await opened.run(() => window.element.end());
    });

    for (const transport of ['udp', 'tcp'] as const) {
      it(`is seen and heard through a relay alone, over ${transport.toUpperCase()}`, async () => {
        const opened = await open(transport);
        const first = await opened.run(() => window.relayed.start());
        const last = await opened.run((text) => window.relayed.say(text), TEXT);
        assert.equal(last.candidateType, 'relay');
        assert.equal(last.relayProtocol, transport);
        assert.deepEqual(last.path, { kind: 'relay', protocol: transport });
        assertMoves(first, last);
        const energy = last.totalAudioEnergy - first.totalAudioEnergy;
        assert.ok(energy > ENERGY_OF_SPEECH, `The sound’s energy was ${energy}.`);
        await opened.run(() => window.relayed.end());
        assert.equal(served.get(transport)?.openSessions(), 0);
      });
    }
  });
}

function assertMoves(first: Picture, last: Picture): void {
  assert.ok(last.width > 0);
  const shown = last.frames - first.frames;
  assert.ok(shown > FRAMES_OF_SPEECH, `${shown} pictures were shown while it spoke.`);
}

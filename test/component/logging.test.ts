import { expect } from '@open-wc/testing';

import { addFault, eventually, failureOf, reportOf } from '../support/in-browser.js';
import { useSessionStand } from '../support/session-stand.js';

describe('the log of a session', () => {
  const stand = useSessionStand();
  let lines: string[];
  beforeEach(() => (lines = []));

  const write =
    (level: string) =>
    (message: string): void =>
      void lines.push(`${level} ${message.replace(/^\[kaltura-avatar\] /, '').replaceAll(/[0-9a-f-]{36}/g, '*')}`);
  const logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };

  it('has a line for each milestone, and no other', async () => {
    const economy = { whenUnseen: 'pause', afterSeconds: 0.05 } as const;
    const session = stand.create('my-ks', { logger, economy });
    await session.createSession({ avatarId: 'maya' });
    session.setOnScreen(false);
    await eventually(async () => (await reportOf(session.getSessionId()))?.viewers === 0);
    session.setOnScreen(true);
    await eventually(() => session.getSessionState() === 'RECONNECTING');
    await eventually(() => session.getSessionState() === 'READY');
    await session.endSession();
    expect(lines).to.deep.equal([
      'info The session is CREATING',
      'info Session * is open',
      'info The session is READY',
      'info Nobody sees the avatar: its media is paused',
      'info The avatar is wanted again: its media comes back',
      'info The session is RECONNECTING',
      'info The session is READY',
      'info The session is ENDED',
    ]);
  });

  it('warns of what the page asks for in vain, and of what was mended', async () => {
    const session = stand.create('my-ks', { logger, retryConfig: { initialDelayMs: 1 } });
    await failureOf(session.sayText('Too early.'));
    await addFault({ call: 'init-client', kind: 'status', status: 503 });
    await session.createSession({ avatarId: 'maya' });
    await failureOf(session.sayText(''));
    const raised = lines.filter((line) => !line.startsWith('info'));
    expect(raised.map((line) => line.replace(/\d+ ms/, '…'))).to.deep.equal([
      'warn The avatar cannot speak while the session is IDLE. Open it first and wait until it is READY.',
      'warn init-client is tried again in …',
      'warn There is nothing to say: the text is empty.',
    ]);
  });

  it('has an error where the avatar does not work', async () => {
    const session = stand.create('my-ks', { logger });
    await addFault({ call: 'create', kind: 'status', status: 401 });
    await failureOf(session.createSession({ avatarId: 'maya' }));
    expect(lines.map((line) => line.split(' ', 1)[0])).to.deep.equal(['info', 'info', 'error']);
  });
});

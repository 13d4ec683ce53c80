import { expect } from '@open-wc/testing';
import type { AvatarActionEvent, KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { mountAvatar } from '../support/avatar-fixture.js';
import { eventually, nextEvent } from '../support/in-browser.js';

describe('an answer that acts', () => {
  const start = async (): Promise<{ avatar: KalturaAvatarElement; log: string[] }> => {
    const avatar = await mountAvatar();
    const log: string[] = [];
    avatar.addEventListener('avatar-caption', ({ text }) => log.push(text));
    avatar.addEventListener('avatar-action', ({ action }) => log.push(`[${action}]`));
    await avatar.start();
    return { avatar, log };
  };

  it('has the page act when the words before it are heard, in order', async () => {
    const { avatar, log } = await start();
    avatar.reply = async function* () {
      await Promise.resolve();
      yield 'This is the first sentence of all. ';
      yield { action: 'show-first' };
      yield 'And this is the second one, which is longer. ';
      yield { action: 'show-second', args: { id: 7 } };
    };
    await avatar.send('Show me.');
    await eventually(() => log.length === 4);
    expect(log).to.deep.equal([
      'This is the first sentence of all.',
      '[show-first]',
      'And this is the second one, which is longer.',
      '[show-second]',
    ]);
  });

  it('runs what the page can do, and nothing where the page prevents it', async () => {
    const { avatar } = await start();
    const ran: unknown[] = [];
    const run = (args: unknown): void => void ran.push(args);
    avatar.actions = { mark: { description: 'Marks something.', run }, keep: { description: 'Keeps it.', run } };
    avatar.addEventListener('avatar-action', (event) => event.action === 'keep' && event.preventDefault());
    const told: AvatarActionEvent[] = [];
    avatar.addEventListener('avatar-action', (event) => told.push(event));
    avatar.reply = async function* () {
      await Promise.resolve();
      yield { action: 'mark', args: { id: 'prices' } };
      yield { action: 'keep' };
      yield { action: 'constructor', args: { href: 'javascript:alert(1)' } };
      yield 'There.';
    };
    await avatar.send('Mark it.');
    await eventually(() => told.length === 3);
    expect(ran).to.deep.equal([{ id: 'prices' }]);
  });

  it('drops what belongs to words that nobody heard', async () => {
    const { avatar, log } = await start();
    avatar.reply = async function* () {
      await Promise.resolve();
      yield 'This is the first sentence of a story that is long. And this is its second sentence, as long. ';
      yield 'Then there is a third one, which nobody hears. ';
      yield { action: 'late' };
    };
    await avatar.send('Tell me.');
    await eventually(() => log.length > 0);
    await avatar.interrupt();
    avatar.reply = () => 'It is over.';
    const heard = nextEvent(avatar, 'avatar-caption');
    await avatar.send('And now?');
    await heard;
    expect(log).not.to.include('[late]');
  });
});

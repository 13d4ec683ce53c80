import { expect, fixture, html } from '@open-wc/testing';
import type { AllowedActions, KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { AnswerActions } from '../../src/element/conversation/actions/answer-actions.js';
import { actionsOf, loadBuiltIns } from '../../src/element/conversation/actions/built-ins.js';
import type { ActionOutcome } from '../../src/element/conversation/actions/perform.js';
import { pageWordOf } from '../../src/element/conversation/page-word.js';
import { eventually } from '../support/in-browser.js';

interface Offered {
  name: string;
  parameters: { properties: Record<string, { enum?: string[]; description?: string }> };
}

const PAGE = html`
  <div style="height: 3000px"></div>
  <details>
    <summary>More</summary>
    <section id="prices" data-avatar-highlight="the prices" style="padding: 20px">From 9.</section>
  </details>
  <p hidden data-avatar-highlight="a secret">Not to be seen.</p>
  <form>
    <input id="name" data-avatar-fill="the name" maxlength="10" />
    <input id="day" type="date" data-avatar-fill="the day" />
    <input id="terms" type="checkbox" data-avatar-fill="the terms" />
    <select id="size" data-avatar-fill="the size">
      <option value="s">Small</option>
      <option value="l">Large</option>
    </select>
    <textarea id="wish" data-avatar-fill="a wish" readonly></textarea>
    <input id="password" type="password" data-avatar-fill="the password" />
    <input id="hidden" type="hidden" data-avatar-fill="the token" />
    <input id="file" type="file" data-avatar-fill="the file" />
    <input id="card" autocomplete="section-a billing cc-number" data-avatar-fill="the card" />
    <input id="code" autocomplete="one-time-code" data-avatar-fill="the code" />
    <input id="other" />
  </form>
  <dialog id="booking" data-avatar-dialog="the booking"><button>Book</button></dialog>
  <dialog id="admin"></dialog>
  <a href="/products/bikes" data-avatar-go-to="the bikes">Bikes</a>
  <a href="https://elsewhere.example/" data-avatar-go-to="elsewhere">Elsewhere</a>
  <a href="javascript:document.title='run'" data-avatar-go-to="a script">Script</a>
  <a href="/products/tab" target="_blank" data-avatar-go-to="a tab">Tab</a>
`;

const ALL = 'highlight go-to fill dialog';

describe('what a page allows answers to do with it', () => {
  let avatar: KalturaAvatarElement;
  let logged: string[];

  const mount = async (allowActions: string | AllowedActions | null): Promise<void> => {
    logged = [];
    const write = (message: string): void => void logged.push(message);
    await fixture(html`<div>${PAGE}</div>`);
    avatar = document.createElement('kaltura-avatar');
    avatar.logger = { debug: write, info: write, warn: write, error: write };
    avatar.allowActions = allowActions;
    await fixture(html`<div>${avatar}</div>`);
    await avatar.updateComplete;
    await loadBuiltIns(avatar);
  };
  const offered = async (): Promise<Offered[]> => ((await pageWordOf(avatar)).actions ?? []) as Offered[];
  const ask = async (action: string, args: Record<string, unknown>): Promise<ActionOutcome> => {
    const [outcome] = await new Promise<readonly ActionOutcome[]>((onResults) => {
      const actions = new AnswerActions(avatar, { onResults });
      actions.add({ action, args, id: '1' }, '');
      actions.end(false);
    });
    return outcome ?? {};
  };
  const errorOf = async (action: string, args: Record<string, unknown>): Promise<string> =>
    (await ask(action, args)).error ?? '';
  /** Any element by its id; most are fields. */
  const field = (id: string): HTMLInputElement => document.getElementById(id) as HTMLInputElement;
  const box = (): HTMLElement | null => document.querySelector('[data-avatar-mark]');

  afterEach(() => {
    document.querySelectorAll('dialog[open]').forEach((dialog) => (dialog as HTMLDialogElement).close());
    box()?.remove();
    scrollTo(0, 0);
  });

  it('is nothing by default, whatever is marked in it', async () => {
    await mount(null);
    expect(await offered()).to.deep.equal([]);
    expect(await errorOf('highlight', { what: 'the prices' })).to.equal('The page has no such action.');
  });

  it('is what is named, and a model chooses from names alone', async () => {
    await mount('highlight dialog');
    const actions = await offered();
    expect(actions.map(({ name }) => name)).to.deep.equal(['highlight', 'open-dialog', 'close-dialog']);
    expect(actions[0]?.parameters.properties['what']?.enum).to.deep.equal(['the prices', 'a secret']);
    expect(await errorOf('highlight', { what: '#other' })).to.match(/what should be one of "the prices", "a secret"/);
    expect(await errorOf('fill-field', { field: 'the name', value: 'Ada' })).to.match(/no such action/);
    expect(box()).to.equal(null);
  });

  it('is complained of where it cannot be used, and then nothing', async () => {
    const wrong: (string | AllowedActions)[] = [
      'highlight jump',
      { highlight: ['##'] },
      { goTo: ['https://elsewhere.example/'] },
      { fill: 7 as never },
      { navigate: 'x' as never },
      { jump: true } as never,
    ];
    for (const allowed of wrong) {
      await mount(allowed);
      expect(await offered()).to.deep.equal([]);
      expect(logged.join('\n'), JSON.stringify(allowed)).to.match(/allow-actions is not used: /);
    }
  });

  it('gives way to an action of the page by the same name, and to the page that prevents it', async () => {
    await mount(ALL);
    const ran: unknown[] = [];
    avatar.actions = { highlight: { description: 'Ours', run: (args) => void ran.push(args) } };
    await ask('highlight', { what: 'ever' });
    expect(ran).to.deep.equal([{ what: 'ever' }]);
    avatar.addEventListener('avatar-action', (event) => event.preventDefault());
    await ask('open-dialog', { dialog: 'the booking' });
    expect(document.querySelector('dialog[open]')).to.equal(null);
  });

  describe('by highlighting', () => {
    it('scrolls to it, opens what it is in, and marks it for a while without moving anything', async () => {
      await mount(ALL);
      const prices = field('prices');
      expect(await ask('highlight', { what: 'the prices' })).to.deep.equal({ value: 'done', id: '1' });
      const { top, bottom } = prices.getBoundingClientRect();
      expect(top).to.be.greaterThan(0);
      expect(bottom).to.be.lessThan(innerHeight);
      const height = document.documentElement.scrollHeight;
      await eventually(() => Math.abs((box()?.getBoundingClientRect().top ?? 0) - (top - 6)) <= 1);
      expect(box()?.matches(':popover-open')).to.equal(true);
      expect(document.elementFromPoint(innerWidth / 4, top + 5)?.closest('#prices')).to.equal(prices);
      box()?.remove();
      expect(document.documentElement.scrollHeight).to.equal(height);
    });

    it('is told to screen readers, and goes with Escape', async () => {
      await mount(ALL);
      await ask('highlight', { what: 'the prices' });
      const region = box()?.shadowRoot?.querySelector('[role="status"]');
      expect(region?.textContent).to.equal('');
      await eventually(() => region?.textContent === 'On the page: the prices');
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
      expect(box()).to.equal(null);
    });

    it('is one mark at a time, and goes with what it marks', async () => {
      await mount({ highlight: { prices: '#prices', name: '#name' } });
      await ask('highlight', { what: 'prices' });
      await ask('highlight', { what: 'name' });
      expect(document.querySelectorAll('[data-avatar-mark]').length).to.equal(1);
      field('name').remove();
      await eventually(() => box() === null);
    });

    it('says so where there is nothing to be seen', async () => {
      await mount({ highlight: { secret: '[hidden]', gone: '#not-there' } });
      expect(await errorOf('highlight', { what: 'secret' })).to.equal('It is not to be seen on the page now.');
      expect(await errorOf('highlight', { what: 'gone' })).to.equal('It is not on the page now.');
    });
  });

  describe('by filling in fields', () => {
    it('writes as a visitor does, so that scripts take note', async () => {
      await mount(ALL);
      const events: string[] = [];
      for (const type of ['input', 'change'])
        document.querySelector('form')?.addEventListener(type, ({ target }) => {
          events.push(`${type} ${(target as HTMLElement).id}`);
        });
      await ask('fill-field', { field: 'the name', value: 'Ada' });
      await ask('fill-field', { field: 'the day', value: '2026-12-01' });
      await ask('fill-field', { field: 'the terms', value: 'true' });
      await ask('fill-field', { field: 'the size', value: 'large' });
      expect([field('name').value, field('day').value, field('terms').checked, field('size').value]).to.deep.equal([
        'Ada',
        '2026-12-01',
        true,
        'l',
      ]);
      expect(events.length).to.equal(8);
      expect(events.slice(0, 2)).to.deep.equal(['input name', 'change name']);
      const region = box()?.shadowRoot?.querySelector('[role="status"]');
      await eventually(() => region?.textContent === 'Filled in: the size');
    });

    it('never writes a password, a hidden field, a file, a card or a code, though they are marked', async () => {
      await mount(ALL);
      const names = (await offered()).find(({ name }) => name === 'fill-field')?.parameters.properties['field']?.enum;
      expect(names).to.deep.equal(['the name', 'the day', 'the terms', 'the size', 'a wish']);
      avatar.allowActions = { fill: ['#password', '#hidden', '#file', '#card', '#code', '#name'] };
      for (const id of ['password', 'hidden', 'file', 'card', 'code'])
        expect(await errorOf('fill-field', { field: `#${id}`, value: 'x' })).to.match(/should be one of "#name"/);
      expect(['password', 'hidden', 'card', 'code'].map((id) => field(id).value).join('')).to.equal('');
    });

    it('says why a field does not take something, and leaves it as it was', async () => {
      await mount(ALL);
      expect(await errorOf('fill-field', { field: 'the day', value: 'tomorrow' })).to.match(/takes a date/);
      expect(await errorOf('fill-field', { field: 'the name', value: 'x'.repeat(11) })).to.match(/at most 10/);
      expect(await errorOf('fill-field', { field: 'the size', value: 'huge' })).to.match(/has "Small", "Large"/);
      expect(await errorOf('fill-field', { field: 'the terms', value: 'maybe' })).to.match(/true or false/);
      expect(await errorOf('fill-field', { field: 'a wish', value: 'x' })).to.match(/cannot be changed/);
      field('name').value = 'Grace';
      field('name').focus();
      expect(await errorOf('fill-field', { field: 'the name', value: 'Ada' })).to.match(/visitor is writing/);
      expect(field('name').value).to.equal('Grace');
    });
  });

  describe('by dialogs', () => {
    it('opens one that is allowed over everything, and closes it', async () => {
      await mount(ALL);
      const booking = document.querySelector<HTMLDialogElement>('#booking');
      await ask('open-dialog', { dialog: 'the booking' });
      expect(booking?.matches(':modal')).to.equal(true);
      expect(await errorOf('open-dialog', { dialog: 'the booking' })).to.equal('It is open already.');
      await ask('close-dialog', { dialog: 'the booking' });
      expect(booking?.open).to.equal(false);
      expect(await errorOf('close-dialog', { dialog: 'the booking' })).to.equal('It is not open.');
      expect(await errorOf('open-dialog', { dialog: 'admin' })).to.match(/should be one of/);
    });

    it('opens nothing else, and nothing that the page keeps closed', async () => {
      await mount({ dialog: ['#prices', '#admin'] });
      expect(await errorOf('open-dialog', { dialog: '#prices' })).to.equal('It is no dialog.');
      document.getElementById('admin')?.addEventListener('beforetoggle', (event) => event.preventDefault());
      expect(await errorOf('open-dialog', { dialog: '#admin' })).to.match(/does not let it open/);
    });
  });

  describe('by going to pages', () => {
    const gone: string[] = [];
    const navigate = (url: string): void => void gone.push(url.replace(location.origin, ''));
    beforeEach(() => (gone.length = 0));

    it('goes to those of the list, by name or by a path that fits, and to no other', async () => {
      await mount({
        goTo: { home: '/', 'a product': '/products/*', search: '/search?q=*#top' },
        navigate,
      });
      const [goTo] = await offered();
      expect(goTo?.parameters.properties['page']?.description).to.equal(
        'One of: "home", a path such as /products/* (a product), a path such as /search?q=*#top (search). A * stands for one part of a path.',
      );
      for (const page of ['home', '/products/bike-7', '/search?q=red#top', `${location.origin}/products/b%C3%BC`])
        expect(await errorOf('go-to', { page }), page).to.equal('');
      expect(gone).to.deep.equal(['/', '/products/bike-7', '/search?q=red#top', '/products/b%C3%BC']);
      for (const page of [
        ...['/products/', '/products/a/b', '/products/a?x=1', '/products/a#b', '/products/../admin', '/products/*'],
        ...['/products/%2e%2e/admin', '/products/..%2Fadmin', '/products/..\\admin', '/products/a%5Cb', 'a product'],
        ...[
          '//elsewhere.example/products/a',
          'https://elsewhere.example/products/a',
          '\\\\elsewhere.example\\products',
        ],
        ...['javascript:alert(1)//products/a', 'data:text/html,x', 'blob:x', `//me:pw@${location.host}/products/a`],
        ...['', '/admin', 'constructor', `${location.origin}.elsewhere.example/products/a`],
      ])
        expect(await errorOf('go-to', { page }), page).to.equal('That page is not allowed: go to one that is listed.');
      expect(gone.length).to.equal(4);
    });

    it('follows a marked link by a click, so that the router of an application takes it', async () => {
      await mount(ALL);
      const clicked: string[] = [];
      document.querySelector('a')?.addEventListener('click', (event) => {
        event.preventDefault();
        clicked.push((event.currentTarget as HTMLAnchorElement).pathname);
      });
      expect(await ask('go-to', { page: 'the bikes' })).to.deep.equal({ value: 'The visitor is there now.', id: '1' });
      expect(clicked).to.deep.equal(['/products/bikes']);
      const { title } = document;
      for (const page of ['elsewhere', 'a script', 'a tab'])
        expect(await errorOf('go-to', { page })).to.equal('That page is not allowed: go to one that is listed.');
      expect(document.title).to.equal(title);
    });

    it('waits for the words that are being said, and stays where the visitor interrupts', async () => {
      await mount({ goTo: ['/products/'], navigate });
      let isSpeaking = true;
      Object.defineProperty(avatar, 'speaking', { get: () => isSpeaking });
      const first = ask('go-to', { page: '/products/' });
      await Promise.resolve();
      expect(gone).to.deep.equal([]);
      isSpeaking = false;
      avatar.dispatchEvent(new Event('avatar-speaking-end'));
      await first;
      expect(gone).to.deep.equal(['/products/']);

      isSpeaking = true;
      const interrupted = new AbortController();
      const going = actionsOf(avatar)['go-to']?.run({ page: '/products/' }, { signal: interrupted.signal });
      interrupted.abort(new Error('The visitor interrupts.'));
      const failed = await Promise.resolve(going).catch((error: unknown) => String(error));
      expect(failed).to.equal('Error: The visitor interrupts.');
      expect(gone.length).to.equal(1);
    });
  });
});

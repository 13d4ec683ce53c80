import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { KalturaAvatarElement } from '../../src/element/kaltura-avatar.js';
import { findParts, findSlots, readStylingSurface, type StylingSurface } from '../support/element-source.js';
import { EVENT_CLASSES } from '../support/event-classes.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Documented {
  name: string;
  description?: string;
  type?: { text: string };
  default?: string;
  fieldName?: string;
}

interface Declaration {
  tagName?: string;
  attributes: Documented[];
  members: (Documented & { kind: string })[];
  events: Documented[];
  cssParts: Documented[];
  slots: Documented[];
  cssStates: Documented[];
  cssProperties: Documented[];
}

const sorted = (names: Iterable<string>): string[] => [...names].sort();

describe('custom-elements.json', () => {
  let documented: Declaration;
  let surface: StylingSurface;
  before(async () => {
    const { customElements } = JSON.parse(await readFile(`${root}package.json`, 'utf8')) as { customElements: string };
    const { modules } = JSON.parse(await readFile(root + customElements, 'utf8')) as {
      modules: { declarations: Declaration[] }[];
    };
    const element = modules
      .flatMap(({ declarations }) => declarations)
      .find(({ tagName }) => tagName === 'kaltura-avatar');
    assert.ok(element, 'the element is missing');
    documented = element;
    surface = await readStylingSurface(`${root}src/element`);
  });

  const assertSame = (entries: Documented[], real: Iterable<string>): void =>
    assert.deepEqual(sorted(entries.map(({ name }) => name)), sorted(new Set(real)));

  it('has every attribute that the element observes, and no other', () => {
    assertSame(documented.attributes, KalturaAvatarElement.observedAttributes);
  });

  it('says which property, type and default each attribute has', () => {
    for (const [property, { attribute, type }] of KalturaAvatarElement.elementProperties) {
      const name = attribute ?? property;
      if (typeof name !== 'string' || name === 'lang') continue;
      const entry = documented.attributes.find((one) => one.name === name);
      assert.equal(entry?.fieldName, property, name);
      assert.ok(entry.type?.text, `${name} has no type`);
      assert.ok(entry.default, `${name} has no default`);
      if (type !== Boolean) continue;
      // Some have a word that markup may say instead of nothing, such as `required`.
      assert.match(entry.type.text, /^boolean( \| '\w+')?$/, name);
      assert.equal(entry.default, 'false', name);
    }
  });

  it('has every property and method that pages can use', () => {
    const names = new Set(documented.members.map(({ name }) => name));
    const real = [
      ...Object.getOwnPropertyNames(KalturaAvatarElement.prototype).filter(
        (name) =>
          ![
            'constructor',
            'connectedMoveCallback',
            'createRenderRoot',
            'render',
            'firstUpdated',
            'update',
            'updated',
            'willUpdate',
            // The extensions’ alone.
            'ownsSession',
          ].includes(name),
      ),
      ...[...KalturaAvatarElement.elementProperties.keys()].filter((name) => name !== 'lang'),
    ];
    assert.deepEqual(
      real.filter((name) => !names.has(String(name))),
      [],
    );
  });

  it('has every event of the element with its class, and no other', () => {
    assert.deepEqual(
      sorted(documented.events.map(({ name, type }) => `${name}: ${type?.text}`)),
      sorted(EVENT_CLASSES.map(([name, { type }]) => `${type}: ${name}`)),
    );
  });

  it('has every part of the shadow tree, and no other', () => assertSame(documented.cssParts, surface.parts));

  it('has every slot, and no other', () => assertSame(documented.slots, surface.slots));

  it('has every custom state, and no other', () => assertSame(documented.cssStates, surface.states));

  it('has every CSS property of the styles, and no other', () =>
    assertSame(documented.cssProperties, surface.cssProperties));

  it('describes each of them in a sentence', () => {
    const { attributes, members, events: fired, cssParts, slots, cssStates, cssProperties } = documented;
    for (const { name, description } of [
      ...attributes,
      ...members,
      ...fired,
      ...cssParts,
      ...slots,
      ...cssStates,
      ...cssProperties,
    ])
      assert.match(description ?? '', /^\S.*[.`]$/s, name);
  });
});

describe('the look at the element’s source', () => {
  it('finds the parts of templates, also those that are chosen or handed over', () => {
    const code = `
      html\`<p part="notice wide"></p><b part=\${isMine ? 'turn mine' : 'turn'}></b><i part="button \${part}"></i>\`;
      button({ part: 'mute-button', label });
      dot.setAttribute('part', 'dot');
      interface View { part: string; icon: unknown }`;
    assert.deepEqual(sorted(findParts(code)), ['button', 'dot', 'mine', 'mute-button', 'notice', 'turn', 'wide']);
  });

  it('does not pass over a part or slot whose name it cannot tell', () => {
    assert.throws(() => findParts('html`<p part="${name}-button"></p>`'), /Write out the names/);
    assert.throws(() => findParts('html`<p part=${name}></p>`'), /Write out the names/);
    assert.throws(() => findParts('button({ part: name })'), /Write out the names/);
    assert.throws(() => findSlots('html`<slot name=${name}></slot>`'), /Write out the name/);
  });

  it('finds the default slot and the named ones', () => {
    assert.deepEqual(sorted(findSlots('<slot></slot><slot\n  name="start" @click=${go}>')), ['', 'start']);
  });
});

import { enOfExtensions } from '../../../i18n/en-extensions.js';
import { english } from '../../../i18n/english.js';
import type { ConversationHost } from '../../conversation-host.js';
import type { PageAction, PageActions } from '../page-actions.js';
import { MARKS, readAllowed, type BuiltInKind } from './allowed-actions.js';
import { closeDialog, openDialog } from './dialogs.js';
import { fillField, isWritable } from './fill-field.js';
import { goTo } from './go-to.js';
import { highlight } from './highlight.js';
import { isShown, Targets } from './targets.js';

// What they say to visitors.
Object.assign(english, enOfExtensions);

/** What is written into a field, or gone to, in characters. */
const LONGEST_VALUE = 1000;

type Args = Readonly<Record<string, unknown>>;

/**
 * What the element lets answers do with its page: of `allowActions`, what there is to do on the page now.
 * @throws {AvatarError} `INVALID_CONFIGURATION`
 */
export function builtInActions(host: ConversationHost): PageActions {
  const { ownerDocument } = host;
  const allowed = readAllowed(host.allowActions, ownerDocument);
  const roots = [...new Set([host.getRootNode() as Document | ShadowRoot, ownerDocument])];
  const targets = (kind: BuiltInKind): Targets | undefined => {
    const elements = allowed[kind];
    if (elements === undefined) return undefined;
    const mark = `data-avatar-${MARKS[kind]}`;
    const found = new Targets({ roots, allowed: elements, mark, ...(kind === 'fill' ? { fits: isWritable } : {}) });
    return found.names.length > 0 ? found : undefined;
  };
  const [things, pages, fields, dialogs] = [targets('highlight'), targets('goTo'), targets('fill'), targets('dialog')];
  return {
    ...(things && { highlight: highlighting(host, things) }),
    ...(pages && { 'go-to': going(host, pages, allowed.navigate) }),
    ...(fields && { 'fill-field': filling(host, fields) }),
    ...(dialogs && dialogActions(dialogs)),
  };
}

function highlighting(host: ConversationHost, things: Targets): PageAction {
  return {
    description: 'Scrolls to something on the page and marks it for a few seconds, for the visitor to see.',
    parameters: oneOf('what', things.names),
    run: ({ what }) => highlight(host, things.find(what), String(what)),
  };
}

function going(host: ConversationHost, pages: Targets, navigate: ((url: string) => unknown) | undefined): PageAction {
  const paths = pages.names.filter((name) => pages.textOf(name)?.includes('*'));
  const description =
    'Takes the visitor to another page of this site, after what is being said. Nothing that is said later is heard.';
  const names = pages.names.filter((name) => !paths.includes(name)).map((name) => JSON.stringify(name));
  const patterns = paths.map((name) => (pages.textOf(name) === name ? name : `${pages.textOf(name)} (${name})`));
  const choice = [...names, ...patterns.map((pattern) => `a path such as ${pattern}`)].join(', ');
  const page = {
    type: 'string',
    maxLength: LONGEST_VALUE,
    description: `One of: ${choice}. A * stands for one part of a path.`,
  };
  return {
    description,
    parameters: paths.length > 0 ? objectOf({ page }) : oneOf('page', pages.names),
    run: ({ page: wanted }, { signal }) => goTo(host, pages, String(wanted), { signal, navigate }),
  };
}

function filling(host: ConversationHost, fields: Targets): PageAction {
  return {
    description:
      'Writes into a field of the page, for the visitor to look at and send: a text, an option of a list, or true or false for a box.',
    parameters: objectOf({
      field: { type: 'string', enum: fields.names },
      value: { type: 'string', maxLength: LONGEST_VALUE },
    }),
    run: ({ field, value }) => {
      const element = fields.find(field);
      fillField(element, String(value));
      // A field within something that is closed is filled all the same.
      if (isShown(element)) highlight(host, element, String(field), 'filledIn');
      return 'It is filled in. The visitor sends it, not you.';
    },
  };
}

function dialogActions(dialogs: Targets): PageActions {
  const action = (description: string, act: (element: Element) => void): PageAction => ({
    description,
    parameters: oneOf('dialog', dialogs.names),
    run: ({ dialog }: Args) => act(dialogs.find(dialog)),
  });
  return {
    'open-dialog': action('Opens a dialog of the page over everything else.', openDialog),
    'close-dialog': action('Closes a dialog of the page that is open.', closeDialog),
  };
}

const oneOf = (name: string, names: readonly string[]): Args => objectOf({ [name]: { type: 'string', enum: names } });

const objectOf = (properties: Readonly<Record<string, object>>): Args => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

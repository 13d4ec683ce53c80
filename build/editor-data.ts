// After `cem analyze`: what editors complete in HTML, for JetBrains (web-types) and VS Code (custom data).
import { readFile, writeFile } from 'node:fs/promises';

interface Described {
  name: string;
  description?: string;
  type?: { text: string };
  default?: string;
}

interface Declaration {
  tagName?: string;
  description?: string;
  attributes: Described[];
  events: Described[];
  slots: Described[];
  cssParts: Described[];
  cssProperties: Described[];
}

const read = async <T>(path: string): Promise<T> => JSON.parse(await readFile(path, 'utf8')) as T;

const { name, version } = await read<{ name: string; version: string }>('package.json');
const { modules } = await read<{ modules: { declarations: Declaration[] }[] }>('dist/custom-elements.json');
const element = modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName === name);
if (!element) throw new Error(`dist/custom-elements.json does not describe <${name}>`);

const described = ({ name: of, description }: Described): { name: string; description: string | undefined } => ({
  name: of,
  description,
});

/** The words of a union such as `'cover' | 'contain'`. */
const valuesOf = ({ type }: Described): string[] =>
  [...(type?.text ?? '').matchAll(/'([^']+)'/g)].map(([, word]) => word ?? '');

const webTypes = {
  $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
  name,
  version,
  'description-markup': 'markdown',
  contributions: {
    html: {
      elements: [
        {
          name,
          description: element.description,
          attributes: element.attributes.map((one) => ({
            ...described(one),
            default: one.default,
            value: { type: one.type?.text ?? 'string' },
          })),
          slots: element.slots.map(described),
          js: { events: element.events.map(described) },
          css: { parts: element.cssParts.map(described), properties: element.cssProperties.map(described) },
        },
      ],
    },
  },
};

const customData = {
  version: 1.1,
  tags: [
    {
      name,
      description: element.description,
      attributes: element.attributes.map((one) => {
        const values = valuesOf(one).map((word) => ({ name: word }));
        return {
          ...described(one),
          ...(values.length > 0 && { values }),
          ...(one.type?.text === 'boolean' && { valueSet: 'v' }),
        };
      }),
    },
  ],
};

await writeFile('dist/web-types.json', JSON.stringify(webTypes, null, 2));
await writeFile('dist/vscode.html-custom-data.json', JSON.stringify(customData, null, 2));

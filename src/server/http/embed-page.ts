import type { Complain } from '../../core/json-reader.js';
import { isLanguageTag } from '../../core/language-tag.js';
import type { ByLanguage } from '../../core/speech/reply-pieces.js';

type EmbedAttributes = Readonly<
  Record<string, string | boolean | readonly string[] | ByLanguage<string | readonly string[]>>
>;

/** A page with the element alone, for an `<iframe>`. */
export interface EmbedOptions {
  /**
   * The URL of `kaltura-avatar.js`, with the other files of `dist/cdn` beside it. Default: this backend serves those of the package,
   * which it can where it runs from the package's files: in Node, not bundled.
   */
  scriptUrl?: string | undefined;
  /**
   * Attributes of the element on that page, such as `{ greeting: 'Hello!', controls: true }`. What the page's query says goes
   * before these; `greeting` and `suggestions`, also by language, `label`, `consent`, `consent-terms` and `consent-version` can be set here alone.
   */
  attributes?: EmbedAttributes | undefined;
}

/** The same, checked. */
export interface EmbedSettings {
  scriptUrl: string | undefined;
  attributes: EmbedAttributes;
}

/** What whoever frames the page may set: how the avatar looks and sounds, and nothing that it says or where it comes from. */
const FLAGS = ['autostart', 'muted', 'controls', 'captions', 'composer', 'show-transcript', 'half-duplex'];
const VALUES = [
  'avatar-id',
  'voice-id',
  'voice-speed',
  'loading',
  'volume',
  'fit',
  'chroma-key',
  'microphone',
  'microphone-language',
  'languages',
];

/** What only the backend's own options may set. */
const OWN_VALUES = ['greeting', 'suggestions', 'label', 'consent', 'consent-terms', 'consent-version'];

const LONGEST_VALUE = 200;

export const EMBED_STYLE =
  'html,body{height:100%;margin:0}body{position:relative;overflow:hidden}kaltura-avatar:not(:defined){display:none}';

/** @param complain Told of what is not an attribute that can be set here. */
export function readEmbed(embed: unknown, complain: Complain): EmbedSettings | undefined {
  if (embed === undefined || embed === false) return undefined;
  if (embed !== true && (typeof embed !== 'object' || embed === null)) {
    return complain('embed', 'true, or an object with scriptUrl, attributes or both');
  }
  const { scriptUrl, attributes = {} } = embed === true ? {} : (embed as EmbedOptions);
  if (scriptUrl !== undefined && !/^(?:https?:\/\/|\/)[^\s"'<>;,]+\.js$/.test(scriptUrl)) {
    complain('embed.scriptUrl', 'the URL of kaltura-avatar.js, such as https://cdn.example/kaltura-avatar.js');
  }
  const known = [...FLAGS, ...VALUES, ...OWN_VALUES];
  const unknown = Object.keys(attributes).find((name) => !known.includes(name));
  if (unknown !== undefined) complain(`embed.attributes.${unknown}`, `left out; there are ${known.join(', ')}`);
  return { scriptUrl, attributes };
}

/**
 * @param query Of the page's address; what is not an attribute that may be set is left out.
 * @param isFolder Whether the page's address ends with a slash.
 */
export function embedPage({ scriptUrl, attributes }: EmbedSettings, query: URLSearchParams, isFolder: boolean): string {
  const language = query.get('lang') ?? '';
  const direction = query.get('dir') ?? '';
  const script = scriptUrl ?? (isFolder ? 'kaltura-avatar.js' : 'embed/kaltura-avatar.js');
  const page = attributesText({
    // Without one, the element speaks the browser's.
    lang: isLanguageTag(language) ? language : false,
    dir: /^(?:ltr|rtl)$/.test(direction) ? direction : false,
  });
  const element = attributesText({
    'session-endpoint': isFolder ? '../session' : 'session',
    placement: 'fill',
    ...attributes,
    ...attributesIn(query),
  });
  return `<!doctype html><html${page}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Avatar</title><style>${EMBED_STYLE}</style><script type="module" src="${escape(script)}"></script></head><body><kaltura-avatar${element}></kaltura-avatar></body></html>`;
}

/** What the page may load, and who may frame it. */
export function embedPolicy(
  { scriptUrl }: EmbedSettings,
  styleHash: string,
  { ancestors, usesHttps }: { ancestors: readonly string[]; usesHttps: boolean },
): string {
  const folder = scriptUrl?.startsWith('http') ? [scriptUrl.slice(0, scriptUrl.lastIndexOf('/') + 1)] : [];
  const anywhere = `'self' https:${usesHttps ? '' : ' http:'}`;
  return [
    "default-src 'none'",
    ['script-src', "'self'", ...folder].join(' '),
    `style-src 'sha256-${styleHash}'`,
    // Where the media comes from is known only with each session, and the avatar's face from the catalogue.
    `connect-src ${anywhere}`,
    `img-src ${anywhere}`,
    `media-src ${anywhere}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
    ['frame-ancestors', "'self'", ...ancestors].join(' '),
  ].join('; ');
}

function attributesIn(query: URLSearchParams): Record<string, string | boolean> {
  const flags = FLAGS.filter((name) => query.has(name)).map((name) => [name, query.get(name) !== 'false'] as const);
  const values = VALUES.flatMap((name) => {
    const value = query.get(name);
    return value === null || value.length > LONGEST_VALUE ? [] : [[name, value] as const];
  });
  return Object.fromEntries<string | boolean>([...flags, ...values]);
}

function attributesText(attributes: EmbedAttributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== false)
    .map(
      ([name, value]) =>
        ` ${name}="${value === true ? '' : escape(typeof value === 'string' ? value : JSON.stringify(value))}"`,
    )
    .join('');
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

import { mark, markOf } from './marks.js';
import { isAttribute, settingsOfData, type Settings } from './settings.js';

/** Whether a session can be opened with it. */
export const opensSession = (settings: Settings): boolean =>
  ['session-endpoint', 'ks', 'session-source', 'session'].some((name) => settings[name]);

const named = (settings: object): Settings =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      value as unknown,
    ]),
  );

const listed = (value: unknown): Settings[] =>
  [value].flat().flatMap((item) => (item instanceof Object ? [named(item)] : []));

/** What a script says itself: in its `data-*` attributes, or in the query of its address. */
export function settingsOf(script: HTMLScriptElement): Settings {
  // A plug-in that counts versions adds to the query, too.
  const query = named(Object.fromEntries(new URL(script.src || 'about:blank').searchParams));
  if (query['ks'])
    console.error('kaltura-avatar.embed.js takes no ks from its URL, which logs and other sites see. Use data-ks.');
  return {
    ...Object.fromEntries(
      Object.entries(query).filter(([name]) => name !== 'ks' && (name === 'files' || isAttribute(name))),
    ),
    ...settingsOfData(script),
  };
}

/** What the page says beside its scripts, for an avatar each: in JSON scripts, or in `window.kalturaAvatar`. */
export function settingsOfPage(): Settings[] {
  const all = listed((globalThis as { kalturaAvatar?: unknown }).kalturaAvatar);
  const json = [...document.querySelectorAll<HTMLScriptElement>('script[data-kaltura-avatar]')].flatMap(readJson);
  return json[0] && !all[1] ? json.map((settings) => ({ ...all[0], ...settings })) : [...json, ...all];
}

function readJson(script: HTMLScriptElement): Settings[] {
  try {
    const settings = (markOf(script) as Settings[] | undefined) ?? listed(JSON.parse(script.text));
    mark(script, settings);
    // A secret is not left where every other script of the page, and every copy of its HTML, has it.
    if (settings.some(({ ks }) => ks)) script.text = '';
    return settings;
  } catch {
    // What the browser says of it quotes it, and there may be a secret in it.
    if (document.readyState !== 'loading') console.error('<script data-kaltura-avatar> does not hold valid JSON.');
    return [];
  }
}

/** Where the files are that the element loads later, for its loader. */
export function nameFiles(files: unknown): void {
  const page = globalThis as { kalturaAvatar?: unknown };
  const { kalturaAvatar: all } = page;
  page.kalturaAvatar = Array.isArray(all) ? [{ files }, ...(all as unknown[])] : { ...(all as object), files };
}

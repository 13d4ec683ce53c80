import { mark, markOf } from './marks.js';
import { nameFiles, opensSession, settingsOf, settingsOfPage } from './page-settings.js';
import { onceParsed, placeAvatar } from './place.js';
import type { Settings } from './settings.js';

/** How long a page may take to say what it wants, once it has been parsed, in milliseconds. */
const PATIENCE = 1000;

const OWN_FILE = 'script[src*="kaltura-avatar.embed"]';

interface Own {
  script?: HTMLScriptElement;
  settings: Settings;
}

/** Puts elements where the script stands that ran, or at the end of the page; made of all that the page says. */
export function mountPage(currentScript: Element | null, ks?: string | null): void {
  const own = takeOwn(currentScript, ks);
  if (opensSession(own.settings)) mountAll(own);
  else
    onceParsed(() => {
      if (mountAll(own)) return;
      setTimeout(() => {
        if (!mountAll(own))
          console.error(
            'kaltura-avatar.embed.js shows nothing without a session-endpoint, ks, sessionSource or session. Set one by a ' +
              'data-… attribute, such as data-session-endpoint, in the query of its src, in ' +
              '<script type="application/json" data-kaltura-avatar> or in window.kalturaAvatar.',
          );
      }, PATIENCE);
    });
}

/** The script that ran and what it says; none where it is a part of another file. */
function takeOwn(currentScript: Element | null, ks?: string | null): Own {
  const isOwn = currentScript?.matches(OWN_FILE);
  const script = isOwn ? currentScript : [...document.querySelectorAll(OWN_FILE)].find((other) => !markOf(other));
  // A site may give the file another name.
  for (const candidate of [script, currentScript]) {
    if (!(candidate instanceof HTMLScriptElement)) continue;
    const settings = settingsOf(candidate);
    const secret = candidate === currentScript ? ks : settings['ks'];
    if (secret) settings['ks'] = secret;
    if (candidate !== script && !opensSession(settings)) continue;
    mark(candidate, true);
    candidate.removeAttribute('data-ks');
    return { script: candidate, settings };
  }
  return { settings: {} };
}

/** Whether there was anything to mount. */
function mountAll({ script, settings: own }: Own): boolean {
  const page = settingsOfPage();
  const isOwn = Object.keys(own).length > 0;
  const all = (isOwn ? [{ ...(page[1] ? {} : page[0]), ...own }] : page).filter(opensSession);
  // Each is put right behind the script, before those that were put there.
  for (const { files, ...settings } of all.reverse()) {
    if (files) nameFiles(files);
    placeAvatar(settings, script, isOwn);
  }
  return all.length > 0;
}

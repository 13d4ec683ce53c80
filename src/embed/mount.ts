import { isAttribute, MADE_OF, settingsOfData, type Marked } from './settings.js';

/**
 * Puts an element where the script stands that is running, made of its `data-*` attributes. A file of its own is loaded where
 * there is more to read, or another place to find.
 */
export function mountEmbedded(): void {
  const script: (HTMLOrSVGScriptElement & Marked) | null = document.currentScript;
  // A secret is not left where every other script of the page, and every copy of its HTML, has it.
  const ks = script?.getAttribute('data-ks');
  script?.removeAttribute('data-ks');
  const settings = script ? settingsOfData(script) : {};
  if (!ks && settings['session-endpoint'] && isSimple(settings, script as HTMLScriptElement)) {
    const avatar = document.createElement('kaltura-avatar');
    for (const [name, value] of Object.entries(settings)) avatar.setAttribute(name, value as string);
    (script as Marked)[MADE_OF] = true;
    script?.after(avatar);
  } else
    import('./mount-page.js').then(
      ({ mountPage }) => {
        mountPage(script, ks);
      },
      (cause: unknown) => {
        console.error(
          'The embed script could not be configured: name the folder of dist/cdn as files in window.kalturaAvatar.',
          cause,
        );
      },
    );
}

const isSimple = (settings: Record<string, unknown>, script: HTMLScriptElement): boolean =>
  Object.entries(settings).every(([name, value]) => isAttribute(name) && value !== 'false') &&
  !String(settings['placement']).includes('-') &&
  !script.src.includes('?') &&
  !('kalturaAvatar' in globalThis) &&
  !document.querySelector('[data-kaltura-avatar]') &&
  // Neither in the head nor hidden, as tag managers have it. Some browsers cannot tell.
  // eslint-disable-next-line no-restricted-properties -- the rule does not see `?.`
  Boolean((script.parentElement as Partial<Element> | null)?.checkVisibility?.({ visibilityProperty: true }));

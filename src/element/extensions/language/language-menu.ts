import { html, nothing, svg, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

import { bestTag } from '../../conversation/by-language.js';
import { AvatarLanguageChangeEvent } from '../../events/language-change-event.js';
import { icon } from '../../views/icons.js';
import type { AvatarHost, Extension } from '../extension.js';
import { langOf } from '../text-of.js';
import { languageMenuStyles } from './language-menu.styles.js';
import { recallLanguage, rememberLanguage } from './language-memory.js';
import { languageNamed, readLanguages, type OfferedLanguage } from './languages-setting.js';

export { texts } from '../text-of.js';

export const styles = languageMenuStyles;

const globeIcon = icon(
  svg`<circle cx="12" cy="12" r="8.5" /><path d="M3.5 12h17M12 3.5c5 4.7 5 12.3 0 17M12 3.5c-5 4.7-5 12.3 0 17" />`,
);

/**
 * Lets the visitor choose the language: of the element's words, and of the conversation from the next message on. It becomes the
 * element's own `lang`, which the words, their direction and the styles of the page follow.
 *
 * @csspart language - The menu of languages, and what shows the one that is chosen.
 */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  let offered: readonly OfferedLanguage[] = [];
  let readFrom: { given: unknown; own: string | undefined } | undefined;

  /** With the page's own language, to come back to. */
  const read = (): readonly OfferedLanguage[] => {
    const { languages: given, localizer } = host;
    const own = hasChosen(host) ? readFrom?.own : localizer.spokenLang;
    if (given === readFrom?.given && own === readFrom.own) return offered;
    readFrom = { given, own };
    offered = readLanguages(given, host.createLogger());
    if (own !== undefined && !tagIn(offered, own)) offered = [languageNamed(own), ...offered];
    return offered;
  };

  const choose = (tag: string): void => {
    host.remarks.language = tag;
    host.lang = tag;
    // It was that of another language.
    host.removeAttribute('dir');
  };
  const onChange = ({ target }: Event): void => {
    const { value } = target as HTMLSelectElement;
    choose(value);
    rememberLanguage(host, value);
    host.dispatchEvent(new AvatarLanguageChangeEvent(value));
  };

  const view = (): TemplateResult | typeof nothing => {
    const languages = read();
    return languages.length > 1 ? menuView(host, languages, onChange) : nothing;
  };

  if (host.remarks.language === undefined) {
    host.remarks.language = null;
    const kept = read().find(({ tag }) => tag === recallLanguage(host));
    if (kept) choose(kept.tag);
  }
  // In writing it stands in the head of the conversation.
  host.remarks.languageMenu = () => (host.mode === 'text' ? view() : nothing);
  signal.addEventListener('abort', () => delete host.remarks.languageMenu, { once: true });
  return { render: () => (host.mode === 'text' ? nothing : view()) };
}

/** Whether it is spoken as the visitor has chosen, and the page has not changed that since. */
function hasChosen({ remarks, lang }: AvatarHost): boolean {
  return typeof remarks.language === 'string' && remarks.language === lang;
}

function tagIn(offered: readonly OfferedLanguage[], wanted: string): string | undefined {
  return bestTag(
    offered.map(({ tag }) => tag),
    wanted,
  );
}

/** The browser's own menu, under the name of the language. */
const menuView = (
  { localizer }: AvatarHost,
  offered: readonly OfferedLanguage[],
  onChange: (event: Event) => void,
): TemplateResult => {
  const chosen = tagIn(offered, localizer.spokenLang) ?? '';
  const name = offered.find(({ tag }) => tag === chosen)?.name ?? '';
  const term = localizer.term('language');
  return html`<span class="language" part="language"
    >${globeIcon}<span class="language-name" lang=${chosen} dir="auto" aria-hidden="true">${name}</span
    ><select
      lang=${langOf(localizer, 'language')}
      aria-label=${term}
      title=${term}
      .value=${live(chosen)}
      @change=${onChange}
    >
      ${offered.map(
        ({ tag, name: own }) => html`<option value=${tag} lang=${tag} ?selected=${tag === chosen}>${own}</option>`,
      )}
    </select></span
  >`;
};

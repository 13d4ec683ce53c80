import type { Remarks } from '../avatar-state.js';

/** As many as a backend may suggest. */
const MOST = 6;

interface SuggestingHost {
  readonly remarks: Remarks;
  /** The page's own. */
  readonly suggestions: readonly string[] | null;
}

/** What the visitor may want to say next: as the last answer suggests, else as the page does. */
export function suggestionsOf({ remarks, suggestions }: SuggestingHost): readonly string[] {
  return remarks.suggestions ?? suggestionsIn(suggestions);
}

/** The suggestions in what a page or a backend gives; what is no text is left out. */
export function suggestionsIn(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  const texts = value.filter((one): one is string => typeof one === 'string').map((one) => one.trim());
  return texts.filter((text) => text !== '').slice(0, MOST);
}

/** @param suggestions Undefined where a new answer is waited for. */
export function suggest(
  host: { readonly remarks: Remarks; requestUpdate(): void },
  suggestions: readonly string[] | undefined,
): void {
  host.remarks.suggestions = suggestions;
  host.requestUpdate();
}

/** By tag: an element asks with each of its updates, and a page has few. */
const found = new Map<string, readonly string[]>();

/**
 * What serves a language tag (BCP 47), the best first, each in its shortest form: itself, and the same without the region.
 * The script stays: who reads Traditional Chinese is not served by Simplified. Nothing for what is no language tag.
 */
export function languagesFor(tag: string): readonly string[] {
  const known = found.get(tag) ?? find(tag);
  found.set(tag, known);
  return known;
}

function find(tag: string): readonly string[] {
  try {
    const locale = new Intl.Locale(tag);
    const { language, script } = locale.maximize();
    const written = new Intl.Locale(script ? `${language}-${script}` : language);
    return [locale, written].map((each) => each.minimize().baseName);
  } catch {
    return [];
  }
}

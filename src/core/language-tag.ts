const LONGEST = 35;

/** Whether this has the form of a language's tag (BCP 47), such as `de` or `pt-BR`; that there is such a language is not looked up. */
export function isLanguageTag(tag: string): boolean {
  return tag.length <= LONGEST && /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/i.test(tag);
}

/** An address that what was written had, and that is not said. */
export interface TextLink {
  /** The words that are said in its place. */
  readonly text: string;
  /** With http or https. */
  readonly url: string;
  /** Where in all that is said these words are looked for: not before this, in UTF-16 units. */
  readonly after: number;
}

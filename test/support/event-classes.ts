import * as library from '../../src/index.js';

interface EventClass {
  readonly type: string;
}

/** The classes of the element's events, by their names, as pages import them. */
export const EVENT_CLASSES = Object.entries(library).filter(
  (entry): entry is [string, (typeof entry)[1] & EventClass] => /^Avatar\w+Event$/.test(entry[0]),
);

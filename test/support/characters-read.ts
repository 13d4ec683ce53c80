/** How many characters regular expressions and segmenters are given while `work` runs: what a text costs, on any machine. */
export function charactersRead(work: () => void): number {
  let count = 0;
  const restored = [
    watch(RegExp.prototype, Symbol.match, (text) => (count += text.length)),
    watch(RegExp.prototype, Symbol.matchAll, (text) => (count += text.length)),
    watch(RegExp.prototype, Symbol.replace, (text) => (count += text.length)),
    watch(RegExp.prototype, Symbol.split, (text) => (count += text.length)),
    watch(RegExp.prototype, 'test', (text) => (count += text.length)),
    watch(Intl.Segmenter.prototype, 'segment', (text) => (count += text.length)),
  ];
  try {
    work();
  } finally {
    for (const restore of restored) restore();
  }
  return count;
}

type Reader = (this: unknown, text: string, ...others: unknown[]) => unknown;

function watch(prototype: object, name: PropertyKey, onRead: (text: string) => void): () => void {
  const original = Object.getOwnPropertyDescriptor(prototype, name);
  const read = original?.value as Reader | undefined;
  if (!original || !read) throw new Error(`There is no ${String(name)}`);
  Object.defineProperty(prototype, name, {
    ...original,
    value(this: unknown, text: string, ...others: unknown[]) {
      onRead(text);
      return read.call(this, text, ...others);
    },
  });
  return () => Object.defineProperty(prototype, name, original);
}

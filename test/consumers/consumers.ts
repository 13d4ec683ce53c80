/** A project of somebody who uses the package: the folder of its name in `projects`. */
export interface Consumer {
  readonly name: string;
  /** The packages whose versions are told. */
  readonly madeWith: readonly string[];
  /** The folder that its build leaves, for any web server; where there is none, `npm start` serves it, with a backend of its own. */
  readonly output?: string;
  /** Default: the first page alone. */
  readonly pages?: readonly string[];
  /** Files of the package that the README tells to copy: where from, where to. */
  readonly copies?: Readonly<Record<string, string>>;
}

export const CONSUMERS: readonly Consumer[] = [
  { name: 'plain-page', madeWith: [], output: 'public', pages: ['/', '/classic.html', '/embed.html'] },
  { name: 'esbuild', madeWith: ['esbuild', 'typescript'], output: 'public' },
  { name: 'webpack', madeWith: ['webpack', 'typescript'], output: 'public' },
  { name: 'vite-react', madeWith: ['react', 'vite', 'typescript'], output: 'dist' },
  { name: 'vite-vue', madeWith: ['vue', 'vue-tsc', 'vite', 'typescript'], output: 'dist' },
  {
    name: 'next',
    madeWith: ['next', 'react', 'typescript'],
    copies: { 'demo/backends/next-route.ts': 'app/api/avatar/[...path]/route.ts' },
  },
  { name: 'sveltekit', madeWith: ['@sveltejs/kit', 'svelte', 'typescript'] },
  { name: 'angular', madeWith: ['@angular/core', 'typescript'], output: 'dist/consumer/browser' },
];

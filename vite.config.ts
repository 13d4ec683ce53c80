import { defineConfig } from 'vite';

/** The file for a script tag: the element with all that it needs, Lit included. */
export default defineConfig({
  build: {
    outDir: 'dist/cdn',
    emptyOutDir: true,
    target: 'es2022',
    lib: { entry: 'src/define.ts', formats: ['es'], fileName: () => 'kaltura-avatar.js' },
    // For libraries Vite keeps the white space, for the sake of bundlers; this file is for browsers alone.
    rolldownOptions: { output: { minify: true } },
  },
});

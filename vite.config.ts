import { defineConfig } from 'vite';

/**
 * The files for script tags. Each is complete but for one seam: the element loads the session when it is started, so that
 * a page whose visitor does not start it loads half as much.
 */
const FILES = {
  element: { entry: 'src/define.ts', name: 'kaltura-avatar' },
  session: { entry: 'src/session/index.ts', name: 'kaltura-avatar-session' },
};

export default defineConfig(({ mode }) => {
  const { entry, name } = mode === 'session' ? FILES.session : FILES.element;
  return {
    build: {
      outDir: 'dist/cdn',
      emptyOutDir: mode !== 'session',
      target: 'es2022',
      lib: { entry, formats: ['es'], fileName: () => `${name}.js` },
      rolldownOptions: {
        // What the entry shares with what it loads later stays in the entry: one request less on the way to the first frame.
        preserveEntrySignatures: 'allow-extension',
        external: mode === 'session' ? [] : [/\/session\/[\w-]+\.js$/],
        output: {
          chunkFileNames: `${name}-[name].js`,
          // For libraries Vite keeps the white space, for the sake of bundlers; these files are for browsers alone.
          minify: true,
          paths: (id) => (id.includes('/session/') ? `./${FILES.session.name}.js` : id),
        },
      },
    },
  };
});

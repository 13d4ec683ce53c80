import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [vue()],
  build: { sourcemap: true },
  server: { proxy: { '/api/avatar': 'http://localhost:3001' } },
});

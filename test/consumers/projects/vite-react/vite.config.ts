import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: { sourcemap: true },
  server: { proxy: { '/api/avatar': 'http://localhost:3001' } },
});

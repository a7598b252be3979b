import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import { mockServer } from './dev/mock-server.mjs';

export default defineConfig({
  plugins: [vue(), tailwindcss(), mockServer()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    manifest: true,
    rolldownOptions: {
      output: {
        // A few well-filled files instead of dozens of tiny ones: the server speaks HTTP/1.1.
        codeSplitting: {
          groups: [
            { name: 'vendor', test: /node_modules\/(@vue|vue|vue-router|openapi-fetch)\// },
            { name: 'ui', test: /node_modules\/@lucide\/|src\/ui\// },
          ],
        },
      },
    },
  },
  server: { port: 5173 },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'] },
});

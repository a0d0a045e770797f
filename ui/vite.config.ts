// How the window's pages are built: no inlined assets and no module preload script, since the content
// security policy is `default-src 'self'` without exceptions.
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // svelteTesting acts under vitest only: Svelte's browser build, and a clean page after each test.
  plugins: [svelte(), svelteTesting()],
  clearScreen: false,
  resolve: {
    alias: { $: fileURLToPath(new URL('./src', import.meta.url)) },
  },
  css: {
    preprocessorOptions: { scss: { quietDeps: true, silenceDeprecations: ['if-function'] } },
  },
  build: {
    target: 'safari16',
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
  },
  server: { port: 5179, strictPort: true },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    restoreMocks: true,
    // axe takes seconds on a machine that builds at the same time.
    testTimeout: 30_000,
  },
});

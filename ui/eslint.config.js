// Lint rules of the window: TypeScript's and Svelte's recommended ones, and the layering that only
// src/ipc may name Tauri.
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import typescript from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default typescript.config(
  { ignores: ['dist/', 'node_modules/', 'src/ipc/generated/'] },
  ...typescript.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@tauri-apps/*'], message: 'Only src/ipc/client.ts talks to Tauri.' }] },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Nothing comes from the network; ask the core through src/ipc.' },
        { name: 'localStorage', message: 'The core keeps state; the page holds nothing after locking.' },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: typescript.parser, extraFileExtensions: ['.svelte'], svelteConfig },
    },
    rules: {
      // Charts and pages are SVG that the core painted; SvgPicture.svelte is the one place that shows them.
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': 'error',
    },
  },
  {
    files: ['src/ipc/client.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
);

import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Browsers of 2024 and later: they know `light-dark()`, and nothing has to be rewritten for them. */
const BROWSERS = ['chrome123', 'firefox120', 'safari17.5']

export default defineConfig({
  plugins: [react(), tailwind()],
  build: { target: BROWSERS, cssTarget: BROWSERS, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { host: '127.0.0.1' },
})

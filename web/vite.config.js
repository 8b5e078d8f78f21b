// Builds the page into build/web: four files with fixed names, each with a .gz beside it. The server gives them an
// ETag, so a name needs no hash, and the list of embedded files stays the same from build to build.
import { defineConfig } from 'vite'
import { precompress } from './precompress.js'

const out = process.env.COURTESY_WEB_OUT ?? '../build/web'

export default defineConfig({
  base: '/',
  plugins: [precompress('.', out)],
  build: {
    outDir: out,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: {
      output: {
        entryFileNames: 'page.js',
        chunkFileNames: '[name].js',
        assetFileNames: 'page[extname]',
      },
    },
  },
})

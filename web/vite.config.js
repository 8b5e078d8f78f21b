// Builds the page into build/web: four files with fixed names, each with a .gz beside it. The server gives them an
// ETag, so a name needs no hash, and the list of embedded files stays the same from build to build.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { defineConfig } from 'vite'

const out = process.env.COURTESY_WEB_OUT ?? '../build/web'

/** The same bytes give the same .gz: zlib writes no time into it. */
const precompress = {
  name: 'precompress',
  closeBundle() {
    for (const name of readdirSync(out)) {
      if (/\.(html|js|css|svg)$/.test(name)) {
        writeFileSync(join(out, `${name}.gz`), gzipSync(readFileSync(join(out, name)), { level: 9 }))
      }
    }
  },
}

export default defineConfig({
  base: '/',
  plugins: [precompress],
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

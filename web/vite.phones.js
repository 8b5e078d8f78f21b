// Builds the handset's page, which `courtesy phones` serves, into build/handset: as vite.config.js builds the house's.
import { defineConfig } from 'vite'
import { precompress } from './precompress.js'

const out = process.env.COURTESY_HANDSET_OUT ?? '../../build/handset'

export default defineConfig({
  root: 'phones',
  base: '/',
  publicDir: '../public',
  plugins: [precompress('phones', out)],
  build: {
    outDir: out,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: {
      output: {
        entryFileNames: 'handset.js',
        chunkFileNames: '[name].js',
        assetFileNames: 'handset[extname]',
      },
    },
  },
})

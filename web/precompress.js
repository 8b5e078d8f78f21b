// A .gz beside each file of a page: the server sends it to whoever takes it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'

/** `out` as seen from the build's root. The same bytes give the same .gz: zlib writes no time into it. */
export const precompress = (root, out) => ({
  name: 'precompress',
  closeBundle() {
    const folder = resolve(root, out)
    for (const name of readdirSync(folder)) {
      if (/\.(html|js|css|svg)$/.test(name)) {
        writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(folder, name)), { level: 9 }))
      }
    }
  },
})

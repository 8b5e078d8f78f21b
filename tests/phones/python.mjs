// A test of an application in another language: the guide's own, as it stands there.
import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { PROGRAM, ROOT } from './network.mjs'

const FILE = fileURLToPath(new URL('caller.py', import.meta.url))

export function skip() {
  try {
    execFileSync('python3', ['-c', 'import http.server, json, urllib.request'], { stdio: 'ignore' })
  } catch {
    return 'there is no python3 with its standard library'
  }
}

export const tests = {
  'a caller leaves a message, and hears it again': async () => {
    await promisify(execFile)('python3', [FILE, PROGRAM])
  },
  'the guide has the lines that ran': () => {
    const lines = (text) => text.split('\n').map((line) => line.trim()).filter((line) => line !== '').join('\n')
    const [, shown] = readFileSync(`${ROOT}docs/guides/testing-your-app.md`, 'utf8').match(/```python\n([^]*?)```/)
    const ran = lines(readFileSync(FILE, 'utf8'))
    const [imports, ...rest] = lines(shown).split('\n')
    for (const name of imports.replace('import ', '').split(', ')) assert.ok(ran.includes(`import ${name}`), name)
    assert.ok(ran.includes(rest.join('\n')), 'caller.py has other lines than the guide')
  },
}

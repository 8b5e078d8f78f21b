// Drives the page as staff do, at a desk's width and a phone's, and says what did not hold.
//
//   COURTESY_URL   a running server in a demo, with appointments whose reminders are still to come
//   PHONES_URL     its phone network: GET /_/journal tells what reached it
// Without COURTESY_URL the page's mock server is started. Screenshots: build/screenshots.
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { journey } from './journey.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync']
const WIDTHS = [{ name: 'desk', width: 1280, height: 860 }, { name: 'phone', width: 390, height: 844 }]

/** The mock server on a free port, and how to end it. */
function start_mock() {
  return new Promise((resolve, reject) => {
    const mock = spawn(process.execPath, [`${ROOT}/web/mock.mjs`, '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
    mock.stdout.once('data', (line) => resolve({ url: String(line).trim(), end: () => mock.kill() }))
    mock.once('exit', (code) => reject(new Error(`the mock server ended with ${code}`)))
  })
}

const mock = process.env.COURTESY_URL ? null : await start_mock()
const url = (mock?.url ?? process.env.COURTESY_URL).replace(/\/$/, '')
const phones = (mock?.url ?? process.env.PHONES_URL ?? '').replace(/\/$/, '')
const shots = `${ROOT}/build/screenshots`
mkdirSync(shots, { recursive: true })

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS })
let passed = 0
let failed = 0
for (const size of WIDTHS) {
  for (const scheme of size.name === 'desk' ? ['light'] : ['dark']) {
    const context = await browser.newContext({ viewport: size, colorScheme: scheme })
    const page = await context.newPage()
    for (const step of journey({ page, url, phones, shots, size: size.name })) {
      try {
        await step.run()
        ++passed
        console.log(`ok      ${size.name}: ${step.name}`)
      } catch (error) {
        ++failed
        console.log(`FAILED  ${size.name}: ${step.name}\n        ${String(error.message ?? error).split('\n').slice(0, 6).join('\n        ')}`)
        await page.screenshot({ path: `${shots}/failed-${size.name}-${passed + failed}.png` }).catch(() => {})
      }
    }
    await context.close()
  }
}
await browser.close()
mock?.end()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed || passed === 0 ? 1 : 0)

// Drives the page as staff do, at a desk's width and a phone's, and says what did not hold.
//
//   run.mjs                 on the program's own demo, a fresh one for each width: build/courtesy
//   run.mjs voice           one journey alone, of those in ALL
//   COURTESY_URL            a running server in a demo, with appointments whose reminders are still to come
//   PHONES_URL              its phone network: GET /_/journal tells what reached it
// Screenshots: build/screenshots.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { Contract } from '../api/contract.mjs'
import { handset_journey, handset_server } from './handset.mjs'
import { access_journey, new_server } from './access.mjs'
import { clients_journey } from './clients.mjs'
import { inbox_journey } from './inbox.mjs'
import { journey } from './journey.mjs'
import { operator_journey } from './operator.mjs'
import { rehearsal_journey } from './rehearsal.mjs'
import { reminders_journey } from './reminders.mjs'
import { spanish_journey } from './spanish.mjs'
import { stranger_journey } from './stranger.mjs'
import { voice_journey } from './voice.mjs'
import { week_journey } from './week.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync']
const WIDTHS = [
  { name: 'desk', width: 1280, height: 860, scheme: 'light' },
  { name: 'phone', width: 390, height: 844, scheme: 'dark' },
]

/** Each on a server of its own. With a name (`journey`, `voice`) that one alone. */
const only = process.argv.slice(2)
const ALL = {
  stranger: stranger_journey,
  journey,
  week: week_journey,
  clients: clients_journey,
  inbox: inbox_journey,
  reminders: reminders_journey,
  rehearsal: rehearsal_journey,
  voice: voice_journey,
  spanish: spanish_journey,
  operator: operator_journey,
  access: access_journey,
  handset: handset_journey,
}
const JOURNEYS = Object.entries(ALL)
  .filter(([name]) => only.length === 0 || only.includes(name)).map(([, steps]) => steps)

/** Starts a server and waits until it has said where it is: the page first, then the phone network. */
function start(command, args, urls) {
  return new Promise((resolve, reject) => {
    const server = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    server.stdout.on('data', (text) => {
      said += text
      const found = [...said.matchAll(/http:\/\/127\.0\.0\.1:\d+/g)].map(([url]) => url)
      if (found.length >= urls) resolve({ url: found[0], phones: found[urls - 1], end: () => server.kill() })
    })
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`${command} ended with ${code} before it said where it is: ${said}`)))
  })
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core finds on the page as it is now, a line each; a page that staff cannot use with their tools is broken. */
async function audit(page) {
  // A colour that is on its way to another is nobody's: who wants no motion sees everything at its end at once.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.evaluate(() => Promise.all(document.getAnimations()
    .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity).map((one) => one.finished.catch(() => {}))))
  await page.evaluate(AXE)
  const { violations } = await page.evaluate(() => window.axe.run())
  await page.emulateMedia({ reducedMotion: null })
  return violations.flatMap((one) => one.nodes.map((node) => `${one.id} (${one.impact}): ${node.html.slice(0, 120)}`))
}

/** What to drive: one that runs already, or a fresh one. Signing in is tried on a server that is no demo. */
function server(steps) {
  if (steps === access_journey) return new_server(`${ROOT}/build/courtesy`, start)
  if (steps === handset_journey) return handset_server((args) => start(`${ROOT}/build/courtesy`, args, 1))
  const given = process.env.COURTESY_URL
  if (given) {
    const bare = (url) => (url ?? '').replace(/\/$/, '')
    return { url: bare(given), phones: bare(process.env.PHONES_URL), end: () => {} }
  }
  return start(`${ROOT}/build/courtesy`, ['demo', '--port', '0', '--speed', '1'], 2)
}

/** Holds every answer that the page gets against the API's own description; what is not as described, each once. */
async function watched(page, url) {
  const found = new Set()
  const described = await fetch(`${url}/v1/openapi.json`).catch(() => null)
  if (!described?.ok) return found  // the handset's server has no such API
  const contract = new Contract(await described.json())
  page.on('response', async (response) => {
    const address = new URL(response.url())
    if (![200, 202].includes(response.status()) || !/^application\/json$/.test(response.headers()['content-type'] ?? '')) return
    // Whoever leaves a page does not hear its answers to the end.
    const answer = await response.json().catch(() => undefined)
    if (answer !== undefined) contract.faults(response.request().method(), address.pathname, response.status(), answer).forEach((one) => found.add(one))
  })
  return found
}

const shots = `${ROOT}/build/screenshots`
mkdirSync(shots, { recursive: true })

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS })
let passed = 0
let failed = 0
for (const [size, steps] of WIDTHS.flatMap((width) => JOURNEYS.map((steps) => [width, steps]))) {
  const { url, phones, app, end } = await server(steps)
  const context = await browser.newContext({ viewport: size, colorScheme: size.scheme })
  const page = await context.newPage()
  const undescribed = await watched(page, url)
  const as_described = {
    name: 'every answer was as the API’s description says',
    run: () => { if (undescribed.size > 0) throw new Error([...undescribed].join('\n')) },
  }
  for (const step of [...steps({ page, url, phones, app, shots, size: size.name, audit: () => audit(page) }), as_described]) {
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
  end()
}
await browser.close()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed || passed === 0 ? 1 : 0)

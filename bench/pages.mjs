// pages.mjs PORT PAGES DATE SESSIONS: so many pages, signed in and live, as web/src/live.ts is. Each listens to the events and fetches
// its day and its session again when there are some, at most twice a second. Begins when it has said "live"; on a line of standard input
// it waits until every page shows the final state, and prints one JSON object.
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createInterface } from 'node:readline'

const [port, count, date, sessions] = process.argv.slice(2)
const tokens = readFileSync(sessions, 'utf8').trim().split('\n')
const PACE_MS = 500
const RETRY_MS = 50
const agent = new Agent({ keepAlive: true })
const waits = []
let refused = 0

function get(path, token, timed) {
  const begun = performance.now()
  return new Promise((resolve, reject) => {
    const asked = request({ port, path: `/v1${path}`, agent, headers: { Host: `127.0.0.1:${port}`, Cookie: `courtesy=${token}` } }, (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (text) => { body += text })
      answer.on('end', () => {
        if (timed) waits.push(performance.now() - begun)
        if (answer.statusCode === 200) return resolve(body)
        ++refused
        resolve(null)
      })
    })
    asked.on('error', reject)
    asked.end()
  })
}

const sleep = (ms) => new Promise((done) => setTimeout(done, ms))

class Page {
  constructor(token) {
    this.token = token
    this.events = 0
    this.gaps = 0
    this.shown = ''
    this.shown_at = 0
    this.due = false
    this.fetched = -PACE_MS
  }
  async open() {
    this.seen = JSON.parse(await get('/session', this.token)).seq
    await this.refresh()
    this.listen()
  }
  async listen() {
    while (!this.ended) {
      const body = await get(`/events?after=${this.seen}`, this.token)
      for (const [, id] of (body ?? '').matchAll(/^id: (\d+)$/gm)) {
        if (Number(id) !== this.seen + 1) ++this.gaps
        this.seen = Number(id)
        ++this.events
      }
      if (/^id:/m.test(body ?? '')) this.refresh_soon()
      await sleep(RETRY_MS)
    }
  }
  refresh_soon() {
    if (this.due) return
    this.due = true
    setTimeout(() => { this.due = false; this.fetched = performance.now(); this.refresh() }, Math.max(30, PACE_MS - (performance.now() - this.fetched)))
  }
  async refresh() {
    const [day] = await Promise.all([get(`/day?date=${date}`, this.token, true), get('/session', this.token, true)])
    if (day !== null && day !== this.shown) { this.shown = day; this.shown_at = performance.now() }
  }
}

const pages = Array.from({ length: Number(count) }, (_, i) => new Page(tokens[i % tokens.length]))
for (const page of pages) await page.open()
const size = pages[0].shown.length
waits.length = 0
console.log('live')

for await (const line of createInterface({ input: process.stdin })) {
  if (!line) continue
  const over = performance.now()
  await sleep(3000)
  const late = []
  let wrong = 0
  for (const page of pages) {
    const last = await get(`/day?date=${date}`, page.token)
    if (last !== page.shown) ++wrong
    late.push(Math.max(0, page.shown_at - over))
  }
  const sorted = waits.toSorted((a, b) => a - b)
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]
  console.log(JSON.stringify({
    pages: pages.length, requests: waits.length, refused, day_bytes: size, p50_ms: at(0.5), p99_ms: at(0.99), most_ms: at(1),
    events: pages.reduce((all, page) => all + page.events, 0), gaps: pages.reduce((all, page) => all + page.gaps, 0),
    wrong, latest_ms: Math.max(...late),
  }))
  process.exit(0)
}

// A stand-in for the server, for working on the page: one made-up practice on a made-up day, with reminders that go
// out, answers that come in, a stop that stops, and an importer that reads just enough. Development only.
//
//   node mock.mjs [PORT]      the page from ../build/web, the API at /v1, a phone network's journal at /_/journal
//   MOCK_SPEED=60             how fast the day runs at first (1)
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mock_voice } from './mock_voice.mjs'

const OUT = join(fileURLToPath(new URL('.', import.meta.url)), '../build/web')
const ZONE = 'America/New_York'
const OFFSET = 5 * 3600e3 // in November
const TODAY = '2026-11-25'

// ---- the clock of the simulated day
let base = Date.parse(`${TODAY}T09:41:00Z`) + OFFSET
let base_at = performance.now()
let speed = Number(process.env.MOCK_SPEED ?? 1)
const now = () => base + (performance.now() - base_at) * speed
const set_speed = (next) => { base = now(); base_at = performance.now(); speed = next }
const iso = (ms) => new Date(ms).toISOString().replace(/\.\d+Z/, 'Z')
const instant = (local) => Date.parse(`${local}Z`) + OFFSET
const add_days = (date, days) => iso(Date.parse(`${date}T00:00Z`) + days * 86400e3).slice(0, 10)

// ---- the practice
const NAMES = ['Ana Silva', 'Ben Okafor', 'Chiara Romano', 'Dev Patel', 'Elif Yılmaz', 'Frank Osei', 'Grace Lindqvist',
  'Hiro Tanaka', 'Ines Moreau', 'Jamal Carter', 'Katarzyna Nowak', 'Luis Ortega', 'Maeve Brennan', 'Nadia Haddad',
  'Oskar Berg', 'Priya Raman', 'Quinn Abbott', 'Rosa Delgado', 'Samir Aziz', 'Tove Eriksen', 'Uma Bose', 'Victor Hugo Lima',
  'Wren Castellano-Whitfield', 'Yara Mansour']
const VISITS = ['Check-up', 'Hygiene', 'Crown, second visit', 'Filling', 'X-ray', 'Consultation', 'Check-up and hygiene']
const appointments = new Map()
const ledger = []
let waiting = []
let stopped = null
const sent = []
const imports = new Map()

// Three that came too late to go out by themselves.
let held = [1, 2, 3].map((id) => ({ appointment: id, rule: 1, channel: 'text', start: `${TODAY}T1${id}:00`, name: NAMES[id],
  recipient: `+1212555012${id}`, content: 'appointment-text', says: `Maple Dental: your appointment is today at ${id} pm. Reply C to confirm.`, reason: 'too_late', text: 'It was later than its rule allows.',
  held_at: iso(now()), at: iso(now() - 7200e3), starts_at: iso(now() + 7200e3), useful_until: iso(now() + 5400e3) }))
const held_list = () => ({ count: held.length, reminders: held })

function log(kind, one, text, more = {}) {
  ledger.push({ seq: ledger.length + 1, at: iso(more.at ?? now()), kind, appointment: one?.id ?? null, attempt: null,
    name: one?.name ?? null, channel: null, reason: null, until: null, text, tone: 'quiet', ...more, at_ms: undefined,
    bodies: more.bodies ?? [] })
  if (more.at) ledger.at(-1).at = iso(more.at)
  for (const wake of waiting.splice(0)) wake()
}

function add(date, time, index, state, extra = {}) {
  const id = appointments.size + 101
  const name = extra.name ?? NAMES[index % NAMES.length]
  const unreachable = extra.unreachable
  const one = {
    id, local: `${date}T${time}`, name, summary: VISITS[index % VISITS.length], state, text: '', why: null,
    number: unreachable ? null : `+1212555${String(100 + index).padStart(4, '0')}`, email: index % 3 ? null : 'client@example.org',
    presence: 'unknown', answer: 'none', next: [], source: 'front-desk.ics', plan: extra.plan ?? [], ...extra,
  }
  appointments.set(id, one)
  const told = instant(`${add_days(date, -1)}T17:00`) + index * 20e3
  log('imported', one, 'Booked: came with front-desk.ics, line ' + (12 + index * 9) + '.', { at: instant(`${add_days(date, -6)}T08:12`) })
  log('planned', one, 'Two reminders planned: a text three days before, a call the day before.', { at: instant(`${add_days(date, -6)}T08:12`) + 900 })
  if (unreachable) {
    one.why = 'unreachable'
    one.text = 'There is no phone number or email address for this person.'
    log('dropped', one, 'No reminder can be made: there is no phone number or email address.', { at: told, tone: 'bad', reason: 'no_way_to_reach' })
    return one
  }
  if (state === 'scheduled') return one
  log('sent', one, 'Text sent: “Harbour Dental: reminder of your visit…”.', { at: told - 2 * 86400e3, channel: 'text', attempt: id * 10, tone: 'neutral', bodies: request_bodies('Messages', one) })
  log('deferred', one, 'The call waits: this number was rung a moment before.', { at: told, until: iso(told + 300e3), channel: 'call', reason: 'recipient_spacing', tone: 'neutral' })
  log('request', one, 'Called: the provider took the call.', { at: told + 300e3, channel: 'call', attempt: id * 10 + 1, tone: 'quiet', bodies: request_bodies('Calls', one) })
  const at = told + 340e3
  if (state === 'confirmed' || state === 'showed') { one.answer = 'confirmed'; one.since = at; one.text = 'Pressed 1 on the call.'; log('answer', one, 'Answered and pressed 1: comes.', { at, channel: 'call', attempt: id * 10 + 1, tone: 'good' }) }
  if (state === 'showed') { one.presence = 'showed'; one.text = 'Marked at the front desk.'; log('presence', one, 'Showed: marked at the front desk.', { at: instant(one.local) + 240e3, tone: 'good' }) }
  if (state === 'notified') { one.since = at; one.text = 'Message left on a machine.'; log('ended', one, 'A machine answered: the message was left; no evidence who listened.', { at, channel: 'call', attempt: id * 10 + 1, tone: 'neutral' }) }
  if (state === 'cancelled') { one.answer = 'cancelled'; one.since = at; one.text = 'Pressed 2 on the call.'; log('answer', one, 'Answered and pressed 2: cancels.', { at, channel: 'call', attempt: id * 10 + 1, tone: 'bad' }) }
  if (state === 'requested_contact') { one.answer = 'call_back'; one.why = 'call_back'; one.since = at; one.text = 'Pressed 3 on the call: asks to be rung back.'; log('answer', one, 'Answered and pressed 3: asks to be rung back.', { at, channel: 'call', attempt: id * 10 + 1, tone: 'neutral' }) }
  if (state === 'not_notified') { one.why = 'not_reminded'; one.text = 'Rang twice, nobody answered. No third try: too close to the appointment.'; one.since = at + 3600e3; log('ended', one, 'No answer after 25 seconds.', { at, channel: 'call', attempt: id * 10 + 1, tone: 'bad', reason: 'no_answer' }); log('dropped', one, 'No third try: the appointment is too close for it.', { at: at + 3600e3, channel: 'call', tone: 'bad', reason: 'too_close_to_appointment' }) }
  if (state === 'no_show') { one.presence = 'no_show'; one.text = 'Marked at the front desk.'; log('presence', one, 'No show: marked at the front desk.', { at: instant(one.local) + 900e3, tone: 'bad' }) }
  return one
}

function request_bodies(what, one) {
  const request = what === 'Calls'
    ? `POST /2010-04-01/Accounts/AC…/Calls.json HTTP/1.1\nAuthorization: (redacted)\nContent-Type: application/x-www-form-urlencoded\n\nTo=${encodeURIComponent(one.number)}&From=%2B12125550100&Url=https%3A%2F%2Fcourtesy.example%2Ftwilio%2Fvoice%2F1.${one.id}.(redacted)&Timeout=25`
    : `POST /2010-04-01/Accounts/AC…/Messages.json HTTP/1.1\nAuthorization: (redacted)\n\nTo=${encodeURIComponent(one.number)}&From=%2B12125550100&Body=Harbour+Dental%3A+reminder+of+your+visit…`
  const response = `HTTP/1.1 201 Created\nContent-Type: application/json\n\n${JSON.stringify({ sid: `${what === 'Calls' ? 'CA' : 'SM'}${String(one.id).padStart(32, '0')}`, status: 'queued', to: one.number, from: '+12125550100' }, null, 2)}`
  return [{ title: 'Request', text: request }, { title: 'Response', text: response }]
}

const DAY = [
  ['08:00', 'showed'], ['08:00', 'showed'], ['08:30', 'confirmed'], ['08:30', 'no_show'], ['09:00', 'confirmed'], ['09:15', 'notified'],
  ['10:00', 'confirmed'], ['10:00', 'notified'], ['10:30', 'not_notified'], ['11:00', 'requested_contact'], ['11:00', 'confirmed'],
  ['11:30', 'scheduled', { unreachable: true, state: 'not_notified' }], ['12:00', 'cancelled'], ['13:00', 'confirmed'], ['13:30', 'notified'],
  ['14:00', 'scheduled'], ['14:00', 'scheduled'], ['14:30', 'confirmed'], ['15:00', 'notified'], ['15:30', 'scheduled'], ['16:00', 'confirmed'],
  ['16:30', 'cancelled'], ['17:00', 'scheduled'],
]
DAY.forEach(([time, state, extra], index) => add(TODAY, time, index, state, extra))
for (let i = 0; i < 17; ++i) add(add_days(TODAY, 1), `${String(8 + (i >> 1)).padStart(2, '0')}:${i % 2 ? '30' : '00'}`, (i * 5 + 3) % 24, i === 4 ? 'not_notified' : i % 4 ? 'scheduled' : 'confirmed')
for (let i = 0; i < 9; ++i) add(add_days(TODAY, -1), `${String(9 + i).padStart(2, '0')}:00`, i + 7, i % 5 === 3 ? 'no_show' : 'showed')
ledger.sort((a, b) => (a.at < b.at ? -1 : 1)).forEach((entry, index) => { entry.seq = index + 1 })

// ---- what happens by itself: a text two hours ahead, a reminder now and then, an answer a little later
const coming = [...appointments.values()].filter((one) => one.state === 'scheduled')
coming.forEach((one, index) => { one.next = [{ at: Date.parse(`${TODAY}T09:42:00Z`) + OFFSET + index * 40e3, channel: index % 3 ? 'call' : 'text' }] })
const due_now = () => coming.filter((one) => one.next.length && one.next[0].at <= now())
setInterval(() => {
  if (stopped) return
  for (const one of due_now()) {
    const { channel } = one.next.shift()
    sent.push({ n: sent.length + 1, at: iso(now()), what: `${channel}_accepted`, to: one.number })
    one.state = 'notified'
    one.text = channel === 'call' ? 'Called: still on the line.' : 'Text sent.'
    one.since = now()
    log('request', one, channel === 'call' ? 'Called: the provider took the call.' : 'Text sent: the provider took it.', { channel, attempt: one.id * 10 + 2, tone: 'neutral', bodies: request_bodies(channel === 'call' ? 'Calls' : 'Messages', one) })
    const answer = ['confirmed', 'confirmed', 'requested_contact', 'confirmed', 'cancelled', 'notified'][one.id % 6]
    setTimeout(() => {
      if (one.presence !== 'unknown' || one.answer !== 'none' || answer === 'notified') return
      one.state = answer
      one.answer = answer === 'requested_contact' ? 'call_back' : answer
      one.why = answer === 'requested_contact' ? 'call_back' : null
      one.text = { confirmed: 'Pressed 1 on the call.', cancelled: 'Pressed 2 on the call.', requested_contact: 'Pressed 3 on the call: asks to be rung back.' }[answer]
      one.since = now()
      log('answer', one, one.text, { channel, attempt: one.id * 10 + 2, tone: answer === 'confirmed' ? 'good' : answer === 'cancelled' ? 'bad' : 'neutral' })
    }, Math.min(6000, 40e3 / Math.max(speed, 1)))
  }
}, 250)

// ---- the API
const session = () => ({
  account: { id: 1, name: 'Harbour Dental', zone: ZONE, country: 'US' }, now: iso(now()), environment: 'demo', demo: { speed },
  person: { person: 1, name: 'Robin Hale', email: 'robin@harbour.example', operator: true, second_factor: false, factor_fresh: true }, role: 'owner', key: null,
  accounts: [{ id: 1, name: 'Harbour Dental', role: 'owner' }],
  stopped, notice: 'Nobody signs in here: this is a demo, on this machine only.', warnings: [], unheard: voice('GET', '/messages').unread, unread: voice('GET', '/messages').unread, seq: ledger.length, version: '0.1.0' })
const number_text = (number) => number && `(${number.slice(2, 5)}) ${number.slice(5, 8)}-${number.slice(8)}`
const common = (one) => ({ id: one.id, at: iso(instant(one.local)), local: one.local, flag: 'exact', name: one.name, summary: one.summary,
  number: one.number, number_text: number_text(one.number), state: one.state, text: one.text, since: one.since ? iso(one.since) : null })
const row = (one) => ({ ...common(one), next: one.next.length ? { at: iso(one.next[0].at), channel: one.next[0].channel } : null })
const STATES = ['scheduled', 'confirmed', 'showed', 'notified', 'requested_contact', 'not_notified', 'cancelled', 'no_show']

function day(date) {
  const all = [...appointments.values()].sort((a, b) => (a.local < b.local ? -1 : a.local > b.local ? 1 : a.id - b.id))
  const list = all.filter((one) => one.local.startsWith(date))
  const end = add_days(date, 3)
  const hand = all.filter((one) => one.why && one.local >= date && one.local < end && instant(one.local) > now())
  return { date, today: TODAY, zone: ZONE, counts: Object.fromEntries(STATES.map((state) => [state, list.filter((one) => one.state === state).length])),
    appointments: list.map(row),
    ring_by_hand: hand.map((one) => { const { id, flag, ...rest } = common(one); return { ...rest, appointment: id, why: one.why } }) }
}
const detail = (one) => ({ ...common(one), zone: ZONE, client: one.id, booking: 'booked', email: one.email, presence: one.presence, answer: one.answer, source: one.source,
  history: ledger.filter((entry) => entry.appointment === one.id).map(({ name, appointment, bodies, at_ms, ...entry }) => entry),
  next: one.next.map(({ at, channel }) => ({ at: iso(at), channel, state: stopped ? 'stopped' : 'waiting', reason: stopped ? 'stopped' : null, text: channel === 'call' ? 'A call, the day’s own' : 'A text, two hours before' })),
  reminders: one.next.map(({ at, channel }) => ({ channel, rule: 1, state: 'waiting', reason: null, open: true, at: stopped ? null : iso(at),
    text: `${channel === 'call' ? 'Call' : 'Text'}: ${stopped ? 'waits, since somebody has stopped sending.' : 'waits for its time, when every check is asked.'}` })) })

function read_file(name, text, query) {
  const rows = { changes: [], reports: [], unreachable: [] }
  const lines = text.split(/\r?\n/)
  const take = (line, who, phone, local, summary) => {
    const known = [...appointments.values()].find((one) => one.name === who && one.local === local)
    const moved = !known && [...appointments.values()].find((one) => one.name === who && one.local.slice(0, 10) === local.slice(0, 10))
    if (known) return void rows.unchanged++
    rows.changes.push({ line, change: moved ? 'changed' : 'added', name: who, summary, local, was: moved ? moved.local : null, reachable: !!phone, moved })
    if (!phone) rows.unreachable.push({ line, name: who, local, reason: 'There is no phone number in this row.' })
  }
  rows.unchanged = 0
  if (/\.csv$/i.test(name)) {
    const order = query.get('date_form') ?? 'year_month_day'
    lines.slice(1).forEach((text_line, index) => {
      if (!text_line.trim()) return
      const [who, phone, date, time, summary] = text_line.split(',').map((cell) => cell.trim())
      const line = index + 2
      const parts = (date ?? '').split(/[-/.]/).map(Number)
      const at = { year_month_day: [0, 1, 2], day_month_year: [2, 1, 0], month_day_year: [2, 0, 1] }[order].map((i) => parts[i])
      const good = parts.length === 3 && at[0] > 1900 && at[1] >= 1 && at[1] <= 12 && at[2] >= 1 && at[2] <= 31
      if (!good) return void rows.reports.push({ line, uid: '', reason: `The date “${date}” is not a date as you said they are written. Write it as 2026-11-25, or choose the other way.` })
      if (!/^\d\d?:\d\d$/.test(time ?? '')) return void rows.reports.push({ line, uid: '', reason: `The time “${time}” is not a time of day. Write it as 14:30.` })
      take(line, who, phone, `${at[0]}-${String(at[1]).padStart(2, '0')}-${String(at[2]).padStart(2, '0')}T${time.padStart(5, '0')}`, summary ?? '')
    })
  } else {
    let event = null
    lines.forEach((text_line, index) => {
      if (text_line === 'BEGIN:VEVENT') event = { line: index + 1 }
      const start = /^DTSTART(;TZID=([^:]+))?:(\d{8})T(\d{4})/.exec(text_line)
      if (event && start) { event.zone = start[2]; event.local = `${start[3].slice(0, 4)}-${start[3].slice(4, 6)}-${start[3].slice(6)}T${start[4].slice(0, 2)}:${start[4].slice(2)}` }
      if (event && text_line.startsWith('SUMMARY:')) event.summary = text_line.slice(8)
      if (event && text_line.startsWith('UID:')) event.uid = text_line.slice(4)
      if (event && /tel:/i.test(text_line)) event.phone = text_line.split(/tel:/i)[1]
      if (text_line === 'END:VEVENT' && event) {
        const [who, summary] = (event.summary ?? '').split(' - ')
        if (!event.local) rows.reports.push({ line: event.line, uid: event.uid ?? '', reason: 'This entry has no start time.' })
        else if (event.zone && event.zone !== ZONE && !/^[A-Z][a-z]+\/\w/.test(event.zone)) rows.reports.push({ line: event.line, uid: event.uid ?? '', reason: `The time zone “${event.zone}” is not known, and no time is guessed. Define it in the file, or export the calendar again with times in UTC.` })
        else take(event.line, who, event.phone, event.local, summary ?? '')
        event = null
      }
    })
  }
  const dry_run = query.get('dry_run') !== 'false'
  if (!dry_run) {
    for (const change of rows.changes) {
      if (change.moved) { change.moved.local = change.local; continue }
      const id = appointments.size + 101
      const one = { id, local: change.local, name: change.name, summary: change.summary, state: 'scheduled', text: '', why: change.reachable ? null : 'unreachable', number: change.reachable ? '+12125550177' : null, email: null, presence: 'unknown', answer: 'none', next: [], source: name, plan: [] }
      if (!change.reachable) one.text = 'There is no phone number for this person.'
      appointments.set(id, one)
      log('imported', one, `Booked: came with ${name}, line ${change.line}.`)
    }
  }
  const count = (kind) => rows.changes.filter((one) => one.change === kind).length
  const result = { id: dry_run ? 0 : imports.size + 1, dry_run, name, at: iso(now()), first: true, consent: query.has('consent_who'), added: count('added'), changed: count('changed'),
    cancelled: 0, spared: 0, unchanged: rows.unchanged, excluded: 0, changes: rows.changes.map(({ moved, ...rest }) => rest).slice(0, 200), changes_left_off: Math.max(0, rows.changes.length - 200),
    reports: rows.reports, unreachable: rows.unreachable }
  result.events = result.added + result.changed + result.unchanged + result.reports.length
  if (!dry_run) imports.set(result.id, result)
  return result
}

class Problem extends Error {
  constructor(status, type, title, detail) { super(detail); Object.assign(this, { status, type, title, detail }) }
}
const found = (id) => appointments.get(Number(id)) ?? (() => { throw new Problem(404, 'not_found', 'No such appointment', `There is no appointment ${id}.`) })()

const voice = mock_voice({ iso, now, log, Problem })

async function answer(method, url, body) {
  const path = url.pathname.slice('/v1'.length)
  const query = url.searchParams
  const json = () => JSON.parse(body || '{}')
  let match
  if (method === 'GET' && path === '/session') return session()
  if (method === 'GET' && path === '/day') {
    const date = query.get('date') ?? TODAY
    if (!/^\d{4}-\d\d-\d\d$/.test(date)) throw new Problem(400, 'invalid', 'Not a date', `“${date}” is not a date such as 2026-11-25.`)
    return day(date)
  }
  if (method === 'GET' && (match = /^\/appointments\/(\w+)$/.exec(path))) return detail(found(match[1]))
  if (method === 'POST' && (match = /^\/appointments\/(\w+)\/presence$/.exec(path))) {
    const one = found(match[1])
    one.presence = json().presence
    one.state = one.presence === 'unknown' ? (one.answer === 'none' ? 'notified' : one.answer === 'call_back' ? 'requested_contact' : one.answer) : one.presence
    one.since = now()
    one.text = one.presence === 'unknown' ? 'Taken back at the front desk.' : 'Marked at the front desk.'
    log('presence', one, `${one.presence}: marked at the front desk.`, { tone: one.presence === 'showed' ? 'good' : 'bad' })
    return detail(one)
  }
  if (method === 'POST' && (match = /^\/appointments\/(\w+)\/answer$/.exec(path))) {
    const one = found(match[1])
    const { answer: said, who } = json()
    Object.assign(one, { answer: said, state: said === 'none' ? 'notified' : said === 'call_back' ? 'requested_contact' : said, why: null, text: `Rung by hand${who ? ` by ${who}` : ''}.`, since: now(), next: [] })
    log('answer', one, `Rung by hand${who ? ` by ${who}` : ''}: ${said}.`, { tone: said === 'confirmed' ? 'good' : 'bad' })
    return detail(one)
  }
  if (method === 'GET' && path === '/ledger') {
    const words = (query.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean)
    const before = Number(query.get('before') ?? Infinity)
    const limit = Number(query.get('limit') ?? 50)
    const all = ledger.filter((entry) => entry.seq < before && (!query.has('appointment') || entry.appointment === Number(query.get('appointment')))
      && (!query.get('kind') || query.get('kind').split(',').includes(entry.kind)) && (!query.get('channel') || entry.channel === query.get('channel'))
      && words.every((word) => JSON.stringify(entry).toLowerCase().includes(word))).reverse()
    const entries = all.slice(0, limit)
    return { entries: entries.map(({ tone, until, at_ms, ...entry }) => ({ ...entry, bodies: entry.bodies.length > 0 })), before: all.length > limit ? entries.at(-1).seq : null }
  }
  if (method === 'GET' && (match = /^\/ledger\/(\d+)$/.exec(path))) return ledger[Number(match[1]) - 1]
  if (method === 'GET' && path === '/held') return held_list()
  if (method === 'POST' && (match = /^\/held\/(release|discard)$/.exec(path))) {
    const { reminders } = json()
    const decided = reminders ? reminders.length : held.length
    held = reminders ? held.filter((one) => !reminders.some((other) => other.appointment === one.appointment)) : []
    return { ...held_list(), decided }
  }
  if (method === 'GET' && path === '/failsafe') {
    return { sent: { hour: 12, day: 80 }, limits: { soft_hour: 46, soft_day: 190, hard_hour: 115, hard_day: 475 },
      highest: { known: true, hour: 23, day: 95 }, probation: null,
      trips: [{ id: 3, at: iso(now() - 3600e3), rule: 'planned_volume', severity: 'soft', value: 412, limit: 190, about: 'day',
        text: 'Far more is planned for the coming day than ever went out (day): 412, where 190 is the limit.', decided: null }] }
  }
  if (method === 'POST' && path === '/stop') {
    const { who, why } = json()
    if (!stopped) { stopped = { at: iso(now()), who, why, tripped_by: null, whole_house: false }; log('stop', null, `All sending of this business stopped by ${who}: ${why}`, { tone: 'bad' }) }
    return session()
  }
  if (method === 'GET' && path === '/release') return { count: due_now().length, until: iso(Math.ceil((now() + 3_600_000) / 300_000) * 300_000), too_late: 2, others: 0, first: due_now().slice(0, 20).map((one) => ({ at: iso(one.next[0].at), channel: one.next[0].channel, appointment: one.id, name: one.name, text: `${one.summary}, ${one.local.slice(11)}` })) }
  if (method === 'POST' && path === '/release') {
    const { who, why, count } = json()
    if (!stopped) throw new Problem(409, 'conflict', 'Nothing is stopped', 'Sending was released already.')
    if (!who || !why) throw new Problem(400, 'invalid', 'Who and why', 'Say who releases and why.')
    if (count !== due_now().length) throw new Problem(409, 'count_differs', 'Another number would go out', `${due_now().length} contacts would go out now, not ${count}. Look at the list again.`)
    stopped = null
    log('release', null, `Released by ${who}: ${why}`, { tone: 'good' })
    return session()
  }
  if (method === 'POST' && path === '/imports') {
    if (!/\.(ics|csv)$/i.test(query.get('name') ?? '')) throw new Problem(400, 'invalid', 'Not a calendar or table', 'The file’s name must end in .ics or .csv.')
    return read_file(query.get('name'), body, query)
  }
  const of_voice = voice(method, path, json)
  if (of_voice) return of_voice
  if (method === 'PUT' && path === '/demo/speed') { set_speed(json().speed); return session() }
  throw new Problem(404, 'not_found', 'No such address', `${method} ${url.pathname}`)
}

function events(request, response, url) {
  const after = Number(request.headers['last-event-id'] ?? url.searchParams.get('after') ?? 0)
  const finish = () => {
    clearTimeout(timer)
    waiting = waiting.filter((wake) => wake !== finish)
    const fresh = ledger.slice(after)
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
    response.end('retry: 50\n\n' + fresh.map((entry) => `id: ${entry.seq}\ndata: ${JSON.stringify({ appointment: entry.appointment, kind: entry.kind })}\n\n`).join(''))
  }
  const timer = setTimeout(finish, 20e3)
  if (ledger.length > after) finish()
  else waiting.push(finish)
}

const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' }
createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost')
  const json = (status, value, type = 'application/json') => { response.writeHead(status, { 'Content-Type': type }); response.end(JSON.stringify(value)) }
  try {
    if (url.pathname === '/_/journal') return json(200, { entries: sent, last: sent.length })
    if (url.pathname === '/v1/events') return events(request, response, url)
    if (url.pathname.startsWith('/v1/')) {
      if (request.method !== 'GET' && !request.headers['x-courtesy']) throw new Problem(403, 'forbidden', 'Header missing', 'Requests that change something carry X-Courtesy.')
      let body = ''
      for await (const part of request) body += part
      return json(200, await answer(request.method, url, body))
    }
    if (url.pathname.startsWith('/audio/')) {
      response.writeHead(200, { 'Content-Type': 'audio/wav' })
      return response.end(voice('GET', url.pathname))
    }
    const name = url.pathname === '/' ? 'index.html' : url.pathname.slice(1)
    const bytes = readFileSync(join(OUT, name.replaceAll('..', '')))
    response.writeHead(200, { 'Content-Type': TYPES[name.split('.').pop()] ?? 'application/octet-stream',
      'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" })
    response.end(bytes)
  } catch (error) {
    if (error instanceof Problem) return json(error.status, { type: `/v1/errors/${error.type}`, code: error.type, title: error.title, status: error.status, detail: error.detail }, 'application/problem+json')
    json(error.code === 'ENOENT' ? 404 : 500, { type: '/v1/errors/unavailable', code: 'unavailable', title: 'Broken', status: 500, detail: String(error.stack) }, 'application/problem+json')
  }
}).listen(Number(process.argv[2] ?? 8390), '127.0.0.1', function () { console.log(`http://127.0.0.1:${this.address().port}/`) })

// The API as its own description tells it, asked by somebody who knows nothing else: run.mjs [REQUESTS] [SEED]
//   - the description is OpenAPI 3.1, by an independent validator from npm;
//   - every example in it is understood;
//   - every answer is as it says;
//   - random requests made from it get an answer, and never a 5xx; a name that it does not have is refused;
//   - what the developers' guide says to type does what it says.
// On a demo of its own, whose phone network is in memory.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Contract } from './contract.mjs'
import { guide } from './guide.mjs'

const ROOT = new URL('../..', import.meta.url).pathname
const REQUESTS = Number(process.argv[2] ?? 3000)
let state = Number(process.argv[3] ?? 1) >>> 0

/** xorshift: the same seed asks the same. */
function chance(below) {
  state ^= state << 13
  state ^= state >>> 17
  state ^= state << 5
  return (state >>> 0) % below
}
const one = (list) => list[chance(list.length)]

function demo(speed) {
  return new Promise((resolve, reject) => {
    const server = spawn(`${ROOT}build/courtesy`, ['demo', '--port', '0', '--speed', speed], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    server.stdout.on('data', (text) => {
      said += text
      const found = said.match(/http:\/\/127\.0\.0\.1:\d+/)
      if (found) resolve({ url: found[0], server })
    })
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`the demo ended with ${code}: ${said}`)))
  })
}

const ODD = ['', ' ', '0', '-1', '1', '2', '99999999999999999999', 'x', 'é\u0000', '%00', '../..', '{}', 'a'.repeat(5000), '🙂', 'NaN', '1e9']
const VALUES = [null, true, false, 0, -1, 1, 1.5, 1e300, 9007199254740993, '', 'x', '🙂', 'a'.repeat(3000), '\u0000', [], [1], [{}], {}, { a: 1 },
  '2026-05-12', '+12125550123', '+1', 'owner', 'kim@maple.example', '{{when}}', '\ud800']

/** The example with some members left out, made odd, or strange ones added. */
function body_from(operation) {
  const content = operation.requestBody?.content ?? {}
  if (!content['application/json']) return one([Buffer.from('BEGIN:VCALENDAR\r\n'), Buffer.from([0, 255, 1]), Buffer.alloc(0), Buffer.from('name,start\n')])
  const { schema, example } = content['application/json']
  if (chance(20) === 0) return one(['', '{', '[]', 'null', '"x"', '{"a":'.repeat(600)])
  const made = structuredClone(example)
  for (const member of Object.keys(schema.properties)) if (chance(3) === 0) made[member] = one(VALUES)
  if (chance(4) === 0 && Object.keys(made).length) delete made[one(Object.keys(made))]
  if (chance(6) === 0) made[one(['is_operator', 'id', '__proto__x', ''])] = one(VALUES)
  return JSON.stringify(made)
}

function request_from({ path, method, operation }, exact) {
  const parameters = operation.parameters ?? []
  const at = path.replace(/\{(\w+)\}/g, () => encodeURIComponent(exact ? '1' : one(ODD)))
  const named = parameters.filter((p) => p.in === 'query' && (exact ? 'example' in p : chance(2)))
  const query = named.map((p) => `${p.name}=${encodeURIComponent(exact ? p.example : one([...('example' in p ? [p.example] : []), ...ODD]))}`)
  const misspelt = !exact && chance(8) === 0 && path !== '/stop'
  if (misspelt) query.push(`${one(['form', 'limti', 'x', '%ff', 'é'])}=1`)
  const headers = { 'X-Courtesy': 'tests/api' }
  let body
  if (operation.requestBody) {
    const json = operation.requestBody.content['application/json']
    body = exact ? (json ? JSON.stringify(json.example) : Buffer.from('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n')) : body_from(operation)
    headers['Content-Type'] = json ? 'application/json' : 'application/octet-stream'
  }
  if (!exact && method === 'POST' && chance(5) === 0) headers['Idempotency-Key'] = one(['a', 'b', 'x'.repeat(300), 'é'.normalize('NFD').slice(0, 1)])
  return { url: `/v1${at}${query.length ? '?' + query.join('&') : ''}`, misspelt, init: { method: method.toUpperCase(), headers, body } }
}

let failed = 0
const fault = (text) => {
  ++failed
  console.log(`FAILED  ${text}`)
}

/** Each fault once: a thousand requests find the same. */
const told = new Set()

async function ask(base, request, contract) {
  const reply = await fetch(base + request.url, { ...request.init, signal: AbortSignal.timeout(20_000) })
  if (request.url.startsWith('/v1/events')) {
    await reply.body?.cancel()
    return { status: reply.status }
  }
  const text = await reply.text()
  if (reply.status >= 400 && (reply.headers.get('content-type') ?? '').includes('json')) {
    const problem = JSON.parse(text)
    if (!problem.code || !problem.title || !problem.type) fault(`${request.init.method} ${request.url.slice(0, 80)}: a problem without code, title or type: ${text.slice(0, 200)}`)
  }
  if ([200, 202].includes(reply.status) && reply.headers.get('content-type') === 'application/json') {
    for (const one of contract.faults(request.init.method, new URL(reply.url).pathname, reply.status, JSON.parse(text))) {
      if (!told.has(one)) fault(`an answer is not as described: ${one}`)
      told.add(one)
    }
  }
  return { status: reply.status, text }
}

const { url, server } = await demo('1')
try {
  const document = await (await fetch(`${url}/v1/openapi.json`)).json()
  const verdict = await new Validator().validate(document)
  if (verdict.valid) console.log(`ok      the description is OpenAPI ${document.openapi}: ${Object.keys(document.paths).length} paths`)
  else fault(`the description: ${JSON.stringify(verdict.errors).slice(0, 600)}`)

  const reference = readFileSync(`${ROOT}docs/reference/api.md`, 'utf8')
  const names = new Set(Object.values(document.paths).flatMap((item) => Object.values(item)).flatMap((one) => one.parameters).filter((one) => one.in === 'query').map((one) => one.name))
  for (const name of names) if (!new RegExp(`[?&\`]${name}[=\`]`).test(reference)) fault(`docs/reference/api.md does not say what ${name} is`)
  console.log(`ok      ${names.size} names of queries are in the reference`)

  const contract = new Contract(document)
  const operations = Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ path, method, operation })))
  let understood = 0
  for (const operation of operations) {
    const request = request_from(operation, true)
    const { status, text } = await ask(url, request, contract)
    const bad = status >= 500 || (status === 400 && /unknown_member|not JSON/.test(text)) || status === 405
    if (bad) fault(`the example of ${operation.method.toUpperCase()} ${operation.path}: ${status} ${text?.slice(0, 200)}`)
    else ++understood
  }
  console.log(`ok      ${understood} of ${operations.length} examples are understood`)

  const seen = {}
  // Without what ends the caller's own allowance of tries, or the demo.
  const asked = operations.filter(({ path }) => !/^\/(sign-in|links|me\/(password|factor|recovery))/.test(path))
  for (let n = 0; n < REQUESTS; ++n) {
    const request = request_from(one(asked), false)
    const { status, text } = await ask(url, request, contract)
    seen[status] = (seen[status] ?? 0) + 1
    if (request.misspelt && status < 400) fault(`${request.init.method} ${request.url.slice(0, 200)}: a name that the description does not have is passed over`)
    if (status >= 500) fault(`${request.init.method} ${request.url.slice(0, 200)} ${String(request.init.body).slice(0, 300)}: ${status} ${text?.slice(0, 200)}`)
  }
  console.log(`ok      ${REQUESTS} random requests: ${Object.entries(seen).map(([status, count]) => `${count} × ${status}`).join(', ')}`)
  console.log(`ok      ${contract.seen.size} operations answered as described`)
} finally {
  server.removeAllListeners('exit')
  server.kill()
}

const fast = await demo('60')
try {
  for (const one of await guide(ROOT, fast.url)) fault(`docs/guides/developer.md: ${one}`)
  console.log('ok      the guide was typed as it stands')
} finally {
  fast.server.removeAllListeners('exit')
  fast.server.kill()
}
console.log(failed ? `${failed} failed` : 'all passed')
process.exit(failed ? 1 : 0)

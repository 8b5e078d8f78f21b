// A phone network of its own for each test file, in virtual time: nothing happens until the test says how long.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const ACCOUNT = 'AC0123456789abcdef0123456789abcdef'
export const TOKEN = 'a token with spaces & signs'
export const OURS = '+12025550100'
export const PROGRAM = process.env.COURTESY ?? `${ROOT}build/courtesy`

/** Starts the program and waits until it has said where it is. */
function start(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(PROGRAM, ['phones', '--port', '0', '--account', ACCOUNT, '--token', TOKEN, ...args],
      { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (text) => {
      said += text
      const url = said.match(/http:\/\/127\.0\.0\.1:\d+/)
      if (url) resolve({ url: url[0], child })
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`phones ended with ${code} before it said where it is: ${said}`)))
  })
}

/** One step of a scripted caller, as the control endpoint reads it. */
const step = (fields) =>
  `{ ${Object.entries(fields).map(([name, value]) => `${name} = ${JSON.stringify(value)}`).join(', ')} }`

export async function startPhones({ args = [], start: at = '2026-11-25T17:00:00Z', time = 'virtual' } = {}) {
  const timed = time === 'virtual' ? ['--time', 'virtual', '--start', at] : ['--time', time]
  const { url, child } = await start([...timed, ...args])

  async function ask(method, path, fields) {
    const form = new URLSearchParams(fields)
    const query = method === 'GET' && fields ? `?${form}` : ''
    const answer = await fetch(url + path + query, { method, body: method === 'POST' ? form : undefined })
    const json = await answer.json()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${json.error ?? ''}`)
    return json
  }
  return {
    url,
    /** Lets that many seconds pass. */
    advance: (seconds) => ask('POST', '/_/advance', { Seconds: seconds }),
    /** Until nothing is due any more: calls are over, texts delivered and answered. */
    quiet: () => ask('POST', '/_/advance', { Seconds: 6 * 3600, Until: 'idle' }),
    journal: async (fields = {}) => (await ask('GET', '/_/journal', fields)).entries,
    summary: () => ask('GET', '/_/summary'),
    /** Somebody calls us: `steps` for a scripted caller, or a persona by its name. */
    callIn: async ({ from = '+12125550199', to = OURS, persona, steps }) =>
      (await ask('POST', '/_/calls', {
        From: from,
        To: to,
        ...(steps ? { Script: `[${steps.map(step).join(', ')}]` } : { Persona: persona ?? '' }),
      })).sid,
    textIn: async ({ from, to = OURS, body }) => (await ask('POST', '/_/texts', { From: from, To: to, Body: body })).sid,
    end: () => new Promise((ended) => child.exitCode === null ? (child.once('exit', ended), child.kill()) : ended()),
  }
}

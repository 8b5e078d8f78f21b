// The mock server's voice: two states to be recorded, a take that arrives some seconds after its code was asked for, and
// two messages. Development only.
const SPOKEN = { en: { hello: 'A message from Harbour Dental. To hear it, press 1. For no more calls, press 9.',
  visit: 'Your appointment with Harbour Dental is on', keys: 'To confirm it, press 1. To cancel it, press 2.' },
es: { hello: 'Un mensaje de Harbour Dental. Para oírlo, oprima 1. Para no recibir más llamadas, oprima 9.',
  visit: 'Su cita con Harbour Dental es el', keys: 'Para confirmarla, oprima 1. Para cancelarla, oprima 2.' } }
const STATES = { opening: ['hello'], menu: ['visit', null, 'keys'] }

/** A WAV of speech-like loudness, so that the browser has something to play. */
function sound() {
  const samples = 24_000
  const bytes = Buffer.alloc(44 + samples * 2)
  bytes.write('RIFF', 0); bytes.writeUInt32LE(36 + samples * 2, 4); bytes.write('WAVEfmt ', 8); bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20); bytes.writeUInt16LE(1, 22); bytes.writeUInt32LE(8000, 24); bytes.writeUInt32LE(16_000, 28)
  bytes.writeUInt16LE(2, 32); bytes.writeUInt16LE(16, 34); bytes.write('data', 36); bytes.writeUInt32LE(samples * 2, 40)
  for (let i = 0; i < samples; ++i) bytes.writeInt16LE(Math.round(8000 * Math.sin(i / 6) * Math.abs(Math.sin(i / 900))), 44 + i * 2)
  return bytes
}
const peaks = (of) => Array.from({ length: 200 }, (_, i) => Math.round(70 * Math.abs(Math.sin(i / 5 + of)) * Math.abs(Math.sin(i / 31)) + 4))

export function mock_voice({ iso, now, log, Problem }) {
  const versions = new Map()
  const all_of = (prompt) => versions.get(prompt) ?? []
  const add = (prompt, who) => {
    const list = all_of(prompt)
    for (const one of list) one.live = false
    list.unshift({ version: list.length + 1, state: 'ready', live: true, made_at: iso(now()), who, why: null, length_ms: 3000, peaks: peaks(list.length), url: '/audio/mock.wav' })
    versions.set(prompt, list)
    log('answer', null, `Recorded: ${prompt}`)
  }
  let messages = [1, 2].map((id) => ({ id, at: iso(now() - id * 3600e3), from: '+12125550142', from_text: '(212) 555-0142', client: id === 1 ? { id: 3, name: 'Nora Field' } : null,
    state: 'ready', why: null, length_ms: 9200 * id, peaks: peaks(id), read_at: id === 2 ? iso(now()) : null, url: '/audio/mock.wav' }))
  const unread = () => messages.filter((one) => !one.read_at).length
  const part = (state, slot, language) => {
    if (!slot) return { slot: null, words: '{{when}}.', robot: true }
    const prompt = `appointment-reminder/${state}/${slot}/${language}`
    const live = all_of(prompt).find((one) => one.live) ?? null
    return { slot, words: SPOKEN[language][slot], robot: !live, prompt, live, newest: null, versions: all_of(prompt).length, of_flow: false }
  }
  const states = () => Object.entries(STATES).map(([name, slots]) => ({ name, languages: ['en', 'es'].map((language) => {
    const parts = slots.map((slot) => part(name, slot, language))
    return { language, robot: parts.some((one) => one.robot), parts }
  }) }))
  const detail = (prompt) => ({ prompt, words: SPOKEN[prompt.split('/')[3]][prompt.split('/')[2]], versions: all_of(prompt) })

  /** Undefined for what is not the voice's. */
  return (method, path, json) => {
    let match
    if (path === '/audio/mock.wav') return sound()
    if (method === 'GET' && path === '/prompts') return { unread: unread(), flows: [{ name: 'appointment-reminder', title: 'Appointment reminder, asks first', inbound: false, languages: ['en', 'es'], states: states() }] }
    if ((match = /^\/prompts\/([a-z_-]+\/\w+\/\w+\/\w\w)(?:\/([a-z-]+))?$/.exec(path))) {
      const [, prompt, verb] = match
      if (verb === 'upload') add(prompt, 'a file')
      if (verb === 'roll-back') {
        const { version } = json()
        for (const one of all_of(prompt)) one.live = one.version === version
        log('answer', null, 'Rolled back.')
      }
      return detail(prompt)
    }
    if (method === 'POST' && path === '/task-codes') {
      const { subject } = json()
      setTimeout(() => add(subject, 'by phone'), 8000)
      return { id: 1, code: '471963', expires_at: iso(now() + 900e3), number: '(617) 555-0197' }
    }
    if (method === 'GET' && path === '/messages') return { messages, unread: unread(), before: null }
    if (method === 'POST' && (match = /^\/messages\/(\d+)\/(read|discard)$/.exec(path))) {
      const one = messages.find((message) => message.id === Number(match[1]))
      if (!one) throw new Problem(404, 'not_found', 'No such message', 'There is no such message.')
      if (match[2] === 'discard') { messages = messages.filter((other) => other !== one); return { messages, unread: unread(), before: null } }
      one.read_at = json().read ? iso(now()) : null
      return one
    }
    return undefined
  }
}

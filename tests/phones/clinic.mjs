// That practice's telephone, tested wholly through the network: callers who follow a script, people and machines who are
// called, and the journal as the witness. No test waits for anything.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clientOf } from './client.mjs'
import { clinicApp } from './clinic_app.mjs'
import { OURS, TOKEN, startPhones } from './network.mjs'

const DESK = '+12025550111'
const PEOPLE = {
  '+12125550101': 'confirms', '+12125550102': 'cancels', '+12125550103': 'voicemail', '+12125550104': 'busy',
  '+12125550105': 'no-answer', '+12125550106': 'not-in-service', '+12125550107': 'wrong-keys', '+12125550108': 'hangs-up',
  '+12125550109': 'impatient', [DESK]: 'talks',
}
const folder = mkdtempSync(join(tmpdir(), 'courtesy-phones-'))
process.on('exit', () => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'numbers.toml'), '[personas.talks]\nlike = "ignores"\ntalks = 40\npatience = 300\n\n[numbers]\n' +
  Object.entries(PEOPLE).map(([number, persona]) => `"${number}" = "${persona}"\n`).join(''))

/** Network and application, both fresh. */
async function open(more = []) {
  const phones = await startPhones({ args: ['--numbers', join(folder, 'numbers.toml'), '--calls-per-second', '0', ...more] })
  const client = clientOf(phones)
  const clinic = clinicApp({ client, token: TOKEN, number: OURS, desk: DESK })
  const server = await new Promise((ready) => {
    const listening = clinic.app.listen(0, '127.0.0.1', () => ready(listening))
  })
  const url = `http://127.0.0.1:${server.address().port}`
  await client.incomingPhoneNumbers.create({ phoneNumber: OURS, voiceUrl: `${url}/voice`, smsUrl: `${url}/sms` })
  return {
    phones, client, url, log: clinic.log,
    remind: (to) => clinic.remind(to, url),
    /** What somebody heard in a call, in one string. */
    heard: async (sid) => (await phones.journal({ sid, what: 'heard' })).map((entry) => entry.text).join(' | '),
    async end() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await phones.end()
      assert.deepEqual(clinic.log.failures, [])
    },
  }
}

const test = (run, args) => async () => {
  const world = await open(args)
  try {
    await run(world)
  } finally {
    await world.end()
  }
}

export const tests = {
  'a caller hears the hours': test(async ({ phones, heard }) => {
    const sid = await phones.callIn({ steps: [{ hears: 'our hours, press 2', presses: '2' }] })
    await phones.quiet()
    assert.match(await heard(sid), /nine to five\.$/)
  }),
  'a caller leaves a message, hears it again, and the practice has it': test(async ({ phones, heard, log, client }) => {
    const sid = await phones.callIn({ steps: [
      { hears: 'press 1', presses: '1' },
      { hears: '[beep]', says: 'It is Ana about Thursday', seconds: 5 },
      { wait: 1, presses: '#' },
    ] })
    await phones.quiet()
    assert.match(await heard(sid), /You said: \| It is Ana about Thursday \| We will call you back\.$/i)
    assert.equal(log.messages.length, 1)
    assert.equal(log.messages[0].call, sid)
    assert.ok(log.messages[0].seconds >= 4)
    const sound = Buffer.from(await (await fetch(`${log.messages[0].url}.wav`)).arrayBuffer())
    assert.equal(sound.toString('latin1', 0, 4), 'RIFF')
    assert.equal((await client.recordings.list({ callSid: sid })).length, 1)
  }),
  'who says nothing after the tone leaves no message': test(async ({ phones, heard, log }) => {
    const sid = await phones.callIn({ steps: [{ hears: 'press 1', presses: '1' }, { hears: '[beep]', wait: 60 }] })
    await phones.quiet()
    assert.match(await heard(sid), /We heard nothing\. Goodbye\.$/)
    assert.equal(log.messages.length, 0)
  }),
  'a wrong key gets the menu again, and the right one counts': test(async ({ phones, heard }) => {
    const sid = await phones.callIn({ steps: [{ hears: 'press 3', presses: '9' }, { hears: 'hours, press 2', presses: '2' }] })
    await phones.quiet()
    assert.match(await heard(sid), /not one of the choices.*nine to five/)
  }),
  'silence is asked three times, and then it is over': test(async ({ phones, heard, client }) => {
    const sid = await phones.callIn({ persona: 'ignores', steps: [{ hears: 'never said', presses: '1' }] })
    await phones.quiet()
    assert.equal((await heard(sid)).match(/Welcome to Maple/g).length, 3)
    assert.match(await heard(sid), /Goodbye\.$/)
    assert.equal((await client.calls(sid).fetch()).status, 'completed')
  }),
  'a caller is put through to the desk, in a call of its own': test(async ({ phones, client }) => {
    const sid = await phones.callIn({ steps: [{ hears: 'press 3', presses: '3' }] })
    await phones.quiet()
    const [leg] = await client.calls.list({ parentCallSid: sid })
    assert.equal(leg.to, DESK)
    assert.equal(leg.from, OURS)
    assert.equal(leg.direction, 'outbound-dial')
    assert.equal(leg.status, 'completed')
    assert.equal(leg.duration, '40')
  }),
  'people confirm and cancel by a key, and hear that they did': test(async ({ phones, remind, heard, log }) => {
    const confirms = await remind('+12125550101')
    const cancels = await remind('+12125550102')
    const hasty = await remind('+12125550109')
    await phones.quiet()
    assert.deepEqual(Object.fromEntries(log.answers),
      { '+12125550101': 'confirmed', '+12125550102': 'canceled', '+12125550109': 'confirmed' })
    assert.match(await heard(confirms.sid), /Your appointment is confirmed\.$/)
    assert.match(await heard(cancels.sid), /Your appointment is canceled\.$/)
    assert.equal((await phones.journal({ sid: hasty.sid, what: 'heard' }))[0].detail, 'cut short')
  }),
  'wrong keys are asked again until one is right': test(async ({ phones, remind, log }) => {
    await remind('+12125550107')
    await phones.quiet()
    assert.equal(log.answers.get('+12125550107'), 'confirmed')
    assert.equal((await phones.journal({ number: '+12125550107', what: 'key' })).length, 3)
  }),
  'a machine keeps the message for machines, and no answer is made up': test(async ({ phones, remind, log }) => {
    const call = await remind('+12125550103')
    await phones.quiet()
    const [left] = await phones.journal({ sid: call.sid, what: 'message_left' })
    assert.match(left.text, /Please call us about your appointment\.$/)
    assert.equal(log.answers.size, 0)
  }),
  'who cannot be reached is told apart': test(async ({ phones, remind, log }) => {
    for (const number of ['+12125550104', '+12125550105', '+12125550106', '+12125550108']) await remind(number)
    await phones.quiet()
    const last = Object.fromEntries(log.statuses.filter((one) => one.CallDuration !== undefined).map((one) => [one.To, one.CallStatus]))
    assert.deepEqual(last, { '+12125550104': 'busy', '+12125550105': 'no-answer', '+12125550106': 'failed', '+12125550108': 'completed' })
  }),
  'texts are answered, and STOP is the last one': test(async ({ phones, client, log }) => {
    await phones.textIn({ from: '+12125550120', body: 'what?' })
    await phones.quiet()
    await phones.textIn({ from: '+12125550120', body: ' c ' })
    await phones.quiet()
    assert.equal(log.answers.get('+12125550120'), 'confirmed')
    const got = (await phones.journal({ number: '+12125550120', what: 'text_delivered' })).map((entry) => entry.text)
    assert.deepEqual(got, ['Reply C to confirm.', 'Thank you, see you tomorrow – até amanhã!'])
    await phones.textIn({ from: '+12125550120', body: 'STOP' })
    await phones.quiet()
    await assert.rejects(client.messages.create({ to: '+12125550120', from: OURS, body: 'Are you sure?' }), (error) => error.code === 21610)
  }),
  'lint finds nothing but that nobody steps in when it is down': test(async ({ phones, remind }) => {
    for (const number of Object.keys(PEOPLE)) await remind(number)
    await phones.callIn({ steps: [{ hears: 'press 1', presses: '1' }, { hears: '[beep]', says: 'Hello', seconds: 3 }, { presses: '#', wait: 1 }] })
    await phones.quiet()
    const { errors, findings } = await (await fetch(`${phones.url}/_/lint`)).json()
    assert.equal(errors, 0)
    assert.deepEqual([...new Set(findings.map((one) => one.rule))], ['no-fallback'])
  }),
  'the same seed is the same day, to the last entry of the journal': async () => {
    const day = async () => {
      const world = await open(['--seed', '11'])
      try {
        for (const number of Object.keys(PEOPLE)) await world.remind(number)
        await world.phones.callIn({ steps: [{ hears: 'press 1', presses: '1' }, { hears: '[beep]', says: 'Hello', seconds: 3 }] })
        await world.phones.quiet()
        return JSON.stringify(await world.phones.journal())
      } finally {
        await world.end()
      }
    }
    assert.equal(await day(), await day())
  },
}

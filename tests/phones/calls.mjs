// Calls, by the official client.
import assert from 'node:assert/strict'
import { clientOf } from './client.mjs'
import { ACCOUNT, OURS } from './network.mjs'

export const phones = { args: ['--own', OURS, '--calls-per-second', '0'] }

const LONG = '<Response><Pause length="600"/></Response>'
const place = (client, app, more = {}) =>
  client.calls.create({ to: '+12125550101', from: OURS, url: `${app.url}/voice`, ...more })
const refused = (code) => (error) => error.constructor.name === 'RestException' && error.code === code

export const tests = {
  'a call is created queued, with every field of its kind': async ({ phones, app }) => {
    const call = await place(clientOf(phones), app)
    assert.match(call.sid, /^CA[0-9a-f]{32}$/)
    assert.equal(call.status, 'queued')
    assert.equal(call.accountSid, ACCOUNT)
    assert.equal(call.to, '+12125550101')
    assert.equal(call.toFormatted, '(212) 555-0101')
    assert.equal(call.direction, 'outbound-api')
    assert.equal(call.apiVersion, '2010-04-01')
    assert.equal(call.startTime, null)
    assert.equal(call.duration, null)
    assert.equal(call.answeredBy, null)
    assert.equal(call.dateCreated.toISOString(), '2026-11-25T17:00:00.000Z')
    assert.equal(call.uri, `/2010-04-01/Accounts/${ACCOUNT}/Calls/${call.sid}.json`)
    assert.match(call.subresourceUris.events, /\/Events\.json$/)
  },
  'it rings, is answered, and ends with a duration and a price': async ({ phones, app }) => {
    app.pages.set('/talk', '<Response><Say>Hello there.</Say><Pause length="5"/></Response>')
    const call = await place(clientOf(phones), app, { url: `${app.url}/talk` })
    await phones.quiet()
    const ended = await clientOf(phones).calls(call.sid).fetch()
    assert.equal(ended.status, 'completed')
    assert.equal(typeof ended.duration, 'string')
    assert.ok(Number(ended.duration) >= 5)
    assert.match(ended.price, /^-0\.\d{5}$/)
    assert.equal(ended.priceUnit, 'USD')
    assert.ok(ended.startTime > ended.dateCreated && ended.endTime > ended.startTime)
    assert.equal(typeof ended.queueTime, 'string')
  },
  'a call with Twiml instead of a Url runs it': async ({ phones }) => {
    const call = await clientOf(phones).calls.create({ to: '+12125550101', from: OURS, twiml: '<Response><Say>Straight</Say></Response>' })
    await phones.quiet()
    const heard = await phones.journal({ sid: call.sid, what: 'heard' })
    assert.deepEqual(heard.map((entry) => entry.text), ['Straight'])
  },
  'status events come in their order, with what belongs to each': async ({ phones, app }) => {
    const call = await place(clientOf(phones), app, {
      statusCallback: `${app.url}/ordered`,
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    })
    await phones.quiet()
    const told = app.to('/ordered').map((one) => one.fields)
    assert.deepEqual(told.map((one) => one.CallStatus), ['initiated', 'ringing', 'in-progress', 'completed'])
    assert.deepEqual(told.map((one) => one.SequenceNumber), ['0', '1', '2', '3'])
    assert.ok(told.every((one) => one.CallSid === call.sid && one.CallbackSource === 'call-progress-events'))
    assert.ok(told.every((one) => !Number.isNaN(Date.parse(one.Timestamp))))
    assert.equal(told[3].SipResponseCode, '200')
  },
  'a queued call is canceled and never rings': async ({ phones, app }) => {
    const client = clientOf(phones)
    const call = await place(client, app)
    const canceled = await client.calls(call.sid).update({ status: 'canceled' })
    assert.equal(canceled.status, 'canceled')
    await phones.quiet()
    assert.equal((await client.calls(call.sid).fetch()).status, 'canceled')
    assert.equal((await phones.journal({ sid: call.sid, what: 'ring' })).length, 0)
  },
  'a live call is redirected to another document': async ({ phones, app }) => {
    const client = clientOf(phones)
    app.pages.set('/long', LONG)
    app.pages.set('/elsewhere', '<Response><Say>Now something else</Say></Response>')
    const call = await place(client, app, { url: `${app.url}/long` })
    await phones.advance(30)
    assert.equal((await client.calls(call.sid).fetch()).status, 'in-progress')
    await client.calls(call.sid).update({ url: `${app.url}/elsewhere`, method: 'GET' })
    await phones.quiet()
    assert.equal(app.to('/elsewhere')[0].method, 'GET')
    const heard = await phones.journal({ sid: call.sid, what: 'heard' })
    assert.deepEqual(heard.map((entry) => entry.text), ['Now something else'])
  },
  'a live call is redirected to Twiml': async ({ phones, app }) => {
    const client = clientOf(phones)
    const call = await place(client, app, { url: `${app.url}/long` })
    await phones.advance(30)
    await client.calls(call.sid).update({ twiml: '<Response><Say>From the request</Say></Response>' })
    await phones.quiet()
    const heard = await phones.journal({ sid: call.sid, what: 'heard' })
    assert.deepEqual(heard.map((entry) => entry.text), ['From the request'])
  },
  'a live call is completed': async ({ phones, app }) => {
    const client = clientOf(phones)
    const call = await place(client, app, { url: `${app.url}/long` })
    await phones.advance(30)
    assert.equal((await client.calls(call.sid).update({ status: 'completed' })).status, 'completed')
    assert.equal((await phones.journal({ sid: call.sid, what: 'hang_up' }))[0].detail, 'rest')
  },
  'a call that has ended takes no update': async ({ phones, app }) => {
    const client = clientOf(phones)
    const call = await place(client, app)
    await phones.quiet()
    await assert.rejects(client.calls(call.sid).update({ status: 'completed' }), refused(21220))
    await assert.rejects(client.calls(call.sid).update({ twiml: '<Response/>' }), refused(21220))
  },
  'a call is deleted once it has ended, and not before': async ({ phones, app }) => {
    const client = clientOf(phones)
    const call = await place(client, app)
    await assert.rejects(client.calls(call.sid).remove(), refused(20009))
    await phones.quiet()
    assert.equal(await client.calls(call.sid).remove(), true)
    await assert.rejects(client.calls(call.sid).fetch(), refused(20404))
    assert.ok((await client.calls.list()).every((one) => one.sid !== call.sid))
  },
  'more than one call a second waits in the queue': async ({ phones }) => {
    const { startPhones } = await import('./network.mjs')
    const paced = await startPhones({ args: ['--own', OURS] })
    try {
      const client = clientOf(paced)
      const make = () => client.calls.create({ to: '+12125550101', from: OURS, twiml: '<Response><Pause length="60"/></Response>' })
      const calls = [await make(), await make(), await make()]
      await paced.advance(1.5)
      const states = await Promise.all(calls.map((call) => client.calls(call.sid).fetch()))
      assert.equal(states[2].status, 'queued')
      await paced.advance(10)
      assert.deepEqual((await Promise.all(calls.map((call) => client.calls(call.sid).fetch()))).map((call) => call.queueTime),
        ['0', '1000', '2000'])
    } finally {
      await paced.end()
    }
  },
}

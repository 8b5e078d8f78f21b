// Messages, by the official client.
import assert from 'node:assert/strict'
import { clientOf } from './client.mjs'
import { OURS } from './network.mjs'

export const phones = { args: ['--own', OURS] }

const send = (client, more = {}) => client.messages.create({ to: '+12125550101', from: OURS, body: 'Hello', ...more })
const refused = (code) => (error) => error.constructor.name === 'RestException' && error.code === code

export const tests = {
  'a text is created queued, with every field of its kind': async ({ phones }) => {
    const text = await send(clientOf(phones), { body: 'Grüße, 你好 👋' })
    assert.match(text.sid, /^SM[0-9a-f]{32}$/)
    assert.equal(text.status, 'queued')
    assert.equal(text.body, 'Grüße, 你好 👋')
    assert.equal(text.numSegments, '1')
    assert.equal(text.numMedia, '0')
    assert.equal(text.direction, 'outbound-api')
    assert.equal(text.dateSent, null)
    assert.equal(text.errorCode, null)
    assert.match(text.subresourceUris.media, /\/Media\.json$/)
  },
  'it is sent and delivered, and the callbacks say so in that order': async ({ phones, app }) => {
    const client = clientOf(phones)
    const text = await send(client, { statusCallback: `${app.url}/text-status?of=1` })
    await phones.quiet()
    const delivered = await client.messages(text.sid).fetch()
    assert.equal(delivered.status, 'delivered')
    assert.match(delivered.price, /^-0\.\d+$/)
    assert.ok(delivered.dateSent instanceof Date)
    const told = app.to('/text-status').filter((one) => one.fields.MessageSid === text.sid)
    assert.deepEqual(told.map((one) => one.fields.MessageStatus), ['sent', 'delivered'])
    assert.ok(told.every((one) => one.valid && one.fields.SmsSid === text.sid))
  },
  'a long text counts its segments': async ({ phones }) => {
    const client = clientOf(phones)
    assert.equal((await send(client, { body: 'a'.repeat(161) })).numSegments, '2')
    assert.equal((await send(client, { body: '中'.repeat(71) })).numSegments, '2')
  },
  'texts are found by To, From and when they were sent': async ({ phones }) => {
    const client = clientOf(phones)
    await send(client, { to: '+12125550177' })
    await phones.quiet()
    assert.equal((await client.messages.list({ to: '+12125550177' })).length, 1)
    assert.ok((await client.messages.list({ from: OURS, pageSize: 2 })).length >= 4)
    assert.equal((await client.messages.list({ to: '+12125550177', dateSentBefore: new Date('2026-11-24') })).length, 0)
    assert.equal((await client.messages.list({ to: '+12125550177', dateSentAfter: new Date('2026-11-25T00:00:00Z') })).length, 1)
    assert.equal((await client.messages.list({ to: '+12125550177', dateSent: new Date('2026-11-20T00:00:00Z') })).length, 0)
  },
  'an empty body redacts, and what was delivered can be deleted': async ({ phones }) => {
    const client = clientOf(phones)
    const text = await send(client, { body: 'a secret' })
    await assert.rejects(client.messages(text.sid).remove(), refused(20009))
    await phones.quiet()
    assert.equal((await client.messages(text.sid).update({ body: '' })).body, '')
    assert.equal(await client.messages(text.sid).remove(), true)
    await assert.rejects(client.messages(text.sid).fetch(), refused(20404))
  },
  'what is not scheduled cannot be canceled': async ({ phones }) => {
    const client = clientOf(phones)
    const text = await send(client)
    await assert.rejects(client.messages(text.sid).update({ status: 'canceled' }), refused(30409))
  },
  'a picture is fetched and can be had again': async ({ phones, app }) => {
    const picture = Buffer.from('89504e470d0a1a0a', 'hex')
    app.pages.set('/cat.png', { headers: { 'Content-Type': 'image/png' }, body: picture })
    const client = clientOf(phones)
    const text = await send(client, { mediaUrl: [`${app.url}/cat.png`, `${app.url}/cat.png?2`] })
    assert.match(text.sid, /^MM/)
    assert.equal(text.numMedia, '2')
    await phones.quiet()
    assert.equal((await client.messages(text.sid).fetch()).status, 'delivered')
    const media = await client.messages(text.sid).media.list()
    assert.equal(media.length, 2)
    assert.equal(media[0].contentType, 'image/png')
    assert.equal(media[0].parentSid, text.sid)
    const one = await client.messages(text.sid).media(media[0].sid).fetch()
    const bytes = Buffer.from(await (await fetch(phones.url + one.uri.replace('.json', ''))).arrayBuffer())
    assert.deepEqual(bytes, picture)
    assert.equal(await client.messages(text.sid).media(media[1].sid).remove(), true)
    assert.equal((await client.messages(text.sid).media.list()).length, 1)
  },
  'a picture that is not there fails the text': async ({ phones, app }) => {
    app.pages.set('/no.png', { status: 404 })
    const client = clientOf(phones)
    const text = await send(client, { mediaUrl: `${app.url}/no.png`, body: undefined, statusCallback: `${app.url}/no-picture` })
    await phones.quiet()
    const failed = await client.messages(text.sid).fetch()
    assert.equal(failed.status, 'failed')
    assert.equal(failed.errorCode, 11200)
    assert.deepEqual(app.to('/no-picture').map((one) => one.fields.MessageStatus), ['failed'])
  },
  'feedback is taken': async ({ phones }) => {
    const client = clientOf(phones)
    const text = await send(client, { provideFeedback: true })
    const feedback = await client.messages(text.sid).feedback.create({ outcome: 'confirmed' })
    assert.equal(feedback.messageSid, text.sid)
    assert.equal(feedback.outcome, 'confirmed')
  },
  'somebody who wrote STOP gets no more: 21610, until START': async ({ phones }) => {
    const client = clientOf(phones)
    await phones.textIn({ from: '+12125550188', body: ' stop ' })
    await assert.rejects(send(client, { to: '+12125550188' }), refused(21610))
    await phones.textIn({ from: '+12125550188', body: 'START' })
    await send(client, { to: '+12125550188' })
  },
  'what people write is listed as inbound': async ({ phones }) => {
    const sid = await phones.textIn({ from: '+12125550166', body: 'Ça va? 🙂' })
    const text = await clientOf(phones).messages(sid).fetch()
    assert.equal(text.direction, 'inbound')
    assert.equal(text.status, 'received')
    assert.equal(text.body, 'Ça va? 🙂')
  },
}

// The official validator accepts what the network sends: every webhook of a busy day, to addresses of every kind.
import assert from 'node:assert/strict'
import twilio from 'twilio'
import { clientOf } from './client.mjs'
import { OURS, TOKEN } from './network.mjs'

export const phones = { args: ['--own', OURS, '--calls-per-second', '0', '--fault', 'callback_doubled=0.1'] }

/** Queries and paths that are legal in a URL and awkward in a signature; in the order of their names, since they arrive so. */
const PATHS = [
  '/plain', '/with/a/longer/path', '/query?one=1', '/two?a=1&b=2', '/empty?a=&b', '/spaces%20in%20path?q=a%20b+c',
  '/gr%C3%BC%C3%9Fe?name=J%C3%BCrgen', '/%E4%BD%A0%E5%A5%BD?%E5%90%8D=%E5%AD%97', '/emoji?x=%F0%9F%91%8B', '/plus?n=%2B12125550101',
  '/semi;colon?a=1;b=2', '/at@sign?mail=a%40b.example', '/nested?u=http%3A%2F%2Fx.example%2F%3Fy%3D1%26z%3D2', '/slash//double?',
  '/percent%25?p=100%25', '/upper?Z=1&_=2&a=3', '/dots/a.b-c_d~e?f=g.h-i_j~k',
]
const DOCUMENT = (tag) => `<Response><Gather numDigits="1" timeout="4" action="/keys/${tag}?from=menu&amp;n=${tag}">
  <Say>To confirm, press 1. To cancel, press 2.</Say></Gather><Redirect method="GET">/silent?n=${tag}</Redirect></Response>`

function checkAll(app, since = 0) {
  const bad = app.requests.slice(since).filter((one) => !one.valid)
  assert.equal(bad.length, 0, `refused: ${bad.slice(0, 3).map((one) => `${one.method} ${one.told}`).join(', ')}`)
}

export const tests = {
  'TwiML fetches, keys, redirects and status callbacks, at addresses of every kind': async ({ phones, app }) => {
    const client = clientOf(phones)
    const hosts = [app.url, `http://localhost:${app.port}`]
    const once = PATHS.flatMap((path, index) => hosts.flatMap((host) => ['POST', 'GET'].map((method) => ({ url: host + path, method, index }))))
    const jobs = [...once, ...once]
    for (const { url, index } of jobs) app.pages.set(decodeURIComponent(new URL(url).pathname), DOCUMENT(index))
    for (const [i, { url, method }] of jobs.entries()) {
      await client.calls.create({ to: `+1212556${String(1000 + i)}`, from: OURS, url, method, statusCallback: url, statusCallbackMethod: method,
        statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'] })
      await phones.advance(20)
    }
    await phones.quiet()
    checkAll(app)
    assert.ok(app.requests.length >= jobs.length * 6, `${app.requests.length} requests`)
    return `${app.requests.length} requests`
  },
  'texts in and out, whatever they say': async ({ phones, app }) => {
    const client = clientOf(phones)
    const [number] = await client.incomingPhoneNumbers.list()
    const since = app.requests.length
    const bodies = ['Hello', 'Grüße aus Köln', '你好，明天见', 'مرحبا', 'שלום', '👩‍👩‍👧 family 🎉', 'a&b=c+d%20e', ' spaces  and\ttabs\nand lines\r\n',
      '"quoted" \'single\' <tag/> \\ back', 'e\u0301 combining', '', '=', '&', 'null\u0001control', 'Ω≈ç√∫˜µ', '%', '+', 'C', 'ß'.repeat(400)]
    app.pages.set('/sms/in', '<Response><Message statusCallback="/sms/status?of=réponse&amp;x=1">Merci – à demain 🙂</Message></Response>')
    for (const method of ['POST', 'GET']) {
      await client.incomingPhoneNumbers(number.sid).update({ smsUrl: `${app.url}/sms/in?name=J%C3%BCrgen&number=%2B1202`, smsMethod: method })
      for (const [i, body] of bodies.entries()) await phones.textIn({ from: `+1212557${String(1000 + i)}`, body })
      await phones.quiet()
    }
    for (const [i, body] of bodies.entries()) {
      if (body.trim()) await client.messages.create({ to: `+1212558${String(1000 + i)}`, from: OURS, body, statusCallback: `${app.url}/out?b=${encodeURIComponent(body)}` })
    }
    await phones.quiet()
    checkAll(app, since)
    const got = app.to('/sms/in').filter((one) => one.method === 'POST').map((one) => one.fields.Body)
    assert.deepEqual(got.sort(), [...bodies].sort())
    assert.ok(app.to('/sms/status').length >= bodies.length)
    return `${app.requests.length - since} requests`
  },
  'recordings and put-through calls': async ({ phones, app }) => {
    const client = clientOf(phones)
    const [number] = await client.incomingPhoneNumbers.list()
    const since = app.requests.length
    await client.incomingPhoneNumbers(number.sid).update({ voiceUrl: `${app.url}/in?of=café%20noir`.replace('é', '%C3%A9'),
      statusCallback: `${app.url}/in-status?a=2&z=1` })
    app.pages.set('/in', '<Response><Record action="/taken?where=für" recordingStatusCallback="/recording?where=für" timeout="3"/></Response>')
    app.pages.set('/taken', '<Response><Dial action="/dialled?a=%C3%A9&amp;b">+12125550123</Dial></Response>')
    for (let i = 0; i < 20; ++i) {
      await phones.callIn({ from: `+1212559${String(1000 + i)}`, steps: [{ hears: '[beep]', says: `message ${i}`, seconds: 2 }] })
      await phones.advance(90)
    }
    await phones.quiet()
    checkAll(app, since)
    for (const path of ['/in', '/taken', '/recording', '/dialled', '/in-status']) assert.ok(app.to(path).length >= 20, `${path}: ${app.to(path).length}`)
    return `${app.requests.length - since} requests`
  },
  'behind a name and password in the URL': async ({ phones, app }) => {
    const since = app.requests.length
    app.pages.set('/guarded', ({ headers }) => headers.authorization
      ? '<Response><Hangup/></Response>' : { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } })
    const url = `http://ana:pass%20word@127.0.0.1:${app.port}/guarded?x=1`
    app.seenAs = (request) => `http://ana:pass%20word@${request.headers.host}${request.url}`
    try {
      await clientOf(phones).calls.create({ to: '+12125550101', from: OURS, url })
      await phones.quiet()
    } finally {
      app.seenAs = (request) => `http://${request.headers.host}${request.url}`
    }
    checkAll(app, since)
    const tries = app.to('/guarded')
    assert.equal(tries.length, 2)
    assert.equal(Buffer.from(tries[1].headers.authorization.slice(6), 'base64').toString(), 'ana:pass word')
  },
  'a query out of order arrives sorted, and its signature is that of what was written': async ({ phones, app }) => {
    const known = app.requests.length
    app.pages.set('/unsorted', '<Response><Hangup/></Response>')
    const url = `${app.url}/unsorted?b=2&a=1`
    await clientOf(phones).calls.create({ to: '+12125550101', from: OURS, url })
    await phones.quiet()
    const [asked] = app.requests.splice(known)
    assert.equal(asked.url, '/unsorted?a=1&b=2')
    assert.ok(!asked.valid)
    assert.ok(twilio.validateRequest(TOKEN, asked.headers['x-twilio-signature'], url, asked.fields))
  },
  'at least a thousand were sent, each by its own token, and none is good for anything else': async ({ app }) => {
    checkAll(app)
    assert.ok(app.requests.length >= 1000, `${app.requests.length} requests`)
    const post = app.requests.find((one) => one.method === 'POST')
    const signature = post.headers['x-twilio-signature']
    assert.ok(twilio.validateRequest(TOKEN, signature, post.told, post.fields))
    assert.ok(!twilio.validateRequest('another', signature, post.told, post.fields))
    assert.ok(!twilio.validateRequest(TOKEN, signature, `${post.told}&x=1`, post.fields))
    assert.ok(!twilio.validateRequest(TOKEN, signature, post.told, { ...post.fields, Digits: '1' }))
    assert.ok(app.requests.every((one) => one.headers['i-twilio-idempotency-token'] && one.headers['user-agent'] === 'TwilioProxy/1.1'))
    return `${app.requests.length} requests`
  },
}

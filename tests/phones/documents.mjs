// What goes wrong with an application's documents, as its call's notifications and events show it.
import assert from 'node:assert/strict'
import { clientOf } from './client.mjs'
import { OURS } from './network.mjs'

export const phones = { args: ['--own', OURS, '--calls-per-second', '0'] }

async function play({ phones, app }, path, more = {}) {
  const client = clientOf(phones)
  const call = await client.calls.create({ to: '+12125550101', from: OURS, url: app.url + path, ...more })
  await phones.quiet()
  return { client, call, notifications: await client.calls(call.sid).notifications.list() }
}

export const tests = {
  'a document that is not there: 11200, and the callee hears an apology': async ({ phones, app }) => {
    app.pages.set('/gone', { status: 404, body: 'no' })
    const { client, call, notifications } = await play({ phones, app }, '/gone')
    assert.equal(notifications.length, 1)
    assert.equal(notifications[0].errorCode, '11200')
    assert.equal(notifications[0].log, '0')
    assert.equal(notifications[0].callSid, call.sid)
    assert.equal(notifications[0].moreInfo, 'https://www.twilio.com/docs/errors/11200')
    assert.equal(notifications[0].requestUrl, `${app.url}/gone`)
    assert.equal(notifications[0].requestMethod, 'POST')
    const one = await client.calls(call.sid).notifications(notifications[0].sid).fetch()
    assert.equal(one.messageText, notifications[0].messageText)
    assert.match((await phones.journal({ sid: call.sid, what: 'heard' }))[0].text, /application error/i)
    assert.equal((await client.calls(call.sid).fetch()).status, 'completed')
  },
  'each fault has its code': async ({ phones, app }) => {
    app.pages.set('/bad-xml', '<Response><Say>no end')
    app.pages.set('/bad-root', '<Antwort/>')
    app.pages.set('/bad-type', { headers: { 'Content-Type': 'application/json' }, body: '{}' })
    app.pages.set('/empty', { body: '' })
    for (const [path, codes] of [['/bad-xml', ['12100']], ['/bad-root', ['12102', '12100']], ['/bad-type', ['12300']], ['/empty', ['11770', '12100']]]) {
      const { notifications } = await play({ phones, app }, path)
      assert.ok(codes.includes(notifications[0]?.errorCode), `${path}: ${notifications[0]?.errorCode}`)
    }
  },
  'a port where nobody listens: 11205': async ({ phones, app }) => {
    const { notifications } = await play({ phones, app: { url: 'http://127.0.0.1:9' } }, '/any')
    assert.equal(notifications[0].errorCode, '11205')
  },
  'the fallback URL is asked, and told what was wrong': async ({ phones, app }) => {
    app.pages.set('/fallback', '<Response><Say>Please call later</Say></Response>')
    const { call } = await play({ phones, app }, '/gone', { fallbackUrl: `${app.url}/fallback` })
    const asked = app.to('/fallback').at(-1).fields
    assert.equal(asked.ErrorCode, '11200')
    assert.equal(asked.ErrorUrl, `${app.url}/gone`)
    assert.equal((await phones.journal({ sid: call.sid, what: 'heard' }))[0].text, 'Please call later')
  },
  'a warning is listed as one, and found by its level': async ({ phones, app }) => {
    const { client, call } = await play({ phones, app }, '/gone', { twiml: '<Response/>' })
    const list = (log) => client.calls(call.sid).notifications.list({ log })
    assert.deepEqual((await list(1)).map((one) => one.errorCode), ['32019'])
    assert.deepEqual((await list(0)).map((one) => one.errorCode), ['11200'])
  },
  'a 302 is followed by GET, without the fields; a 307 with them': async ({ phones, app }) => {
    app.pages.set('/moved', { status: 302, headers: { Location: '/found?x=1' } })
    app.pages.set('/kept', { status: 307, headers: { Location: '/found?x=2' } })
    await play({ phones, app }, '/moved')
    await play({ phones, app }, '/kept')
    const [moved, kept] = app.to('/found')
    assert.equal(moved.method, 'GET')
    assert.equal(moved.fields.CallSid, undefined)
    assert.equal(kept.method, 'POST')
    assert.match(kept.fields.CallSid, /^CA/)
    assert.ok(app.requests.every((one) => one.valid))
  },
  'a call\'s events are its requests and their answers': async ({ phones, app }) => {
    app.pages.set('/ask', '<Response><Say>Hello</Say><Redirect method="GET">/more</Redirect></Response>')
    app.pages.set('/more', '<Response><Hangup/></Response>')
    const { client, call } = await play({ phones, app }, '/ask', { statusCallback: `${app.url}/told` })
    const events = await client.calls(call.sid).events.list()
    const urls = events.map((one) => `${one.request.method} ${new URL(one.request.url).pathname}`)
    for (const url of ['POST /ask', 'GET /more', 'POST /told']) assert.ok(urls.includes(url), `${url} in ${urls}`)
    const first = events.find((one) => one.request.url.endsWith('/ask'))
    assert.equal(first.request.parameters.call_sid, call.sid)
    assert.equal(first.response.response_code, 200)
    assert.equal(first.response.content_type, 'text/xml')
    assert.match(first.response.response_body, /<Redirect/)
    assert.ok(!Number.isNaN(Date.parse(first.response.date_created)))
  },
}

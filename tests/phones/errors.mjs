// Refusals, as the official client throws them: with the documented codes.
import assert from 'node:assert/strict'
import twilio from 'twilio'
import { clientOf } from './client.mjs'
import { ACCOUNT, OURS } from './network.mjs'

const TEST = `AC${'7'.repeat(32)}`
export const phones = { args: ['--own', OURS, '--test-account', `${TEST}=a test token`] }
const testClient = (phones) => clientOf(phones, { user: TEST, password: 'a test token', account: TEST })

async function code(promise) {
  const error = await promise.then(() => assert.fail('it was taken'), (thrown) => thrown)
  assert.equal(error.constructor.name, 'RestException', error.stack)
  assert.equal(error.moreInfo, `https://www.twilio.com/docs/errors/${error.code}`)
  assert.ok(error.message.length > 5)
  return `${error.status} ${error.code}`
}
const N = (last) => `+1500555${last}`
const GOOD = '+12125550101'

export const tests = {
  'a wrong token, account or key: 401, 20003': async ({ phones }) => {
    assert.equal(await code(clientOf(phones, { password: 'wrong' }).calls.list()), '401 20003')
    assert.equal(await code(clientOf(phones, { user: `AC${'9'.repeat(32)}` }).calls.list()), '401 20003')
    assert.equal(await code(clientOf(phones, { user: `SK${'1'.repeat(32)}`, password: 'x' }).messages.list()), '401 20003')
  },
  'a key of the account opens it': async ({ phones }) => {
    const { startPhones } = await import('./network.mjs')
    const keyed = await startPhones({ args: ['--key', `SK${'1'.repeat(32)}=its secret`] })
    try {
      assert.deepEqual(await clientOf(keyed, { user: `SK${'1'.repeat(32)}`, password: 'its secret' }).calls.list(), [])
      assert.equal(await code(clientOf(keyed, { user: `SK${'1'.repeat(32)}`, password: 'another' }).calls.list()), '401 20003')
    } finally {
      await keyed.end()
    }
  },
  'what is not there: 404, 20404': async ({ phones }) => {
    const client = clientOf(phones)
    assert.equal(await code(client.calls(`CA${'0'.repeat(32)}`).fetch()), '404 20404')
    assert.equal(await code(client.messages(`SM${'0'.repeat(32)}`).fetch()), '404 20404')
    assert.equal(await code(client.recordings(`RE${'0'.repeat(32)}`).fetch()), '404 20404')
    assert.equal(await code(client.incomingPhoneNumbers(`PN${'0'.repeat(32)}`).fetch()), '404 20404')
    assert.equal(await code(client.calls(`CA${'0'.repeat(32)}`).update({ status: 'completed' })), '404 20404')
    assert.equal(await code(client.queues.list()), '404 20404')
  },
  'calls: what is missing or wrong': async ({ phones }) => {
    const make = (fields) => code(clientOf(phones).calls.create({ to: GOOD, from: OURS, url: 'http://127.0.0.1:9/', ...fields }))
    assert.equal(await make({ to: '' }), '400 21201')
    assert.equal(await make({ from: '' }), '400 21213')
    assert.equal(await make({ to: 'nobody' }), '400 21211')
    assert.equal(await make({ to: '+1' }), '400 21211')
    assert.equal(await make({ from: 'nobody' }), '400 21212')
    assert.equal(await make({ from: '+12025550999' }), '400 21210')
    assert.equal(await make({ url: undefined }), '400 21205')
    assert.equal(await make({ url: 'not a url' }), '400 21205')
    assert.equal(await make({ url: 'ftp://127.0.0.1/' }), '400 21205')
    assert.equal(await make({ method: 'PUT' }), '400 21209')
    assert.equal(await make({ timeout: 601 }), '400 21208')
    assert.equal(await make({ sendDigits: '12x' }), '400 21206')
    assert.equal(await make({ statusCallback: 'http://under_score.example/' }), '400 21609')
    assert.equal(await make({ statusCallback: 'http://127.0.0.1:9/', statusCallbackEvent: ['sleeping'] }), '400 21626')
    assert.equal(await make({ url: undefined, twiml: `<Response>${' '.repeat(4000)}</Response>` }), '400 32018')
  },
  'calls: the magic numbers, with test credentials': async ({ phones }) => {
    const make = (to, from = N('0006')) => testClient(phones).calls.create({ to, from, url: 'http://127.0.0.1:9/' })
    assert.equal(await code(make(GOOD, N('0001'))), '400 21212')
    assert.equal(await code(make(GOOD, N('0002'))), '400 21210')
    assert.equal(await code(make(N('0001'))), '400 21217')
    assert.equal(await code(make(N('0002'))), '400 21214')
    assert.equal(await code(make(N('0003'))), '400 21215')
    assert.equal(await code(make(N('0004'))), '400 21216')
    assert.equal((await make(GOOD)).status, 'queued')
  },
  'texts: what is missing or wrong': async ({ phones }) => {
    const send = (fields) => code(clientOf(phones).messages.create({ to: GOOD, from: OURS, body: 'x', ...fields }))
    assert.equal(await send({ to: '' }), '400 21604')
    assert.equal(await send({ from: undefined }), '400 21603')
    assert.equal(await send({ to: 'nobody' }), '400 21211')
    assert.equal(await send({ from: '+12025550999' }), '400 21606')
    assert.equal(await send({ body: undefined }), '400 21602')
    assert.equal(await send({ body: 'x'.repeat(1601) }), '400 21617')
    assert.equal(await send({ statusCallback: '::' }), '400 21609')
    assert.equal(await send({ validityPeriod: 36_001 }), '400 21624')
    assert.equal(await send({ mediaUrl: 'not a url' }), '400 21620')
  },
  'texts: the magic numbers, with test credentials': async ({ phones }) => {
    const send = (to, from = N('0006')) => testClient(phones).messages.create({ to, from, body: 'x' })
    assert.equal(await code(send(GOOD, N('0001'))), '400 21212')
    assert.equal(await code(send(GOOD, N('0007'))), '400 21606')
    assert.equal(await code(send(GOOD, N('0008'))), '400 21611')
    assert.equal(await code(send(GOOD, N('0005'))), '400 21606')
    assert.equal(await code(send(N('0001'))), '400 21211')
    assert.equal(await code(send(N('0002'))), '400 21612')
    assert.equal(await code(send(N('0003'))), '400 21408')
    assert.equal(await code(send(N('0004'))), '400 21610')
    assert.equal(await code(send(N('0009'))), '400 21614')
    assert.equal((await send(GOOD)).status, 'queued')
  },
  'numbers: the magic ones, with test credentials, which do nothing and may do nothing else': async ({ phones }) => {
    const buy = (fields) => testClient(phones).incomingPhoneNumbers.create(fields)
    assert.equal(await code(buy({ phoneNumber: N('0000') })), '400 21422')
    assert.equal(await code(buy({ phoneNumber: N('0001') })), '400 21421')
    assert.equal(await code(buy({ areaCode: '533' })), '400 21452')
    assert.equal((await buy({ phoneNumber: N('0006') })).accountSid, TEST)
    assert.equal(await code(testClient(phones).calls.list()), '403 20008')
    await phones.quiet()
    assert.equal((await phones.journal({ what: 'ring' })).length, 0)
  },
  'another method: 405, 20004': async ({ phones }) => {
    const answer = await fetch(`${phones.url}/2010-04-01/Accounts/${ACCOUNT}/Calls.json`,
      { method: 'DELETE', headers: { Authorization: `Basic ${Buffer.from(`${ACCOUNT}:a token with spaces & signs`).toString('base64')}` } })
    assert.equal(answer.status, 405)
    assert.equal((await answer.json()).code, 20004)
  },
  '429 is thrown as 20429, and the client\'s own retry gets through in the end': async () => {
    const { startPhones } = await import('./network.mjs')
    const busy = await startPhones({ args: ['--own', OURS, '--fault', 'too_many_requests=0.5', '--seed', '5'] })
    try {
      const results = await Promise.allSettled(Array.from({ length: 20 }, () =>
        clientOf(busy).messages.create({ to: GOOD, from: OURS, body: 'x' })))
      const refused = results.filter((one) => one.status === 'rejected').map((one) => one.reason)
      assert.ok(refused.length > 0 && refused.length < 20)
      assert.ok(refused.every((error) => error.status === 429 && error.code === 20429))
      assert.ok(refused.every((error) => error instanceof twilio.RestException))
    } finally {
      await busy.end()
    }
  },
}

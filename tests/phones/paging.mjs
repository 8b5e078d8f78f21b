// Lists by the official client: pages, limits and filters.
import assert from 'node:assert/strict'
import { clientOf } from './client.mjs'
import { OURS } from './network.mjs'

export const phones = {
  args: ['--own', OURS, '--own', '+12025550101', '--calls-per-second', '0'],
}

const sids = (list) => list.map((one) => one.sid)
let made = []

export const tests = {
  'lists are newest first': async ({ phones }) => {
    const client = clientOf(phones)
    for (let i = 0; i < 25; ++i) {
      const call = await client.calls.create({
        to: `+1212555${String(1000 + i % 5)}`,
        from: i % 2 ? '+12025550101' : OURS,
        twiml: '<Response><Pause length="10"/></Response>',
      })
      made.unshift(call.sid)
      await phones.advance(3600)
    }
    assert.deepEqual(sids(await client.calls.list()), made)
  },
  'pages of any size hold the same calls in the same order': async ({ phones }) => {
    const client = clientOf(phones)
    for (const pageSize of [1, 4, 24, 25, 26, 1000]) assert.deepEqual(sids(await client.calls.list({ pageSize })), made)
  },
  'a limit ends the list, and no more pages are asked for than it takes': async ({ phones }) => {
    const client = clientOf(phones)
    assert.deepEqual(sids(await client.calls.list({ limit: 7, pageSize: 3 })), made.slice(0, 7))
    const seen = []
    await new Promise((done) => client.calls.each({ limit: 5, pageSize: 2, callback: (call) => seen.push(call.sid), done }))
    assert.deepEqual(seen, made.slice(0, 5))
  },
  'a page knows the next one and the one before': async ({ phones }) => {
    const client = clientOf(phones)
    const first = await client.calls.page({ pageSize: 10 })
    const second = await first.nextPage()
    const third = await second.nextPage()
    assert.deepEqual(sids(second.instances), made.slice(10, 20))
    assert.equal(third.instances.length, 5)
    assert.equal(third.nextPageUrl, undefined)
    assert.deepEqual(sids((await third.previousPage()).instances), made.slice(10, 20))
    assert.deepEqual(sids((await second.previousPage()).instances), made.slice(0, 10))
    assert.equal(first.previousPageUrl, undefined)
  },
  'pages stand still while calls arrive': async ({ phones }) => {
    const client = clientOf(phones)
    const first = await client.calls.page({ pageSize: 10 })
    const late = await client.calls.create({ to: '+12125559999', from: OURS, twiml: '<Response/>' })
    assert.deepEqual(sids((await first.nextPage()).instances), made.slice(10, 20))
    await phones.quiet()
    await client.calls(late.sid).remove()
  },
  'a page\'s URIs are relative and keep the filters': async ({ phones }) => {
    const page = await clientOf(phones).calls.page({ pageSize: 3, to: '+12125551001', status: 'completed' })
    const url = new URL(page.nextPageUrl, 'http://any')
    assert.equal(url.searchParams.get('To'), '+12125551001')
    assert.equal(url.searchParams.get('Status'), 'completed')
    assert.equal((await page.nextPage()).instances.length, 2)
  },
  'calls are found by To, From and status': async ({ phones }) => {
    const client = clientOf(phones)
    assert.equal((await client.calls.list({ to: '+12125551003' })).length, 5)
    assert.equal((await client.calls.list({ from: '+12025550101' })).length, 12)
    assert.equal((await client.calls.list({ to: '+12125551003', from: '+12025550101' })).length, 3)
    assert.equal((await client.calls.list({ status: 'completed' })).length, 25)
    assert.equal((await client.calls.list({ status: 'busy' })).length, 0)
  },
  'calls are found by when they started, to the second and by the day': async ({ phones }) => {
    const client = clientOf(phones)
    const all = await client.calls.list()
    const middle = all[12].startTime
    const after = await client.calls.list({ startTimeAfter: middle })
    const before = await client.calls.list({ startTimeBefore: middle })
    assert.ok(after.length >= 12 && after.every((call) => call.startTime >= middle))
    assert.ok(before.length >= 12 && before.every((call) => call.startTime <= middle))
    const day = new Date('2026-11-25T00:00:00Z')
    assert.equal((await client.calls.list({ startTimeAfter: new Date('2026-11-26T00:00:00Z') })).length,
      all.filter((call) => call.startTime >= new Date('2026-11-26T00:00:00Z')).length)
    assert.equal((await client.calls.list({ endTimeBefore: day })).length, 0)
  },
  'a call in the queue passes no filter by time': async ({ phones }) => {
    const client = clientOf(phones)
    const call = await client.calls.create({ to: '+12125551234', from: OURS, twiml: '<Response/>' })
    const since = { to: '+12125551234', startTimeAfter: new Date('2026-01-01T00:00:00Z') }
    // It leaves the queue at once here, so that its status says which.
    const listed = await client.calls.list(since)
    assert.equal(listed.length, (await client.calls(call.sid).fetch()).startTime === null ? 0 : 1)
    await phones.quiet()
    assert.equal((await client.calls.list(since)).length, 1)
  },
}

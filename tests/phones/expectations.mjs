// Tests of an application that need no library: what is expected is said to the network over HTTP, and whatever else the
// application does fails.
import assert from 'node:assert/strict'
import { clientOf } from './client.mjs'
import { OURS } from './network.mjs'

export const phones = { args: ['--own', OURS, '--calls-per-second', '0'] }

const ask = async (phones, path, fields) => {
  const answer = await fetch(phones.url + path, { method: 'POST', body: new URLSearchParams(fields) })
  assert.ok(answer.ok, `${path}: ${answer.status}`)
  return answer.status === 204 ? undefined : answer.json()
}
const MENU = '<Response><Gather numDigits="1" action="/keys"><Say>To confirm, press 4.</Say></Gather></Response>'
const call = (phones, app, to) => clientOf(phones).calls.create({ to, from: OURS, url: `${app.url}/menu` })

export const tests = {
  'what was expected happens, and nothing else: passed': async ({ phones, app }) => {
    app.pages.set('/menu', MENU)
    app.pages.set('/keys', '<Response><Say>Thank you.</Say></Response>')
    await ask(phones, '/_/tests', { Name: 'a patient confirms' })
    await ask(phones, '/_/expectations', { To: '+12125550101', Says: 'thank you', Script: '[{ hears = "press 4", wait = 2, presses = "4" }]' })
    await call(phones, app, '+12125550101')
    await phones.quiet()
    assert.deepEqual(await ask(phones, '/_/tests/end'), { name: 'a patient confirms', passed: true, failures: [], transcript: '' })
    assert.equal(app.to('/keys')[0].fields.Digits, '4')
  },
  'a call that nobody expected: failed, and the transcript says what it was': async ({ phones, app }) => {
    await ask(phones, '/_/tests', { Name: 'nobody is rung' })
    await call(phones, app, '+12125550102')
    await phones.quiet()
    const verdict = await ask(phones, '/_/tests/end')
    assert.equal(verdict.passed, false)
    assert.match(verdict.failures[0], /^nobody expected the call to \+12125550102/)
    assert.match(verdict.transcript, /heard \+12125550102 To confirm, press 4\./)
  },
  'the report has both, as JUnit reads it': async ({ phones }) => {
    const answer = await fetch(`${phones.url}/_/report.xml`)
    assert.match(answer.headers.get('content-type'), /^text\/xml/)
    const report = await answer.text()
    assert.match(report, /<testsuite name="phones" tests="2" failures="1">/)
    assert.match(report, /<testcase classname="phones" name="a patient confirms" time="\d+\.\d{3}"\/>/)
    assert.match(report, /<failure message="nobody expected the call/)
  },
}

// What a real carrier would have punished an application for that does nearly everything wrong.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { clientOf } from './client.mjs'
import { OURS, PROGRAM } from './network.mjs'

export const phones = { args: ['--own', OURS, '--calls-per-second', '0'] }

const BAD = '<Response>\n  <Say>Your visit is tomorrow. To confirm, press 1.</Say>\n  <Record maxLength="5"/>\n</Response>'

/** The command, on the network that runs: its exit code and what it said. */
async function lint(phones, ...args) {
  try {
    const { stdout } = await promisify(execFile)(PROGRAM, ['phones', 'lint', '--url', phones.url, ...args])
    return { code: 0, stdout }
  } catch (error) {
    return { code: error.code, stdout: error.stdout, stderr: error.stderr }
  }
}

export const tests = {
  'before any call there is nothing to find': async ({ phones }) => {
    assert.deepEqual(await lint(phones), { code: 0, stdout: '0 errors and 0 warnings in 0 calls\n' })
  },
  'each finding says what, where, why it hurts and how to mend it': async ({ phones, app }) => {
    app.pages.set('/bad', BAD)
    await clientOf(phones).calls.create({ to: '+12125550101', from: OURS, url: `${app.url}/bad`, timeLimit: 60 })
    await phones.quiet()
    const { code, stdout } = await lint(phones)
    assert.equal(code, 1)
    assert.match(stdout, new RegExp(`error    missing-action: <Record> has no action\n {9}where: ${app.url}/bad line 3, call CA\\w{32}`))
    assert.match(stdout, / {9}why: {3}the same document is asked again.*\n {9}mend: {2}name the page/)
    assert.match(stdout, /warning {2}no-fallback/)
    assert.match(stdout, /warning {2}unnamed-caller: .*"Your visit is tomorrow\."/)
  },
  'as JSON and as JUnit’s XML it is the same': async ({ phones }) => {
    const json = JSON.parse((await lint(phones, '--format', 'json')).stdout)
    assert.equal(json.calls, 1)
    assert.ok(json.errors >= 1)
    assert.equal(json.findings.length, json.errors + json.warnings)
    for (const key of ['rule', 'severity', 'what', 'call', 'document', 'line', 'why', 'mend', 'times']) assert.ok(key in json.findings[0], key)
    const { code, stdout } = await lint(phones, '--format', 'junit')
    assert.equal(code, 1)
    const failed = new Set(json.findings.map((one) => one.rule)).size
    assert.match(stdout, new RegExp(`<testsuite name="phones lint" tests="12" failures="${failed}">`))
  },
  'where no network is, it says so': async () => {
    const { code, stderr } = await lint({ url: 'http://127.0.0.1:9' })
    assert.equal(code, 1)
    assert.match(stderr, /no phone network answers at http:\/\/127\.0\.0\.1:9/)
  },
}

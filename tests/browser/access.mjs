// The first person sets a server up, signs in and out, turns on a second factor, and lets a colleague in.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { begin } from './steps.mjs'

/** A server's folder and configuration: a real one, whose provider is nowhere. */
export function new_server(program, start) {
  const folder = mkdtempSync(join(tmpdir(), 'courtesy-access-'))
  writeFileSync(join(folder, 'token'), 'nobody\n', { mode: 0o600 })
  writeFileSync(join(folder, 'courtesy.toml'), 'database = "courtesy.db"\npublic_url = "http://127.0.0.1:1"\n[listen]\nport = 0\n'
    + '[twilio]\nbase_url = "http://127.0.0.1:1"\naccount_sid = "AC00000000000000000000000000000001"\nauth_token_file = "token"\n')
  return start(program, ['serve', '--config', join(folder, 'courtesy.toml')], 1)
    .then((server) => ({ ...server, end: () => { server.end(); rmSync(folder, { recursive: true, force: true }) } }))
}

/** What an authenticator shows for the secret (RFC 6238). */
function code_of(secret, off = 0) {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + off))
  const mac = createHmac('sha1', key).update(counter).digest()
  const at = mac[19] & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

export function access_journey(stage) {
  const { page, url } = stage
  const { steps, rule, faults, fits, looks } = begin(stage, { name: 'access' })
  const fill = async (values) => { for (const [name, value] of Object.entries(values)) await page.fill(`input[name=${name}]`, value) }
  const menu = async (word) => { await page.click('.person-button'); await page.click(`.person-list :text-is("${word}")`) }
  let secret = ''
  let codes = []
  let link = ''

  rule('a new server asks for its first person and business, on the machine that it runs on', async () => {
    await page.goto(`${url}/`)
    await page.waitForSelector('input[name=caller_number]')
    await looks('set-up')
    await fill({ name: 'Kim Reyes', email: 'kim@harbour.example', password: 'password1', business: 'Harbour Dental', zone: 'America/New_York',
      country: 'US', caller_number: '(212) 555-0199', callback_number: '212 555 0100' })
    await page.click('button[type=submit]')
    await page.waitForSelector('.problem')
    await fill({ password: 'violet tram 9' })
    await page.click('button[type=submit]')
    await page.waitForSelector('.top')
    assert.match(await page.textContent('.brand-name'), /Harbour Dental/)
    await fits()
  })

  rule('the session’s cookie is for no script', async () => {
    assert.equal(await page.evaluate(() => document.cookie), '')
    const [cookie] = await page.context().cookies()
    assert.ok(cookie.httpOnly)
    assert.equal(cookie.sameSite, 'Lax')
  })

  rule('a second factor is set up by a picture and a code, and gives recovery codes', async () => {
    await menu('Your account')
    await page.fill('[aria-label="Second factor"] input[name=password]', 'violet tram 9')
    await page.click('[aria-label="Second factor"] button[type=submit]')
    await page.waitForSelector('.qr')
    await looks('factor')
    secret = await page.textContent('.shown-once code')
    assert.match(secret, /^[A-Z2-7]{32}$/)
    await page.fill('input[name=code]', code_of(secret))
    await page.click('[aria-label="Second factor"] button[type=submit]')
    await page.waitForSelector('.recovery li')
    codes = await page.$$eval('.recovery li', (all) => all.map((one) => one.textContent))
    assert.equal(codes.length, 10)
    await looks('recovery')
  })

  rule('who signs out is asked to sign in, whatever the address', async () => {
    await menu('Sign out')
    await page.waitForSelector('input[name=email]')
    await page.goto(`${url}/#/ledger`)
    await page.reload()
    await page.waitForSelector('input[name=email]')
    await page.click('summary')
    await page.fill('input[name=link_email]', 'who@harbour.example')
    await looks('sign-in')
    await page.click('details button[type=submit]')
    await page.waitForSelector('[role=status]')
  })

  rule('a wrong password is refused in words; the right one asks for a code, and a recovery code is one', async () => {
    await fill({ email: 'kim@harbour.example', password: 'not this one' })
    await page.click('button[type=submit]')
    await page.waitForSelector('.problem')
    await fill({ password: 'violet tram 9' })
    await page.click('button[type=submit]')
    await page.waitForSelector('input[name=code]')
    await looks('code')
    await fill({ code: codes[0] })
    await page.click('button[type=submit]')
    await page.waitForSelector('.entry, .empty')
  })

  rule('a colleague is invited by a link, chooses a password, and sees no more than the role allows', async () => {
    await menu('Team')
    await page.waitForSelector('.people')
    assert.match(await page.title(), /Team/)
    await fill({ email: 'lee@harbour.example' })
    await page.selectOption('.card select[name=role]', 'viewer')
    await page.click('button[type=submit]')
    link = await page.textContent('.shown-once code')
    await looks('team')
    const other = await page.context().browser().newContext({ viewport: page.viewportSize() })
    const theirs = await other.newPage()
    await theirs.goto(link)
    await theirs.waitForSelector('input[name=name]')
    await theirs.fill('input[name=name]', 'Lee Park')
    await theirs.fill('input[name=password]', 'brown hen in May')
    await theirs.click('button[type=submit]')
    await theirs.waitForSelector('.top')
    const refused = await theirs.evaluate(async () => (await fetch('/v1/keys')).status)
    assert.equal(refused, 403)
    assert.equal(await theirs.locator('a[href="#/operator"]').count(), 0)
    assert.equal(await page.locator('a[href="#/operator"]').count(), 1)
    assert.equal(await theirs.evaluate(async () => (await fetch('/v1/operator/house')).status), 403)
    await theirs.goto(link)
    await theirs.reload()
    await theirs.waitForSelector('text=works no more')
    await page.reload()
    await page.waitForSelector('text=Lee Park')
    // Taken out, Lee is out at once.
    await page.click('[data-person="2"] .person-do .button')
    await page.click('[data-person="2"] .person-do .button')
    await page.waitForSelector('[data-person="2"]', { state: 'detached' })
    await theirs.goto(`${url}/#/`)
    await theirs.reload()
    await theirs.waitForSelector('text=You are in no account')
    await other.close()
  })

  rule('a key is shown once, and revoked by a click', async () => {
    await menu('Keys')
    await fill({ name: 'booking desk' })
    await page.click('button[type=submit]')
    const key = await page.textContent('.shown-once code')
    assert.match(key, /^ck_test_[\w-]{43}$/)
    await looks('keys')
    const ask = async () => (await fetch(`${url}/v1/day`, { headers: { Authorization: `Bearer ${key}` } })).status
    assert.equal(await ask(), 200)
    await page.reload()
    await page.waitForSelector('[data-key="1"]')
    assert.ok(!(await page.content()).includes(key))
    await page.click('[data-key="1"] .button')
    await page.waitForSelector('[data-key="1"].gone')
    assert.equal(await ask(), 401)
  })

  rule('a release of a stop asks for a code of the second factor', async () => {
    await page.locator('.stop-switch').click()
    await page.click('.dialog .button.danger')
    await page.waitForSelector('.stopped')
    // The recovery code was shown a moment ago: that is fresh enough.
    await page.click('.on-stop')
    await page.waitForSelector('.would-count')
    assert.equal(await page.locator('.dialog label:has-text("Your name")').count(), 0)
    await page.fill('.dialog label:has-text("safe now") input', 'it was a drill')
    await page.fill('input.count', await page.textContent('.would-count b'))
    await page.click('.dialog .button.primary')
    await page.waitForSelector('.stopped', { state: 'detached' })
  })

  rule('the page made no error', async () => assert.deepEqual(faults, []))
  return steps
}

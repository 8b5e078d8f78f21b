// The operator's way: accounts, workers, gateways, stops, ledgers and who changed what; and a developer's events.
import assert from 'node:assert/strict'
import { begin } from './steps.mjs'

const CLOCK = '+16175550197'

export function operator_journey(stage) {
  const { page, url, phones, size } = stage
  const { steps, rule, faults, looks, ask } = begin(stage, { name: 'operator', whole: true })
  const put = (path, body) => page.evaluate(async ([path, body]) => {
    const answer = await fetch(`/v1${path}`, { method: 'PUT', headers: { 'X-Courtesy': 'test' }, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(await answer.text())
  }, [path, body])
  const tab = async (name) => {
    await page.click(`.operator .tabs a:has-text("${name}")`)
    await page.waitForSelector(`.operator .tabs a[aria-current]:has-text("${name}")`)
  }
  const fill = async (values) => { for (const [name, value] of Object.entries(values)) await page.fill(`.op-open input[name=${name}]`, value) }

  rule('the operator finds a way of one’s own, and each account with what waits in it', async () => {
    await page.goto(`${url}/`)
    await page.waitForSelector('.new-visit-button')
    if (size === 'phone') await page.click('.ways-button')
    await page.click('.ways a[href="#/operator"]')
    await page.waitForSelector('[data-account="1"] .op-figures')
    assert.match(await page.textContent('[data-account="1"]'), /Harbour Physiotherapy/)
    assert.match(await page.textContent('[data-account="1"] .badge'), /Running|On probation/)
    await looks('accounts')
  })

  rule('a business is opened: its number is checked, and its owner’s link is shown once', async () => {
    await page.click('.op-open summary')
    await fill({ business: 'Elm Hair', owner: 'pat@elm.example', zone: 'America/Chicago', country: 'US', caller_number: '12', callback_number: '(312) 555-0101' })
    await page.click('.op-open button[type=submit]')
    await page.waitForSelector('.op-open .problem')
    await fill({ caller_number: '(312) 555-0100' })
    await page.click('.op-open button[type=submit]')
    await page.waitForSelector('.op-open .shown-once')
    assert.match(await page.textContent('.op-open .shown-once code'), /#\/welcome\//)
    await page.waitForSelector('[data-account="2"]')
    await looks('opened')
  })

  rule('accounts are found by a part of the name, and by state', async () => {
    await page.fill('input[name=account_search]', 'elm')
    await page.waitForFunction(() => document.querySelectorAll('.op-account').length === 1)
    await page.fill('input[name=account_search]', '')
    await page.waitForFunction(() => document.querySelectorAll('.op-account').length === 2)
    await page.click('.op-choose .chip:has-text("Tripped")')
    await page.waitForSelector('.empty')
    await looks('none')
    await page.click('.op-choose .chip:has-text("All")')
    await page.waitForSelector('[data-account="2"]')
  })

  rule('an account is stopped for a reason, which stands there with who it was', async () => {
    await page.click('[data-account="2"] button:has-text("Stop")')
    await page.waitForSelector('.dialog input[name=why]')
    await looks('stop')
    await page.fill('.dialog input[name=why]', 'calls at night')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-account="2"] .badge:has-text("Stopped")')
    assert.match(await page.textContent('[data-account="2"] .op-why'), /calls at night/)
    await page.waitForSelector('.dialog', { state: 'detached' })
  })

  rule('workers, nodes, queue and places are told as /health tells them', async () => {
    await tab('Workers and queue')
    await page.waitForSelector('[data-worker="dispatcher"]')
    await page.waitForSelector('[data-node]')
    assert.match(await page.textContent('.operator'), /of 20 places in use/)
    // When a node started says all that its epoch could: that is the second of its start.
    assert.deepEqual(await page.locator('.op-nodes thead th').allTextContents(), ['Node', 'Role', 'Got on', 'Last started', 'Version'])
    await looks('house')
  })

  rule('what the gateways answered is told by way', async () => {
    await put('/demo/speed', { speed: 60 })
    await page.waitForFunction(async () => {
      const found = await (await fetch('/v1/operator/gateways?hours=24')).json()
      return found.gateways.some((one) => one.last !== null)
    }, null, { timeout: 60_000, polling: 500 })
    await put('/demo/speed', { speed: 1 })
    await tab('Gateways')
    await page.click('.operator .chip:has-text("24 hours")')
    // Those of the other span may still stand there, and go.
    await page.waitForSelector('.operator .chip[aria-pressed=true]:has-text("24 hours")')
    await page.waitForFunction(() => document.querySelectorAll('.op-part').length === 3)
    await looks('gateways')
  })

  rule('who is stopped stands on one page; whose people one is not among release it themselves', async () => {
    await tab('Stops')
    await page.waitForSelector('[data-stopped="2"]')
    assert.match(await page.textContent('[data-stopped="2"]'), /calls at night/)
    assert.match(await page.textContent('[data-stopped="2"]'), /you are none of them/)
    await page.evaluate(async () => {
      await fetch('/v1/stop', { method: 'POST', headers: { 'X-Courtesy': 'test' }, body: '{"why":"a drill"}' })
    })
    await page.waitForSelector('[data-stopped="1"] a[href="#/waiting"]')
    await looks('stops')
  })

  rule('any account’s ledger is searched, and says nothing of a client', async () => {
    await tab('Ledger')
    await page.waitForSelector('.op-entries .entry')
    await page.selectOption('.filters select[name=kind]', 'sent')
    await page.waitForFunction(() => [...document.querySelectorAll('.op-entries .entry-kind')].every((one) => /sent/.test(one.textContent)))
    await page.click('.op-entries details summary')
    await page.waitForSelector('.op-entries .bodies')
    await looks('ledger')
    const names = (await ask('/clients')).clients.map((one) => one.name)
    const shown = await page.textContent('.operator')
    assert.deepEqual(names.filter((name) => shown.includes(name)), [])
    await page.fill('.filters input[name=recipient]', '+12125550000')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.empty')
  })

  rule('a chain is checked by a button, and its head shown to be noted', async () => {
    await page.click('.op-check button')
    await page.waitForSelector('.op-check .shown-once', { timeout: 60_000 })
    assert.match(await page.textContent('.op-check'), /The chain holds: [\d,.]+ rows/)
    await looks('chain')
  })

  rule('what people changed is found by person', async () => {
    await tab('Who changed what')
    await page.waitForSelector('[data-change]')
    const who = await page.textContent('[data-change] b')
    await page.fill('.filters input[name=who]', who.slice(0, 3).toLowerCase())
    await page.keyboard.press('Tab')
    await page.waitForFunction((who) => [...document.querySelectorAll('[data-change] b')].every((one) => one.textContent === who), who)
    await looks('changes')
    await page.fill('.filters input[name=who]', 'nobody of this name')
    await page.keyboard.press('Tab')
    await page.waitForSelector('.empty')
  })

  rule('all of it is there in Spanish', async () => {
    await page.evaluate(() => localStorage.setItem('courtesy-language', 'es'))
    await page.goto(`${url}/#/operator`)
    await page.reload()
    await page.waitForSelector('h1:text-is("Operación")')
    await page.waitForSelector('[data-account="1"]')
    await looks('spanish')
    await page.evaluate(() => localStorage.removeItem('courtesy-language'))
  })

  rule('events have no address at first, and the page says what they are', async () => {
    await page.goto(`${url}/#/keys`)
    await page.reload()
    await page.waitForSelector('input[name=event_url]')
    assert.match(await page.textContent('main'), /No address is set/)
    await page.click('summary:has-text("How to verify")')
    await looks('events-none')
  })

  rule('a flow tells of a time card: the event stands there, undelivered', async () => {
    await put('/lines', { number: CLOCK, flow: 'time-card' })
    await put('/demo/speed', { speed: 60 })
    const script = `[
      { hears = "employee number", presses = "1234" },
      { hears = "when you began", presses = "0830" },
      { hears = "the hours", presses = "8#" },
      { hears = "press 3", presses = "1" },
    ]`
    const answer = await fetch(`${phones}/_/calls`, { method: 'POST', body: new URLSearchParams({ From: '+16175550111', To: CLOCK, Script: script }) })
    assert.ok(answer.ok, await answer.text())
    await page.waitForSelector('[data-event="1"]', { timeout: 60_000 })
    await put('/demo/speed', { speed: 1 })
    assert.match(await page.textContent('[data-event="1"]'), /time_card/)
    assert.match(await page.textContent('[data-event="1"] .badge'), /there was no address/)
  })

  rule('an address is set, its key shown, and what was undelivered goes out again', async () => {
    await page.fill('input[name=event_url]', 'http://nowhere.example/hook')
    await page.click('button:has-text("Save the address")')
    await page.waitForSelector('.card .problem')
    await page.fill('input[name=event_url]', 'https://app.example/hook')
    await page.click('button:has-text("Save the address")')
    await page.waitForSelector('.shown-once')
    const first = await page.textContent('.shown-once code')
    assert.match(first, /^whsec_/)
    await page.click('button:has-text("Make a new key")')
    await page.waitForFunction((first) => document.querySelector('.shown-once code')?.textContent !== first, first)
    assert.match(await page.textContent('.key-since'), /signs beside it until/)
    assert.doesNotMatch(await page.evaluate(async () => (await fetch('/v1/flow-events/target')).text()), /whsec_/)
    await page.click('button:has-text("Deliver the undelivered one again")')
    await page.waitForSelector('[data-event="1"] .badge:is(:has-text("waiting"), :has-text("tried"))')
    await page.click('[data-event="1"] summary')
    await looks('events')
    await page.click('.chip:has-text("Undelivered only")')
    await page.waitForSelector('[data-event="1"]')
  })

  rule('nothing went wrong in the browser', () => assert.deepEqual(faults, []))
  return steps
}

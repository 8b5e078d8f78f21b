// One morning at the front desk, as steps in order. Each is a rule that must hold.
import assert from 'node:assert/strict'
import { begin, run_at, stays_at_home } from './steps.mjs'

/** Four bookings on that day, of which two cannot be read and one cannot be reached. */
const table = (date) => [
  'name,phone,date,time,service',
  `Nora Field,+1 212 555 0142,${date},09:30,Check-up`,
  `Paul Weiss,,${date},10:00,Filling`,
  'Sam Stone,+1 212 555 0143,31.02.2026,10:30,X-ray',
  `Rita Moon,+1 212 555 0144,${date},half past ten,Hygiene`,
  '',
].join('\n')

const days_after = (instant, days) => new Date(Date.parse(instant) + days * 86_400_000).toISOString().slice(0, 10)

export function journey(stage) {
  const { page, url, phones } = stage
  // A refused release is answered 409.
  const { steps, rule, faults, shot, fits, looks } = begin(stage, { name: '', refused: /status of 409/ })
  stays_at_home(page, url, faults)
  const states = () => page.$$eval('[data-appointment]', (rows) => rows.map((row) => `${row.dataset.appointment} ${row.className}`))

  rule('the day loads, with its eight counts adding up to its list', async () => {
    await page.goto(`${url}/`)
    await page.waitForSelector('[data-appointment]')
    assert.match(await page.textContent('h1'), /Today/)
    if (await page.locator('.earlier button').count()) await page.click('.earlier button')
    const counts = await page.$$eval('[data-state] b', (all) => all.map((one) => Number(one.textContent)))
    assert.equal(counts.length, 8)
    assert.equal(counts.reduce((a, b) => a + b, 0), (await page.$$('[data-appointment]')).length)
    await fits()
    await shot('day')
  })

  rule('nobody signs in to the demo, and the page says so', async () => {
    assert.match(await page.textContent('.foot'), /this machine/)
  })

  rule('a state changes before the eyes, without a reload', async () => {
    await page.evaluate(() => { window.not_reloaded = true })
    const before = (await states()).join('\n')
    await run_at(page, 300)
    await page.waitForFunction((old) => {
      const rows = [...document.querySelectorAll('[data-appointment]')]
      const strip = (text) => text.replace(/ (fresh|past)\b/g, '').replace(/\s+/g, ' ')
      return strip(rows.map((row) => `${row.dataset.appointment} ${row.className}`).join('\n')) !== strip(old)
    }, before, { timeout: 60_000 })
    await run_at(page, 1)
    assert.equal(await page.evaluate(() => window.not_reloaded), true)
    await shot('day-later')
  })

  rule('a state’s count filters the list', async () => {
    const chip = page.locator('.count-chip:not(.none)').first()
    const state = await chip.getAttribute('data-state')
    await chip.click()
    const shown = await page.$$eval('[data-appointment]', (rows) => rows.map((row) => row.className))
    assert.ok(shown.length > 0 && shown.every((names) => names.split(' ').includes(state)), `${state}: ${shown}`)
    await chip.click()
  })

  rule('whoever is at the door is found by the first letters or by a number, and Enter opens the visit', async () => {
    const { appointments } = await (await page.request.get(`${url}/v1/day`)).json()
    const rows = () => page.locator('.agenda .row').count()
    const [one] = appointments.filter((visit) => visit.number && appointments.filter((other) => other.number === visit.number).length === 1)
    await page.locator('main').focus()
    await page.keyboard.press('/')
    await page.keyboard.type(one.number_text)
    await page.waitForFunction(() => document.querySelectorAll('.agenda .row').length === 1)
    await page.keyboard.press('Escape')
    const begun = one.name.slice(0, 3).toLowerCase()
    await page.fill('.day-search input', begun)
    const fit = appointments.filter((visit) => `${visit.name} ${visit.summary}`.toLowerCase().split(/\W+/).some((word) => word.startsWith(begun)))
    await page.waitForSelector('.filtered')
    assert.equal(await rows(), fit.length)
    await page.fill('.day-search input', 'Nobody Atall')
    assert.equal(await page.getAttribute('.empty a', 'href'), '#/clients?q=Nobody+Atall')
    await page.fill('.day-search input', one.number)
    await page.press('.day-search input', 'Enter')
    await page.waitForFunction((id) => location.hash === `#/appointment/${id}`, one.id)
    await page.goBack()
    await page.waitForSelector('.agenda')
  })

  rule('an appointment opens with its history, each request behind it to be opened', async () => {
    await page.locator('[data-appointment] .row-link').first().click()
    await page.waitForSelector('.event')
    await page.waitForSelector('.entry')
    await fits()
    const expandable = page.locator('details > summary').first()
    if (await expandable.count()) {
      await expandable.click()
      await page.waitForSelector('.bodies pre')
    }
    await shot('appointment')
  })

  rule('what is still to come is read before it goes out, with the client’s own words', async () => {
    const { today } = await (await page.request.get(`${url}/v1/day`)).json()
    const { appointments } = await (await page.request.get(`${url}/v1/day?date=${days_after(today, 3)}`)).json()
    const one = appointments.find((visit) => visit.next)  // whose time does not come while this is read
    // As of a client whose number is of another zone than the business.
    const address = `${url}/v1/appointments/${one.id}`
    await page.route(address, async (route) => {
      const detail = await (await route.fetch()).json()
      await route.fulfill({ json: { ...detail, client_zone: 'America/Los_Angeles' } })
    })
    await page.goto(`${url}/#/appointment/${one.id}`)
    await page.waitForSelector('.next li')
    assert.match(await page.textContent('.one-when'), /\(\d+:\d\d [AP]M where they are\)/)
    assert.match(await page.textContent('.next li'), /where they are/)
    // The page asks again whenever something is new: one of those answers may be on its way through here.
    await page.unrouteAll({ behavior: 'wait' })
    await page.click('.they-say summary')
    await page.waitForSelector('.they-say blockquote')
    const { reminders } = await (await page.request.get(`${url}/v1/appointments/${one.id}/says`)).json()
    assert.deepEqual(await page.$$eval('.they-say blockquote', (all) => all.map((each) => each.textContent)), reminders.map((each) => each.says))
    assert.match(reminders[0].says, /Harbour Physiotherapy/)
    await looks('they-say')
    await page.goto(`${url}/#/`)
    await page.waitForSelector('.agenda')
  })

  rule('a table dropped on any page is read without effect, and its wrong rows are reported by line', async () => {
    await page.goto(`${url}/#/`)
    await page.waitForSelector('[data-appointment]')
    const { now } = await (await fetch(`${url}/v1/session`)).json()
    await page.evaluate((text) => {
      const data = new DataTransfer()
      data.items.add(new File([text], 'clients.csv', { type: 'text/csv' }))
      for (const kind of ['dragenter', 'dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }))
      }
    }, table(days_after(now, 30)))
    await page.waitForSelector('.review')
    assert.equal(await page.locator('.import-do').count(), 0, 'the date form was guessed')
    await page.check('input[value=year_month_day]')
    assert.equal(await page.locator('.import-do').count(), 0, 'the form of times was guessed')
    await page.check('input[value=h24]')
    await page.waitForSelector('.rows.reported')
    const lines = await page.$$eval('.rows.reported .line', (all) => all.map((one) => one.textContent))
    assert.deepEqual(lines, ['line 4', 'line 5'])
    assert.match(await page.textContent('.rows.unreachable'), /Paul Weiss/)
    assert.match(await page.textContent('.import-do'), /nobody is contacted/)
    await fits()
    await shot('import')
  })

  rule('the ledger is searched by words', async () => {
    await page.goto(`${url}/#/ledger`)
    await page.waitForSelector('.entry')
    await page.fill('input[type=search]', 'qqqqzzzz')
    await page.waitForSelector('.empty')
    await page.fill('input[type=search]', '')
    await page.waitForSelector('.entry')
    await fits()
    await shot('ledger')
  })

  rule('the ledger is narrowed to a kind, and its address says so', async () => {
    await page.goto(`${url}/#/ledger`)
    await page.waitForSelector('.entry')
    await page.selectOption('select[name=kind]', 'booked')
    await page.waitForFunction(() => {
      const kinds = [...document.querySelectorAll('.entry-kind')].map((one) => one.textContent.trim())
      return kinds.length > 0 && kinds.every((kind) => kind.endsWith('booked'))
    })
    assert.match(page.url(), /kind=booked/)
    await page.click('.filters button')
    await page.waitForFunction(() => !location.hash.includes('kind='))
    await fits()
  })

  rule('what is held behind the first page comes with a click, below what is there', async () => {
    const at = '2026-06-12T13:00:00Z'
    const held = (appointment) => ({
      appointment, rule: 1, channel: 'text', start: '2026-06-12T09:00', name: `Client ${appointment}`, recipient: '+16175550100',
      content: 'appointment-text', says: 'See you soon.', reason: 'unusual_volume', text: 'There is far more to send than usual.',
      held_at: at, at, starts_at: at, useful_until: at,
    })
    // As a server answers that has more than a page of them.
    const pages = { '': { count: 3, reminders: [held(1), held(2)], next: 'a.b' }, 'a.b': { count: 3, reminders: [held(3)], next: null } }
    const asked = /\/v1\/held\?/
    await page.route(asked, (route) => route.fulfill({ json: pages[new URL(route.request().url()).searchParams.get('after') ?? ''] }))
    await page.goto(`${url}/#/waiting`)
    await page.waitForFunction(() => document.querySelectorAll('.held-list li').length === 2)
    await page.click('.held-list ~ .actions button')
    await page.waitForFunction(() => document.querySelectorAll('.held-list li').length === 3)
    assert.match(await page.locator('.held-list li').last().textContent(), /Client 3/)
    assert.equal(await page.locator('.held-list ~ .actions button').count(), 0)
    await fits()
    await page.unroute(asked)
    await page.goto(`${url}/#/ledger`)
    await page.waitForSelector('.entry')
  })

  rule('what waits for a yes is shown with the limits, and is decided under a name', async () => {
    await page.goto(`${url}/#/waiting`)
    await page.waitForSelector('.gauge')
    await fits()
    await shot('waiting')
    const rows = await page.$$('.held-list li')
    if (rows.length === 0) return assert.match(await page.textContent('.empty'), /Nothing waits/)
    await page.click('.held-list li input')
    await page.click('.held-do .button:not(.primary)')
    await page.fill('.dialog input[required] >> nth=0', 'Kim')
    await page.fill('.dialog input[required] >> nth=1', 'rung by hand')
    await page.click('.dialog .button.danger')
    await page.waitForSelector('.dialog', { state: 'detached' })
    await page.waitForFunction((before) => document.querySelectorAll('.held-list li').length < before, rows.length)
  })

  rule('the pace is today by the hour; who takes callbacks is set there, and undone', async () => {
    const { today } = await (await page.request.get(`${url}/v1/pacing`)).json()
    const shown = await page.$$eval('.pace-curve .chart-count', (all) => all.map((one) => Number(one.textContent)))
    assert.deepEqual(shown, today.map((one) => one.waiting).filter((many) => many > 0))
    assert.equal(await page.locator('.pace-line').count(), 0)
    await page.click('.pace-change summary')
    await page.click('.pace-edit > button')
    await looks('pace-change')
    await page.click('.pace-change button[type=submit]')
    await page.waitForSelector('.pace-shifts li')
    assert.match(await page.textContent('.pace-shifts'), /Mon – Fri/)
    await page.waitForSelector('.pace-line')
    // Nothing has been counted here: what the line is reckoned with is as it was set, and the page says so.
    assert.match(await page.textContent('.pace-by'), /Of 100 people contacted 10 ring back, as it was set/)
    await looks('pace')
    await page.click('.pace-today .said button')
    await page.waitForFunction(() => document.querySelectorAll('.pace-shifts, .pace-line').length === 0)
  })

  rule('two keys stop everything, and the page says so loudly', async () => {
    await page.locator('.stop-switch').focus()
    await page.keyboard.press('Enter')
    await page.waitForSelector('.dialog.stop')
    await shot('stop')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.stopped')
    await shot('stopped')
  })

  if (phones) {
    rule('nothing reaches the phone network after a stop, however long it lasts', async () => {
      // What the network itself answers (to STOP, by law) is nothing that we sent.
      const sent_kinds = ['call_accepted', 'text_accepted', 'email_delivered']
      const sent = async () => {
        const { entries } = await (await fetch(`${phones}/_/journal?limit=10000`)).json()
        return entries.filter((entry) => sent_kinds.includes(entry.what) && entry.detail !== 'reply').length
      }
      await run_at(page, 60)
      await page.waitForTimeout(1500) // what had left before the stop arrives
      const before = await sent()
      await run_at(page, 1000)
      await page.waitForTimeout(4000)
      await run_at(page, 1)
      assert.equal(await sent(), before)
      assert.ok(before > 0, 'nothing had been sent before the stop either')
    })
  }

  rule('whoever goes to another page leaves the dialog behind', async () => {
    await page.click('.on-stop')
    await page.waitForSelector('.dialog')
    await page.evaluate(() => { location.hash = '#/week' })
    await page.waitForSelector('.dialog', { state: 'detached' })
    await page.goBack()
  })

  rule('a release wants the right number of contacts, a name and a reason', async () => {
    await page.click('.on-stop')
    await page.waitForSelector('.would-count')
    await page.fill('.dialog label:has-text("Your name") input', 'Kim')
    await page.fill('.dialog label:has-text("safe now") input', 'the calendar was mended')
    await shot('release')
    const right = Number(await page.textContent('.would-count b'))
    await page.fill('input.count', String(right + 7))
    await page.click('.dialog .button.primary')
    await page.waitForSelector('.dialog .problem')
    assert.ok(await page.isVisible('.stopped'))
    await page.fill('input.count', (await page.textContent('.would-count b')) ?? '')
    await page.click('.dialog .button.primary')
    await page.waitForSelector('.stopped', { state: 'detached' })
  })

  rule('an empty day teaches what to do', async () => {
    await page.goto(`${url}/#/day/2031-01-01`)
    await page.waitForSelector('.empty')
    assert.match(await page.textContent('.empty'), /\.ics/)
    await shot('empty')
  })

  rule('an address that is none says so, and not today instead', async () => {
    await page.goto(`${url}/#/appointments/12`)
    await page.waitForSelector('.empty')
    assert.match(await page.textContent('h1'), /no such page/)
    assert.match(await page.title(), /no such page/)
  })

  rule('the page made no error and asked nobody else', async () => assert.deepEqual(faults, []))
  return steps
}

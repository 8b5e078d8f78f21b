// A week and a month at a glance, a day on paper, and the reports: what became of the visits.
import assert from 'node:assert/strict'
import { begin } from './steps.mjs'

export function week_journey(stage) {
  const { page, url, shots, size } = stage
  const { steps, rule, faults, looks, ask } = begin(stage, { name: 'week', whole: true })
  const post = async (path, body) => (await page.evaluate(async ([path, body]) => (await fetch(`/v1${path}`, {
    method: 'POST', headers: { 'X-Courtesy': 'page', 'Idempotency-Key': crypto.randomUUID() }, body: JSON.stringify(body),
  })).status, [path, body]))
  const add = (date, days) => {
    const at = new Date(`${date}T00:00Z`)
    at.setUTCDate(at.getUTCDate() + days)
    return at.toISOString().slice(0, 10)
  }
  const hash = () => page.evaluate(() => location.hash)
  /** The demo's day goes on between two answers: what must be the same is asked again until it is, or was not in 10 s. */
  const agree = async (check) => {
    for (const until = Date.now() + 10_000; ;) {
      try {
        return await check()
      } catch (error) {
        if (Date.now() > until) throw error
      }
    }
  }
  let today = ''
  let day = null

  rule('the week is one click away from the day: seven columns, each visit with its state', async () => {
    await page.goto(`${url}/`)
    await page.click('.views a[href="#/week"]')
    await page.waitForSelector('.week-day.is-today .visit-chip')
    assert.equal(await page.locator('.week-day').count(), 7)
    const first = await page.locator('.week-day').first().getAttribute('data-date')
    await agree(async () => {
      day = await ask('/day')
      today = day.today
      assert.equal(await page.locator(`.week-day[data-date="${today}"] .visit-chip`).count(), day.appointments.length)
      const days = (await ask(`/days?from=${first}&to=${add(first, 6)}`)).days
      assert.deepEqual(days.find((one) => one.date === today).counts, day.counts)
    })
    await looks('week')
  })

  if (size === 'phone') rule('on a telephone all days but today are folded to their counts, and one opens by a touch or a key', async () => {
    const shown = () => page.locator('.week-day .visit-chip:visible').count()
    assert.equal(await shown(), day.appointments.length)
    await agree(async () => {
      day = await ask('/day')
      const heading = await page.getAttribute('.week-day.is-today .week-fold', 'aria-label')
      assert.ok(heading.includes(`Confirmed ${day.counts.confirmed}`), heading)
      const counts = await page.$$eval('.week-day.is-today .week-states span', (all) => all.map((one) => Number(one.textContent)))
      assert.deepEqual(counts.sort(), Object.values(day.counts).filter((count) => count > 0).sort())
    })
    await page.focus('.week-day:not(.is-today) .week-fold')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.week-day:not(.is-today) .week-fold[aria-expanded=true]')
    assert.ok(await shown() > day.appointments.length)
    await looks('unfolded')
    await page.click('.week-day.is-today .week-whole a')
    await page.waitForSelector('.agenda')
    await page.goBack()
    await page.waitForSelector('.week-day.is-today .visit-chip')
  })

  rule('what changes elsewhere changes here, without a reload', async () => {
    const one = day.appointments.find((visit) => visit.state === 'scheduled' || visit.state === 'notified')
    const chip = `.visit-chip[href="#/appointment/${one.id}"]`
    assert.equal(await post(`/appointments/${one.id}/answer`, { answer: 'confirmed' }), 200)
    await page.waitForSelector(`${chip}[data-state=confirmed]`)
    await page.click(chip)
    await page.waitForFunction((id) => location.hash === `#/appointment/${id}`, one.id)
    await page.goBack()
    await page.waitForSelector(chip)
  })

  rule('the arrow keys turn the pages, and t comes back to today', async () => {
    await page.locator('main').focus()
    await page.keyboard.press('ArrowRight')
    await page.waitForFunction((date) => location.hash === `#/week/${date}`, add(today, 7))
    // Shown, so that the next key means the page after this one.
    await page.waitForSelector(`.week-day[data-date="${add(today, 7)}"]`)
    await page.keyboard.press('ArrowLeft')
    await page.waitForFunction(() => location.hash === '#/week')
    await page.waitForSelector('.week-day.is-today')
    await page.keyboard.press('ArrowLeft')
    await page.waitForFunction((date) => location.hash === `#/week/${date}`, add(today, -7))
    await page.waitForSelector(`.week-day[data-date="${add(today, -7)}"]`)
    await page.keyboard.press('t')
    await page.waitForSelector('.week-day.is-today')
    await page.locator('.views a[href="#/"]').click()
    await page.waitForSelector('.day-pick input')
    await page.locator('main').focus()
    await page.keyboard.press('ArrowRight')
    await page.waitForFunction((date) => location.hash === `#/day/${date}`, add(today, 1))
    await page.waitForFunction((date) => document.querySelector('.day-pick input')?.value === date, add(today, 1))
    await page.locator('main').focus()
    await page.keyboard.press('t')
    await page.waitForFunction(() => location.hash === '#/')
  })

  rule('a month shows each day’s count and its states, and a click opens the day', async () => {
    await page.click('.views a[href="#/month"]')
    await page.waitForSelector('.month td.is-today a')
    const cells = await page.locator('.month tbody td').count()
    assert.ok(cells % 7 === 0 && cells <= 42)
    const coming = day.appointments.filter((one) => one.state !== 'cancelled').length
    assert.equal(await page.textContent('.month td.is-today b'), String(coming))
    assert.ok(await page.locator('.month td.is-today .state-bar i').count() > 0)
    await looks('month')
    await page.click(`.month td[data-date="${today}"] a`)
    await page.waitForSelector('.agenda')
    assert.equal(await hash(), '#/')
  })

  rule('on paper a day is one table with a box to tick, and no navigation', async () => {
    await page.waitForSelector('.print-button')
    await page.evaluate(() => { window.print = () => { window.was_printed = true } })
    await page.click('.print-button')
    assert.equal(await page.evaluate(() => window.was_printed), true)
    assert.equal(await page.locator('.printed').isVisible(), false)
    await page.emulateMedia({ media: 'print', colorScheme: 'light' })
    assert.equal(await page.locator('.printed').isVisible(), true)
    assert.equal(await page.locator('.ways, .top, .day-head, .agenda, .by-hand, .counts, .views').evaluateAll(
      (all) => all.filter((one) => one.getClientRects().length > 0).length), 0)
    assert.equal(await page.locator('.printed tbody tr').count(), day.appointments.length)
    assert.equal(await page.locator('.printed .box').count(), day.appointments.length)
    const times = await page.locator('.printed tbody td:first-child').allTextContents()
    assert.equal(times.length, day.appointments.length)
    const [ink, paper] = await page.locator('.printed h1').evaluate((one) => [getComputedStyle(one).color, getComputedStyle(document.body).backgroundColor])
    assert.deepEqual([ink, paper], ['rgb(0, 0, 0)', 'rgb(255, 255, 255)'])
    await page.screenshot({ path: `${shots}/week-printed-${size}.png`, fullPage: true })
    await page.emulateMedia({ media: 'screen', colorScheme: size === 'phone' ? 'dark' : 'light' })
  })

  rule('reports count the period, say nothing of an effect by a few, and what they count is the API’s', async () => {
    await page.click('.views a[href="#/reports"]')
    await page.waitForSelector('.report-table')
    const report = await ask('/reports')
    const cell = async (row, column) => (await page.locator(`.report-table ${row} td`).nth(column).textContent()).replace(/\D/g, '')
    assert.equal(await cell('tfoot tr', 0), String(report.total.visits))
    assert.equal(await page.locator('.report-table tbody tr').count(), report.rows.length)
    assert.equal(await page.locator('svg.chart g').count(), report.rows.length)
    assert.match(await page.textContent('.effect'), /Too few visits/)
    await looks('reports')
    for (const by of ['channel', 'rule', 'month']) {
      await page.click(`.chip[data-by=${by}]`)
      await page.waitForSelector(`.chip[data-by=${by}][aria-pressed=true]`)
      const rows = (await ask(`/reports?by=${by}&from=${report.from}&to=${report.to}`)).rows
      await page.waitForFunction((count) => document.querySelectorAll('.report-table tbody tr').length === count, rows.length)
      await looks(`reports-${by}`)
    }
  })

  rule('the table is downloaded, and has the page’s rows', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[download]')])
    assert.match(download.suggestedFilename(), /^reports-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d-month\.csv$/)
    const table = await (await import('node:fs/promises')).readFile(await download.path(), 'utf8')
    assert.match(table, /^month,text,visits,confirmed,/)
    assert.equal(table.trimEnd().split('\r\n').length, 2 + await page.locator('.report-table tbody tr').count())
  })

  rule('a period without visits says how to get some', async () => {
    await page.fill('.report-choose input[name=from]', '2020-01-01')
    await page.waitForSelector('.problem')
    await page.goto(`${url}/#/reports?from=2020-01-01&to=2020-01-31`)
    await page.waitForSelector('.reports .empty')
    await looks('reports-empty')
  })

  rule('with enough visits the effect has intervals, and says that it is no experiment', async () => {
    const report = await ask('/reports')
    const rate = (value, low, high) => ({ value, low, high })
    const told = {
      ...report, effect: {
        least_visits: 30, text: '', difference: rate(0.124, 0.05, 0.21),
        reached: { visits: 412, no_shows: 31, rate: rate(0.075, 0.054, 0.105) },
        not_reached: { visits: 96, no_shows: 19, rate: rate(0.198, 0.131, 0.289) },
      },
    }
    await page.route('**/v1/reports?*', (route) => route.fulfill({ json: told }))
    await page.goto(`${url}/#/reports?by=month`)
    await page.waitForSelector('.rate')
    assert.match(await page.textContent('.effect-words'), /less often, by 12\.4 percentage points \(95 %: 5 to 21\)/)
    assert.match(await page.textContent('.effect'), /This is no experiment/)
    await looks('effect')
    await page.unroute('**/v1/reports?*')
  })

  rule('all of it is there in Spanish', async () => {
    await page.evaluate(() => localStorage.setItem('courtesy-language', 'es'))
    await page.goto(`${url}/#/week`)
    await page.reload()
    await page.waitForSelector('.views a:text-is("Semana")')
    await page.waitForSelector('.week-day.is-today .visit-chip')
    await looks('spanish-week')
    await page.goto(`${url}/#/reports`)
    await page.waitForSelector('h1:text-is("Informes")')
    await page.waitForSelector('.report-table')
    await looks('spanish-reports')
    await page.evaluate(() => localStorage.removeItem('courtesy-language'))
  })

  rule('nothing went wrong in the browser', () => assert.deepEqual(faults, []))
  return steps
}

// Rules and templates: what a rule would plan, its undo, words that are coloured, checked, published and rolled back.
import assert from 'node:assert/strict'
import { begin } from './steps.mjs'

export function reminders_journey(stage) {
  const { page, url } = stage
  const { steps, rule, faults, looks, ask } = begin(stage, { name: 'reminders', whole: true })
  const english = '[data-language="en"]'
  const wait_text = (selector, pattern) => page.waitForFunction(
    ([where, source]) => new RegExp(source).test(document.querySelector(where)?.textContent ?? ''), [selector, pattern.source])
  let before = 0

  rule('rules stand as sentences, with how many reminders wait by each', async () => {
    await page.goto(`${url}/#/reminders`)
    await page.waitForSelector('[data-rule]')
    before = (await ask('/rules')).rules.length
    assert.equal(await page.locator('[data-rule]').count(), before)
    assert.match(await page.textContent('.rule-list'), /A call, .*before/)
    // What goes out is called as people call it; code names are for files and the API.
    await wait_text('.rule-list', /Flow: Appointment reminder, asks first.*Text: Appointment reminder by text/)
    assert.doesNotMatch(await page.textContent('.rule-list'), /appointment-(reminder|text|email)/)
    await looks('rules')
  })

  rule('what a new rule would plan is said before it is added, and its undo takes it back', async () => {
    await page.click('button:has-text("Add a rule")')
    await wait_text('.would', /would be planned now/)
    await page.fill('input[name=count]', '400')
    await page.fill('input[name=count]', '1')
    await wait_text('.would', /would be planned now/)
    await looks('new-rule')
    await page.click('.rule-form button[type=submit]')
    await wait_text('.said', /in force/)
    assert.equal((await ask('/rules')).rules.length, before + 1)
    await page.click('.said button')
    await wait_text('.said', /removed/)
    assert.equal((await ask('/rules')).rules.length, before)
  })

  rule('the ways with answering machines are compared where one is chosen: a picture, and its figures as a table', async () => {
    await page.click('button:has-text("Add a rule")')
    await page.selectOption('select[name=channel]', 'call')
    await page.selectOption('select[name=machines]', 'keypress')
    await page.click('.machines summary')
    // The server plays them when it is first asked; how long that takes is the machine's affair.
    await page.waitForFunction(() => document.querySelectorAll('.machines tbody tr').length === 7, null, { timeout: 600_000 })
    const told = await ask('/machines')
    assert.equal(told.state, 'done')
    const of = (way) => told.ways.find((one) => one.way === way)
    assert.ok(of('ask_first_hint').complete > 0.98 && of('keypress').complete === 0)
    assert.match(await page.textContent('.machines'), /same 2,000 made-up callees/)
    assert.match(await page.textContent('.machines tr[data-way=ask_first_hint]'), /\(usual\).*%/)
    assert.match(await page.textContent('.machines tr[data-way=keypress] th'), /\(chosen\)/)
    assert.equal(await page.locator('.machines-plot .is-chosen').getAttribute('data-way'), 'keypress')
    // Each name is read beside its own point, in full.
    const boxes = await page.locator('.machines-plot g[data-way] text').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()))
    const picture = await page.locator('.machines-plot svg').evaluate((one) => one.getBoundingClientRect().toJSON())
    assert.equal(boxes.length, 7)
    for (const [i, one] of boxes.entries()) {
      assert.ok(one.left >= picture.left && one.right <= picture.right && one.top >= picture.top, 'a name is cut off')
      const over = boxes.slice(i + 1).filter((other) => one.left < other.right && other.left < one.right && one.top + 2 < other.bottom && other.top + 2 < one.bottom)
      assert.equal(over.length, 0, `names cover one another: ${JSON.stringify([one, ...over])}`)
    }
    await looks('machines')
    await page.selectOption('select[name=machines]', 'detect')
    assert.equal(await page.locator('.machines-plot .is-chosen').getAttribute('data-way'), 'detect')
    await page.click('.rule-form button:has-text("Cancel")')
  })

  rule('a rule that is removed comes back with all that waited by it', async () => {
    const first = (await ask('/rules')).rules[0]
    await page.click(`[data-rule="${first.id}"] button:has-text("Remove")`)
    await wait_text('.said', /removed/)
    assert.ok(!(await ask('/rules')).rules.some((one) => one.id === first.id))
    await page.click('.said button')
    await wait_text('.said', /in force/)
    const back = (await ask('/rules')).rules.find((one) => one.id === first.id)
    assert.ok(back.waiting > 0 && back.waiting <= first.waiting, `${back.waiting} of ${first.waiting} wait again`)
  })

  rule('a closed day shows on its day and in its week; what was removed comes back', async () => {
    await page.goto(`${url}/#/reminders/closed`)
    await page.waitForSelector('.closed-days')
    const { today, closed_days } = await ask('/closed-days')
    const day = new Date(Date.parse(`${today}T00:00Z`) + 3 * 86_400_000).toISOString().slice(0, 10)
    await page.fill('input[name=closed_from]', day)
    await page.fill('input[name=closed_name]', 'Moving house')
    await page.click('.closed-days button[type=submit]')
    await wait_text('.said', /Closed\..*reminder/)
    await wait_text('.closed-list', /Moving house/)
    await looks('closed')
    await page.click('.closed-list button:has-text("Remove")')
    await wait_text('.said', /Open again\./)
    await page.click('.said button')
    await wait_text('.said', /Closed\./)
    const now = (await ask('/closed-days')).closed_days
    assert.equal(now.length, closed_days.length + 1)
    await page.goto(`${url}/#/day/${day}`)
    await wait_text('.day-head .closed-mark', /Closed: Moving house/)
    await page.goto(`${url}/#/week/${day}`)
    await wait_text(`.week-day[data-date="${day}"] .closed-mark`, /Closed: Moving house/)
    await looks('closed-week')
  })

  rule('the weekdays on which the business works are kept, and a rule may count them', async () => {
    await page.goto(`${url}/#/reminders/closed`)
    await page.click('.weekdays input[name=sat]')
    await page.click('.closed-week button[type=submit]')
    await wait_text('.said', /Saved\./)
    assert.ok((await ask('/closed-days')).open_weekdays.includes('sat'))
    await page.goto(`${url}/#/reminders`)
    await page.click('button:has-text("Add a rule")')
    await page.selectOption('select[name=unit]', 'business_days')
    await page.fill('input[name=count]', '2')
    await wait_text('.would', /would be planned now/)
    await page.click('.rule-form button[type=submit]')
    await wait_text('.said', /in force/)
    await wait_text('.rule-list', /2 working days before at 17:00/)
    await page.click('.said button')
    await wait_text('.said', /removed/)
  })

  rule('a template is shown with both languages, each as a client would read it', async () => {
    await page.click('.tabs a:has-text("Texts and emails")')
    await page.click('.template-row a:has-text("Appointment reminder by text")')
    await page.waitForSelector(`${english} [data-preview]`)
    await page.waitForSelector('[data-language="es"] [data-preview]')
    assert.match(await page.textContent('[data-language="es"] [data-preview]'), /Responda ALTO/)
    assert.match(await page.textContent(`${english} [data-cost]`), /1 part · \d+ of 160/)
    await looks('template')
  })

  rule('a field is inserted with a button, and the preview is of a real client', async () => {
    await page.click(`${english} .field-chip:has-text("first name")`)
    assert.match(await page.inputValue(`${english} textarea`), /\{\{client_first_name\}\}/)
    const [visit] = (await ask('/day')).appointments
    await page.selectOption('select[name=appointment]', String(visit.id))
    await wait_text(`${english} .reads`, new RegExp(visit.name.split(' ')[0]))
  })

  rule('what may not be said is marked while it is written, with why, and is not published', async () => {
    await page.fill(`${english} textarea`, '{{business}}: your {{diagnosis}} visit is on {{when}}. Reply CANCEL to cancel.')
    await page.waitForSelector(`${english} [data-finding="reserved-word"]`)
    assert.equal(await page.locator(`${english} .under mark.unknown`).count(), 1)
    assert.match(await page.textContent(`${english} [data-finding="name-unknown"]`), /Why:/)
    assert.match(await page.textContent(`${english} [data-finding="opt-out-missing"]`), /STOP/)
    assert.ok(await page.isDisabled(`${english} button:has-text("Publish")`))
    await looks('findings')
  })

  rule('a dear character is told while it is written', async () => {
    await page.fill(`${english} textarea`, '{{business}}: your visit’s on {{when}}. Reply C to confirm, X to cancel. Reply STOP to opt out.')
    await wait_text(`${english} [data-cost]`, /2 parts.*“’” makes it dearer/)
  })

  rule('a draft is kept and goes out to nobody; published it does; and it is rolled back', async () => {
    await page.fill(`${english} textarea`, '{{business}}: we see you on {{when}}. Reply C to confirm, X to cancel. Reply STOP to opt out.')
    await wait_text(`${english} .reads`, /Nothing is wrong/)
    await page.click(`${english} button:has-text("Save draft")`)
    await wait_text(`${english} .said`, /draft is kept/)
    assert.equal((await ask('/templates/appointment-text')).languages[0].live, null)
    await page.click(`${english} button:has-text("Discard draft")`)
    await wait_text(`${english} .said`, /The draft is gone/)
    assert.equal((await ask('/templates/appointment-text')).languages[0].draft, null)
    assert.match(await page.inputValue(`${english} textarea`), /you have an appointment/)
    await looks('discarded')
    await page.click(`${english} .said button`)
    await wait_text(`${english} .said`, /draft is kept/)
    assert.match(await page.inputValue(`${english} textarea`), /we see you on/)
    await page.click(`${english} button:has-text("Publish")`)
    await wait_text(`${english} .said`, /Published/)
    assert.equal((await ask('/templates/appointment-text')).languages[0].live.version, 1)
    await looks('published')
    await page.click(`${english} .said button`)
    await wait_text(`${english} .said`, /Rolled back/)
    assert.equal((await ask('/templates/appointment-text')).languages[0].live, null)
    assert.match(await page.inputValue(`${english} textarea`), /you have an appointment/)
  })

  rule('an email has a subject', async () => {
    await page.goto(`${url}/#/reminders/templates?name=appointment-email`)
    await page.waitForSelector(`${english} .bubble-subject`)
    assert.match(await page.inputValue(`${english} input[name=subject]`), /Your appointment with/)
    await looks('email')
  })

  rule('the page speaks Spanish, and keeps to the rules of the browser', async () => {
    await page.evaluate(() => localStorage.setItem('courtesy-language', 'es'))
    await page.goto(`${url}/#/reminders`)
    await page.reload()
    await page.waitForSelector('[data-rule]')
    assert.match(await page.textContent('.rule-list'), /Una llamada, /)
    await looks('spanish')
    await page.click('.rule-list li:has-text("Una llamada") .rule-do button >> nth=0')
    await page.click('.machines summary')
    await page.waitForFunction(() => document.querySelectorAll('.machines tbody tr').length === 7)
    assert.match(await page.textContent('.machines'), /2[. ]?000 destinatarios inventados/)
    await looks('machines-spanish')
    await page.evaluate(() => localStorage.removeItem('courtesy-language'))
    assert.deepEqual(faults, [])
  })
  return steps
}

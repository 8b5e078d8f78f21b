// The whole page in Spanish: chosen by the browser's own languages or by a person, with nothing of English left in what
// the page says itself, and nothing wider than the window for its longer words.
import assert from 'node:assert/strict'
import { begin } from './steps.mjs'

const PAGES = [
  ['day', '/#/'], ['waiting', '/#/waiting'], ['import', '/#/import'], ['clients', '/#/clients'], ['reminders', '/#/reminders'], ['closed', '/#/reminders/closed'],
  ['prompts', '/#/voice'], ['messages', '/#/voice/messages'], ['callers', '/#/voice/callers'], ['numbers', '/#/voice/numbers'], ['ledger', '/#/ledger'], ['inbox', '/#/inbox'],
  ['team', '/#/team'], ['keys', '/#/keys'], ['me', '/#/me'],
]
/** Words that English cannot do without and Spanish does not have. */
const ENGLISH = /\b(the|and|with|nobody|nothing|waits?|today|tomorrow|appointments?|sending|stopped|search|your|you|Monday|Thursday|Friday|November|Nov)\b/gi

/** What the page says itself: not what the server made, what people are called, what is spoken in calls, or codes. */
function own_words() {
  const foreign = 'code, pre, select[name=flow], .row-who .quiet, '
    + '.words, .to-say, h2:has(+ .parts), .held-says, .held-what p, .foot p:first-child:not(:last-child), .warnings, '
    + '.client-problems .quiet, .rule-text, [lang]:not(html), .brand-name, .voice-choose select, dd, .trips, .file-name, .person-row b, .message > p:not([class]), [data-server], .conversation-words, .piece-words, .conversation-who a, .attested'
  const page = document.body.cloneNode(true)
  for (const one of page.querySelectorAll(foreign)) one.remove()
  for (const one of page.querySelectorAll('script, noscript, style, datalist')) one.remove()
  const labels = [...page.querySelectorAll('[aria-label], [placeholder], [title]')].flatMap((one) =>
    ['aria-label', 'placeholder', 'title'].map((name) => one.getAttribute(name) ?? ''))
  const texts = []
  const walk = document.createTreeWalker(page, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) texts.push(walk.currentNode.data)
  return [...texts, ...labels].filter((text) => /[a-z]/i.test(text)).join('\n')
    .replace(/«[^»]*»|the demo/g, '').replace(/[a-z]+(-[a-z]+)+/g, '')
}

export function spanish_journey(stage) {
  const { page, url } = stage
  const { steps, rule, faults, looks, ask } = begin(stage, { name: 'spanish' })
  const english = async (name) => {
    const left = [...(await page.evaluate(own_words)).matchAll(new RegExp(`.*${ENGLISH.source}.*`, 'gi'))].map(([line]) => line.trim())
    assert.deepEqual(left, [], `${name} says in English`)
  }

  rule('a browser that wants Spanish is answered in Spanish, and the document says so', async () => {
    await page.addInitScript(() => {
      if (!localStorage.getItem('spanish-tried')) Object.defineProperty(navigator, 'languages', { get: () => ['fr-CA', 'es-MX', 'en'] })
    })
    await page.goto(`${url}/`)
    await page.waitForSelector('.counts')
    assert.equal(await page.getAttribute('html', 'lang'), 'es')
    assert.match(await page.textContent('h1'), /^Hoy/)
    assert.match(await page.textContent('.day-date'), /de noviembre|de [a-z]+/)
  })

  rule('an ordinary browser is answered in English until a person chooses Spanish, which is kept', async () => {
    await page.evaluate(() => localStorage.setItem('spanish-tried', 'yes'))
    await page.goto(`${url}/#/me`)
    await page.reload()
    await page.waitForSelector('.languages-choice')
    assert.equal(await page.getAttribute('html', 'lang'), 'en')
    await page.click('.languages-choice [lang=es]')
    await page.waitForSelector('html[lang=es] .languages-choice')
    assert.equal(await page.getAttribute('.languages-choice [lang=es]', 'aria-pressed'), 'true')
    await page.reload()
    await page.waitForSelector('html[lang=es] .languages-choice')
  })

  for (const [name, path] of PAGES) {
    rule(`${name}: nothing in English is left, and it fits`, async () => {
      await page.goto(`${url}${path}`)
      await page.waitForSelector('#main h1')
      await page.waitForFunction(() => !document.querySelector('#main .skeleton'))
      await looks(name)
      await english(name)
    })
  }

  rule('an appointment, its client and the dialogs speak Spanish too', async () => {
    await page.goto(`${url}/#/`)
    await page.click('.row-link')
    await page.waitForSelector('.one-head')
    await looks('appointment')
    await english('appointment')
    await page.click('#reach ~ dl a')
    await page.waitForSelector('.client-row, .never, h2')
    await looks('client')
    await english('client')
    await page.click('.stop-switch')
    await page.waitForSelector('dialog')
    await looks('stop')
    await english('stop')
    await page.click('dialog .actions .button:not(.danger)')
    await page.goto(`${url}/#/`)
    await page.click('.new-visit-button')
    await page.waitForSelector('dialog')
    await looks('new-visit')
    await english('new visit')
  })

  rule('what is wrong with a form is said in Spanish', async () => {
    await page.fill('dialog input[name=name]', 'Zoe Quill')
    await page.fill('dialog input[name=number]', '12')
    await page.fill('dialog input[name=date]', '2020-01-02')
    await page.fill('dialog input[name=time]', '11:30')
    const refused = async (words) => {
      await page.click('dialog button[type=submit]')
      await page.waitForFunction((words) => new RegExp(words).test(document.querySelector('dialog .problem')?.textContent ?? ''), words)
    }
    await refused('ya ha pasado')
    await page.fill('dialog input[name=date]', await page.evaluate(async () => (await (await fetch('/v1/day')).json()).today))
    await page.fill('dialog input[name=time]', '23:50')
    await refused('no sirve: teléfono: ')
    await english('refused')
    await page.keyboard.press('Escape')
  })

  rule('what an appointment will say, and the pace with a timetable, are Spanish around what clients hear', async () => {
    const { today } = await ask('/day')
    const in_three_days = new Date(Date.parse(today) + 3 * 86_400_000).toISOString().slice(0, 10)
    const { appointments } = await ask(`/day?date=${in_three_days}`)
    await page.goto(`${url}/#/appointment/${appointments.find((visit) => visit.next).id}`)
    await page.click('.they-say summary')
    await page.waitForSelector('.they-say blockquote')
    await looks('they-say')
    await english('what they will say')
    await page.goto(`${url}/#/waiting`)
    await page.click('.pace-change summary')
    await page.click('.pace-edit > button')
    await looks('pace-change')
    await page.click('.pace-change button[type=submit]')
    await page.waitForSelector('.pace-by')
    await looks('pace')
    await english('the pace')
    await page.click('.pace-today .said button')
    await page.waitForSelector('.pace-by', { state: 'detached' })
  })

  rule('what is wrong with the rows of a file is said in Spanish', async () => {
    await page.goto(`${url}/#/import`)
    const rows = ['name,phone,date,time', 'Ana Gil,212 555 0123,20/05/2031,09:30', 'Ben Oz,12,2026-12-20,10:00', 'Cy Ro,212 555 0124,2026-12-20,half past', 'Di,,2026-12-20,11:00']
    await page.setInputFiles('input[type=file]', { name: 'citas.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) })
    await page.check('input[value=year_month_day]')
    await page.check('input[value=h24]')
    await page.waitForSelector('.rows.reported')
    assert.match(await page.textContent('.rows.reported'), /no es una fecha en el orden año, mes, día/)
    assert.match(await page.textContent('.rows.unreachable'), /teléfono: demasiado corto/)
    await looks('import-faults')
    await english('import faults')
  })

  rule('stopping and letting go are said in Spanish', async () => {
    await page.waitForFunction(() => !document.querySelector('dialog'))
    await page.click('.stop-switch')
    await page.click('dialog .button.danger')
    await page.waitForSelector('.stopped')
    await page.click('.stopped .button')
    await page.waitForSelector('dialog .would, dialog .would-count')
    await looks('release')
    await english('release')
    await page.click('dialog .actions .button:not(.primary)')
  })

  rule('the page met no error', async () => assert.deepEqual(faults, []))
  return steps
}

// Staff try tomorrow's list out before it happens: nobody is contacted, and what would happen is said, what needs a look first.
import assert from 'node:assert/strict'
import { begin } from './steps.mjs'

export function rehearsal_journey(stage) {
  const { page, url } = stage
  const { steps, rule, faults, looks, ask } = begin(stage, { name: 'rehearsal', whole: true })

  rule('a day is rehearsed: what would go out is said, and nobody is contacted', async () => {
    await page.goto(`${url}/#/reminders/rehearsal`)
    await page.waitForSelector('.rehearsal-nobody')
    assert.match(await page.textContent('.rehearsal-nobody'), /Nobody is contacted/)
    const before = await ask('/ledger?limit=1')
    await ask('/session')
    await page.click('.rehearsal button[type=submit]')
    await page.waitForSelector('.rehearsal-told', { timeout: 30_000 })
    assert.match(await page.textContent('.rehearsal-sentence'), /would go out, the first at .* the last at/)
    await looks('told')
    const { result } = await ask('/rehearsals/1')
    assert.ok(result.contacts.call + result.contacts.text + result.contacts.email > 0)
    assert.equal(await page.locator('.rehearsal-timeline tbody tr').count(), result.timeline.length)
    // The demo's own day goes on meanwhile; of the rehearsed day there is no trace.
    const after = await ask('/ledger?limit=50')
    const newer = after.entries.filter((one) => one.seq > (before.entries[0]?.seq ?? 0) && Date.parse(one.at) >= Date.parse(result.from))
    assert.deepEqual(newer, [])
  })

  rule('each client’s words are there, with what was pressed', async () => {
    const first = page.locator('.rehearsal-clients details').first()
    await first.locator('summary').click()
    assert.ok((await first.locator('blockquote').first().textContent()).length > 20)
    await looks('client')
    await page.fill('input[name=rehearsal_client]', 'nobody of that name')
    assert.equal(await page.locator('.rehearsal-clients details').count(), 0)
    await page.fill('input[name=rehearsal_client]', '')
  })

  rule('a rehearsed call is heard piece by piece, in its order, until it is over or stopped', async () => {
    // A robot of the test's own: it says nothing, and a piece ends when it is told to.
    await page.evaluate(() => {
      window.said = []
      speechSynthesis.speak = (piece) => { window.said.push(piece.text); window.end_piece = () => piece.onend() }
      speechSynthesis.cancel = () => undefined
    })
    const call = page.locator('.rehearsal-contact:has(.hear)').first()
    if (!(await call.isVisible())) await page.locator('.rehearsal-clients details:has(.hear)').first().locator('summary').click()
    const button = call.locator('.hear')
    await button.click()
    await page.waitForFunction(() => window.said.length === 1)
    assert.equal(await button.getAttribute('data-piece'), '0')
    const shown = await call.textContent()
    const first = await page.evaluate(() => window.said[0])
    assert.ok(first.length > 5 && shown.includes(first.slice(0, 20)), `"${first}" is not among the call’s words: ${shown}`)
    await looks('heard')
    await button.click()
    assert.equal(await button.getAttribute('data-piece'), null)
    await button.click()
    for (let piece = 0; (await button.getAttribute('data-piece')) !== null; ++piece) {
      assert.ok(piece < 50, 'the call never ends')
      // What was stopped had its end taken away.
      await page.waitForFunction((said) => window.said.length === said, 2 + piece)
      await page.evaluate(() => window.end_piece())
      await page.waitForFunction((last) => document.querySelector('.hear[data-piece]')?.dataset.piece !== String(last), piece)
    }
  })

  rule('another cast gives other answers, the same cast the same', async () => {
    const run = async (seed) => {
      await page.fill('input[name=seed]', String(seed))
      const [answer] = await Promise.all([page.waitForResponse((one) => one.request().method() === 'POST'), page.click('.rehearsal button[type=submit]')])
      const { id } = await answer.json()
      for (;;) {
        const one = await ask(`/rehearsals/${id}`)
        if (one.state !== 'running') return one
      }
    }
    const [two, three] = [await run(2), await run(3)]
    assert.deepEqual((await run(2)).result.clients, two.result.clients)
    await page.waitForSelector('.rehearsal-running', { state: 'detached' })
    assert.deepEqual([two.seed, three.seed], [2, 3])
    assert.notDeepEqual(two.result.clients, three.result.clients)
  })

  rule('a day without reminders teaches', async () => {
    await page.selectOption('select[name=rehearsal_day]', { index: 14 })
    await page.click('.rehearsal button[type=submit]')
    await page.waitForSelector('.rehearsal-told .empty, .rehearsal-sentence', { timeout: 30_000 })
    await page.waitForSelector('.rehearsal-running', { state: 'detached', timeout: 30_000 })
    await looks('other-day')
    assert.deepEqual(faults, [])
  })

  rule('a call is gone through by buttons, to its end, and one step is taken back', async () => {
    await page.goto(`${url}/#/reminders/flows`)
    await page.waitForSelector('.flow-choices')
    assert.match(await page.textContent('.flow-turns'), /press 1|1/)
    await page.click('.flow-choices [data-input="1"]')
    await page.waitForFunction(() => document.querySelectorAll('.flow-turns li').length === 2)
    await looks('walk')
    await page.click('.flow-choices [data-input="hung_up"]')
    await page.waitForSelector('.flow-walk [role=status]')
    await page.click('.flow-again button')
    await page.waitForFunction(() => document.querySelectorAll('.flow-turns li').length === 2)
    await page.click('.flow-walk .chip:nth-child(2)')
    await page.waitForSelector('.flow-turns blockquote[lang=es]')
  })

  rule('its diagram is drawn, and no policy is broken by it', async () => {
    await page.waitForFunction(() => document.querySelector('.flow-diagram img')?.naturalWidth > 100)
    await looks('diagram')
    assert.deepEqual(faults, [])
  })
  return steps
}

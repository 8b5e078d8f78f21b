// Texts and messages by whom they came from: nobody yet, a text and a voicemail, what was understood, read and new again.
import assert from 'node:assert/strict'
import { begin } from './steps.mjs'

const OURS = '+16175550198'
const STRANGER = '+16175550123'

export function inbox_journey(stage) {
  const { page, url, phones } = stage
  const { steps, rule, faults, looks } = begin(stage, { name: 'inbox' })
  const writes = async (body) => {
    const answer = await fetch(`${phones}/_/texts`, { method: 'POST', body: new URLSearchParams({ From: STRANGER, To: OURS, Body: body }) })
    assert.ok(answer.ok, await answer.text())
  }
  const row = `[data-number="${STRANGER.slice(1)}"]`

  rule('the inbox says what comes here, or shows what has come', async () => {
    await page.goto(`${url}/#/inbox`)
    await page.waitForSelector('.inbox, .empty')
    await looks('first')
  })

  rule('a text stands there without a reload, new, and counted in the navigation', async () => {
    await writes('Can I bring my daughter along?')
    await page.waitForSelector(`${row}.unread`, { timeout: 20_000 })
    assert.match(await page.textContent(row), /Can I bring my daughter along\?/)
    await page.waitForSelector('.ways a[href="#/inbox"] .unread-count')
    assert.match(await page.textContent('section[aria-label="Today"]'), /Can I bring/)
    await looks('list')
  })

  rule('it opens with the keyboard, and says what it was taken for and that nothing is answered from here', async () => {
    await page.focus(`${row} a`)
    await page.keyboard.press('Enter')
    await page.waitForSelector('.exchange')
    assert.match(await page.textContent('.piece.came .read-as'), /nothing certain: a person reads it/)
    assert.match(await page.textContent('#main'), /Texts are not answered from here.*Ring \(617\) 555-0123/s)
    await looks('exchange')
  })

  rule('it is read with a click, and new again with another', async () => {
    await page.click('.inbox-head .button.primary')
    await page.waitForSelector('.piece.unread', { state: 'detached' })
    await page.click('.inbox-head .button:has-text("Mark as new")')
    await page.waitForSelector('.piece.unread')
    await page.click('.inbox-head .button.primary')
    await page.waitForSelector('.piece.unread', { state: 'detached' })
    await page.click('.back a')
    await page.waitForSelector(`${row}:not(.unread)`)
  })

  rule('another text of the same person stands with the first, and is not new where it wants nobody', async () => {
    await writes('STOP')
    await page.waitForSelector(`${row} .conversation-words:has-text("STOP")`, { timeout: 20_000 })
    assert.equal(await page.locator(`${row}.unread`).count(), 0)
    assert.equal(await page.locator(row).count(), 1)
    await page.click(`${row} a`)
    await page.waitForSelector('.piece')
    assert.equal(await page.locator('.piece.came').count(), 2)
    assert.match(await page.locator('.piece.came .read-as').last().textContent(), /never contacted again/)
  })

  rule('a number from which nothing came is said to be one', async () => {
    await page.goto(`${url}/#/inbox/12125550000`)
    await page.waitForSelector('.empty')
    await looks('none')
  })

  rule('the page met no error', async () => assert.deepEqual(faults, []))
  return steps
}

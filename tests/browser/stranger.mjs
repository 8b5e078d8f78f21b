// A stranger's first minute: from the demo's page to a visit typed in, its call answered and heard, and the visit confirmed.
// Clicks are counted, and the time of it all is told; what a person would type is typed.
import assert from 'node:assert/strict'

const MOST_CLICKS = 12
const NUMBER = '(212) 555-0187'

export function stranger_journey({ page, url, phones, shots, size, audit }) {
  const steps = []
  const rule = (name, run) => steps.push({ name, run })
  let clicks = 0
  const begun = performance.now()
  const click = async (on, selector) => {
    ++clicks
    await on.click(selector)
  }
  let handset = null
  const faults = []

  rule('whoever wants to be the client has a phone with two clicks', async () => {
    await page.goto(`${url}/`)
    await page.waitForSelector('.new-visit-button')
    handset = await page.context().newPage()
    if (size === 'desk') {
      const link = await page.getAttribute('.demo-phones', 'href')
      assert.equal(link.replace(/\/$/, ''), phones)
    }
    ++clicks  // the link, or the second address that the demo prints
    await handset.goto(`${phones}/`)
    handset.on('pageerror', (error) => faults.push(`error: ${error.message}`))
    await handset.fill('input[name=number]', NUMBER)
    await click(handset, 'button:has-text("Add")')
    await handset.waitForSelector('.dial button')
  })

  rule('a visit is typed in for tomorrow, and its call sent now', async () => {
    await click(page, '.new-visit-button')
    const day = new Date(`${await page.inputValue('dialog input[name=date]')}T00:00Z`)
    day.setUTCDate(day.getUTCDate() + 1)
    await page.fill('dialog input[name=name]', 'Ada Quill')
    await page.fill('dialog input[name=number]', NUMBER)
    await page.fill('dialog input[name=date]', day.toISOString().slice(0, 10))
    await page.fill('dialog input[name=time]', '16:00')
    await page.fill('dialog input[name=attested]', 'at the desk')
    await click(page, 'dialog button[type=submit]')
    await page.waitForSelector('dialog .what-is-sent')
    await click(page, 'dialog a.button.primary')
    await page.waitForSelector('.wishes')
    await click(page, 'li.open:has-text("Call") .button:has-text("Send now")')
  })

  rule('the phone rings, the question is answered, the visit is heard and confirmed', async () => {
    // Whoever looks at the flow meanwhile sees where the call is, and which way it took.
    const watch = await page.context().newPage()
    await watch.goto(`${url}/#/reminders/flows`)
    const confirmed = async () => Number(/Key 1 → Confirmed: (\d+)/.exec(await watch.textContent('[data-state=menu] .words'))[1])
    await watch.waitForSelector('.flow-table')
    const before = await confirmed()
    await handset.waitForSelector('button:has-text("Answer")', { timeout: 20_000 })
    await click(handset, 'button:has-text("Answer")')
    const says = (text) => handset.waitForFunction((wanted) => document.querySelector('.caption')?.textContent.includes(wanted), text, { timeout: 20_000 })
    await says('press 1')
    await watch.waitForSelector('.flow-diagram [data-now]:not([data-now="0"])', { timeout: 20_000 })
    const picture = await watch.getAttribute('.flow-diagram img', 'src')
    await click(handset, '.keypad button:has-text("1")')
    await says('June 10')
    await handset.screenshot({ path: `${shots}/stranger-phone-${size}.png` })
    await click(handset, '.keypad button:has-text("1")')
    await page.waitForSelector('.one-head :text-is("Confirmed")', { timeout: 20_000 })
    await page.screenshot({ path: `${shots}/stranger-confirmed-${size}.png` })
    await watch.waitForFunction((seen) => document.querySelector('.flow-diagram img').getAttribute('src') !== seen, picture)
    await watch.click('.flow-table summary')
    for (const until = Date.now() + 20_000; (await confirmed()) <= before;) assert.ok(Date.now() < until, `still ${before} confirmed`)
    await watch.screenshot({ path: `${shots}/stranger-flow-${size}.png`, fullPage: true })
    await watch.close()
    assert.deepEqual(await audit(), [])
    assert.deepEqual(faults, [])
    assert.ok(clicks <= MOST_CLICKS, `${clicks} clicks, where ${MOST_CLICKS} must do`)
    console.log(`        ${clicks} clicks, ${((performance.now() - begun) / 1000).toFixed(1)} s from the page's first load`)
  })

  return steps
}

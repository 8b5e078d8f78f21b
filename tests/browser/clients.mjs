// Staff type an appointment in, move, cancel and take it back; find its client, mend the number, and say whether they may be contacted.
import assert from 'node:assert/strict'
import { begin } from './steps.mjs'

export function clients_journey(stage) {
  const { page, url } = stage
  const { steps, rule, faults, looks, ask } = begin(stage, { name: 'clients' })
  let day = ''
  let visit = 0

  rule('an appointment is typed in, and the answer says who will be contacted, how and when', async () => {
    await page.goto(`${url}/`)
    await page.waitForSelector('.new-visit-button')
    await looks('day')
    await page.click('.new-visit-button')
    day = await page.inputValue('dialog input[name=date]')
    const date = new Date(`${day}T00:00Z`)
    date.setUTCDate(date.getUTCDate() + 5)
    day = date.toISOString().slice(0, 10)
    await page.fill('dialog input[name=name]', 'Zoe Quill')
    await page.fill('dialog input[name=number]', '12')
    await page.fill('dialog input[name=date]', day)
    await page.fill('dialog input[name=time]', '11:30')
    await page.fill('dialog input[name=attested]', 'at the desk today')
    await page.click('dialog button[type=submit]')
    await page.waitForSelector('dialog .problem')
    await looks('refused')
    await page.fill('dialog input[name=number]', '(212) 555-0177')
    await page.keyboard.press('Enter')
    await page.waitForSelector('dialog .what-is-sent')
    assert.match(await page.textContent('dialog'), /Zoe Quill is booked/)
    assert.match(await page.textContent('dialog .what-is-sent'), /Who will be contacted: Zoe Quill, \(212\) 555-0177/)
    await looks('booked')
  })

  rule('a client who is known is found while the name is typed, and chosen with the keyboard', async () => {
    await page.click('dialog .button:has-text("Another one")')
    await page.locator('dialog input[name=name]').pressSequentially('zoe q')
    await page.waitForSelector('.suggestions li')
    await page.keyboard.press('ArrowDown')
    await looks('suggested')
    await page.keyboard.press('Enter')
    assert.equal(await page.inputValue('dialog input[name=number]'), '(212) 555-0177')
    await page.fill('dialog input[name=date]', day)
    await page.fill('dialog input[name=time]', '14:00')
    await page.click('dialog button[type=submit]')
    await page.waitForSelector('dialog .what-is-sent')
    await page.click('dialog a.button.primary')
    await page.waitForSelector('.change-visit')
    visit = Number((await page.evaluate(() => location.hash)).split('/').pop())
    assert.equal((await ask(`/clients?q=zoe%20quill`)).clients.length, 1)
  })

  rule('a waiting reminder is left out and taken in again', async () => {
    await page.click('.wishes .button:has-text("Not at all")')
    await page.click('.wishes .button:has-text("After all")')
    await page.waitForSelector('.wishes .button:has-text("Not at all")')
    await looks('visit')
  })

  rule('it is moved, and the page says what is sent now; cancelled, and taken back with one click', async () => {
    await page.click('.change-do .button:has-text("Move")')
    await page.fill('.change-visit input[name=time]', '15:45')
    await looks('moving')
    await page.click('.change-visit button[type=submit]')
    await page.waitForSelector('.told .what-is-sent')
    assert.equal((await ask(`/appointments/${visit}`)).local, `${day}T15:45`)
    await page.click('.change-do .button:has-text("Cancel appointment")')
    await page.waitForSelector('.told .button')
    await looks('cancelled')
    assert.equal((await ask(`/appointments/${visit}`)).next.length, 0)
    await page.click('.told .button:has-text("Undo")')
    await page.waitForSelector('.change-do')
    const back = await ask(`/appointments/${visit}`)
    assert.equal(back.state, 'scheduled')
    assert.ok(back.next.length > 0)
  })

  rule('a client is found by a part of the number', async () => {
    await page.click('.ways a[href="#/clients"]')
    await page.waitForSelector('.client-row')
    await looks('list')
    await page.fill('.clients-search input', '555-0177')
    await page.waitForFunction(() => document.querySelectorAll('.client-row').length === 1)
    await page.click('.client-row .row-link')
    await page.waitForSelector('.details')
    await looks('one')
  })

  rule('a number that cannot be used is refused with a reason; a good one is saved, and plans anew', async () => {
    await page.fill('.details input[name=number]', '123')
    await page.click('.details button[type=submit]')
    await page.waitForSelector('.details .problem')
    await page.fill('.details input[name=number]', '212 555 0178')
    await page.click('.details button[type=submit]')
    await page.waitForSelector('.said-so:not(:empty)')
    assert.match(await page.textContent('.said-so'), /2 appointments were planned anew/)
    assert.match(await page.textContent('.ways-of'), /No consent on record/)
  })

  rule('two clients who are one person are joined, after the page has said what will happen', async () => {
    const here = await page.evaluate(() => location.hash)
    await page.evaluate(async () => {
      await fetch('/v1/clients', { method: 'POST', headers: { 'X-Courtesy': 'page' },
        body: JSON.stringify({ name: 'Zoë Quill', number: '212 555 0178', language: 'es' }) })
    })
    await page.reload()
    await page.click('.same-number .button')
    await page.waitForSelector('.what-joining-does')
    assert.match(await page.textContent('.what-joining-does'), /Nobody is contacted/)
    await page.check('input[name=keep-name] >> nth=1')
    await looks('joining')
    await page.click('dialog button[type=submit]')
    await page.waitForSelector('dialog', { state: 'detached' })
    await page.waitForSelector('.one-title h1:text-is("Zoë Quill")')
    assert.equal(await page.locator('.same-number').count(), 0)
    const found = (await ask('/clients?q=quill')).clients
    assert.deepEqual(found.map((one) => `#/client/${one.id}`), [here])
    assert.equal((await ask(`/clients/${found[0].id}`)).ahead.length, 2)
    await looks('joined')
  })

  rule('a consent is recorded with how it was given, and withdrawn', async () => {
    await page.click('li[data-channel=call] .button')
    await page.fill('input[name=attested]', 'told Kim on the phone today')
    await page.click('.ways-of button[type=submit]')
    await page.waitForSelector('li[data-channel=call] .yes')
    await page.click('li[data-channel=call] .button')
    await page.waitForSelector('li[data-channel=call] .no')
    assert.match(await page.textContent('li[data-channel=call]'), /Withdrawn/)
  })

  rule('never contact is set with one click, and lifted only for a reason', async () => {
    await page.click('[aria-label="Never contact"] .button')
    await page.waitForSelector('.one-title .badge')
    await page.click('[aria-label="Never contact"] .way-of .button')
    await page.waitForSelector('input[name=why]')
    await looks('never')
    await page.fill('input[name=why]', 'wrote on 3 May that reminders are wanted again')
    await page.click('[aria-label="Never contact"] button[type=submit]')
    await page.waitForSelector('.one-title .badge', { state: 'detached' })
  })

  rule('with whom something is wrong is a list with counts', async () => {
    await page.goto(`${url}/#/clients?show=problems`)
    await page.waitForSelector('.client-problems')
    assert.equal(await page.locator('.shows.kinds .chip').count(), 5)
    await looks('problems')
    await page.click('.shows.kinds .chip:has-text("No consent")')
    await page.waitForSelector('.client-row:has-text("Zoë Quill")')
    await page.click('.shows .chip:has-text("Never contact")')
    await page.waitForSelector('.empty, .clients')
  })

  rule('all of it is there in Spanish', async () => {
    await page.evaluate(() => localStorage.setItem('courtesy-language', 'es'))
    await page.reload()
    await page.waitForSelector('h1:text-is("Clientes")')
    await looks('spanish')
    await page.evaluate(() => localStorage.removeItem('courtesy-language'))
  })

  rule('nothing went wrong in the browser', () => assert.deepEqual(faults, []))
  return steps
}

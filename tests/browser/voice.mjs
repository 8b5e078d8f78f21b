// From a recording made by phone to its being heard in the next reminder's call. Each step is a rule that must hold.
import assert from 'node:assert/strict'
import { begin, run_at, stays_at_home } from './steps.mjs'

const HELLO = 'appointment-reminder/opening/hello/en'
const SAID = 'Hello from Maria at the harbour. To hear it press 1, for no more calls press 9.'
const SAID_AGAIN = 'Good day, the harbour is calling. Press 1 to hear it, 9 for no more calls.'
const STAFF = '+16175550111'

export function voice_journey(stage) {
  const { page, url, phones, audit } = stage
  const { steps, rule, faults, shot, fits } = begin(stage, { name: 'voice', refused: /status of 400/ })
  stays_at_home(page, url, faults)
  const journal = async (query) => (await (await fetch(`${phones}/_/journal?limit=10000&${query}`)).json()).entries
  const prompt = `[data-prompt="${HELLO}"]`

  /** A member of the staff rings the number that the page shows, keys in its code, speaks and keeps it. */
  const record = async (words) => {
    const number = (await page.textContent('.record-number')).replace(/\D/g, '')
    const code = (await page.textContent('.record-code')).replace(/\D/g, '')
    const script = `[
      { hears = "key in the code", presses = "${code}#" },
      { hears = "[beep]", says = "${words}", seconds = 4 },
      { presses = "#" },
      { hears = "to keep it, press 1", presses = "1" },
    ]`
    const answer = await fetch(`${phones}/_/calls`, {
      method: 'POST',
      body: new URLSearchParams({ From: STAFF, To: number.length === 10 ? `+1${number}` : `+${number}`, Script: script }),
    })
    assert.ok(answer.ok, await answer.text())
  }

  rule('every state shows what is said, and that a robot says it', async () => {
    await page.goto(`${url}/#/voice`)
    await page.waitForSelector('[data-prompt]')
    assert.match(await page.textContent('.voice-progress'), /0 of \d+ sentences recorded in English/)
    assert.ok(await page.locator('[data-state-name="opening"] .robot-mark').count())
    assert.match(await page.textContent(`${prompt} .words`), /A message from Harbour Physiotherapy/)
    await fits()
    await shot('robot')
    assert.deepEqual(await audit(), [])
  })

  rule('the way to another language and another flow is a click', async () => {
    await page.click('.chip:has-text("Spanish")')
    assert.match(await page.textContent('[data-state-name="opening"] .words'), /Un mensaje de Harbour/)
    await page.click('.chip:has-text("English")')
    await page.selectOption('select[name=flow]', 'callback-line')
    await page.waitForSelector('[data-state-name="put_through"]')
    await page.selectOption('select[name=flow]', 'appointment-reminder')
    await page.waitForSelector(prompt)
  })

  if (!phones) return steps

  rule('record by phone: a number, a code in pairs, and the time that is left', async () => {
    await page.locator(`${prompt} button:has-text("Record by phone")`).focus()
    await page.keyboard.press('Enter')
    await page.waitForSelector('.record-code')
    assert.match(await page.textContent('.record-code'), /^\d\d \d\d \d\d$/)
    const left = async () => {
      const [, minutes, seconds] = (await page.textContent('.countdown')).match(/(\d+):(\d\d) more/)
      return Number(minutes) * 60 + Number(seconds)
    }
    const before = await left()
    // The page's clock may be a second behind the server's.
    assert.ok(before > 800 && before <= 901, `${before} s are left`)
    await page.waitForFunction((old) => !document.querySelector('.countdown').textContent.includes(old),
      (await page.textContent('.countdown')).match(/\d+:\d\d/)[0])
    assert.ok(await left() < before)
    await fits()
    await shot('code')
    assert.deepEqual(await audit(), [])
  })

  rule('who rings with the code records it, and the page shows the version at once, with its waveform', async () => {
    await page.evaluate(() => { window.not_reloaded = true })
    await run_at(page, 10)
    await record(SAID)
    await page.waitForSelector('.arrived .waveform', { timeout: 60_000 })
    await run_at(page, 1)
    assert.equal(await page.evaluate(() => window.not_reloaded), true)
    assert.match(await page.textContent('.arrived'), /Version 1.*is heard from the next call on/s)
    const path = await page.getAttribute('.arrived .waveform path', 'd')
    assert.equal(path.split('M').length - 1, 200)
    assert.equal((await journal('what=recorded')).at(-1).text.toLowerCase().includes('maria'), true)
    await fits()
    await shot('arrived')
    assert.deepEqual(await audit(), [])
    await page.click('.dialog .button.primary')
    assert.equal(await page.locator('[data-state-name="opening"] .robot-mark').count(), 0)
    assert.match(await page.textContent('.voice-progress'), /1 of/)
    await shot('recorded')
  })

  rule('what is served can be heard: the browser plays it', async () => {
    const played = await page.evaluate(async (selector) => {
      const heard = new Promise((resolve) => {
        const old = HTMLMediaElement.prototype.play
        HTMLMediaElement.prototype.play = function () {
          HTMLMediaElement.prototype.play = old
          this.muted = true
          this.addEventListener('playing', () => resolve(this.duration))
          this.addEventListener('error', () => resolve(`error ${this.error?.code}`))
          return old.call(this)
        }
      })
      document.querySelector(`${selector} .sound button`).click()
      return heard
    }, prompt)
    assert.ok(typeof played === 'number' && played > 1 && played < 8, `it lasts ${played}`)
  })

  rule('whoever goes through the call on the page hears the recording, and a robot’s voice for the rest, in the call’s order', async () => {
    await page.goto(`${url}/#/reminders/flows`)
    await page.waitForSelector('.flow-turns .hear')
    const heard = await page.evaluate(async () => {
      const heard = []
      const play = HTMLMediaElement.prototype.play
      HTMLMediaElement.prototype.play = function () {
        heard.push(`recording ${new URL(this.src).pathname.split('/')[1]}`)
        setTimeout(() => this.onended?.(), 0)
        return Promise.resolve()
      }
      speechSynthesis.speak = (said) => { heard.push('words'); setTimeout(() => said.onend?.(), 0) }
      const hear = async (button) => {
        button.click()
        await new Promise((resolve) => setTimeout(resolve, 50))
        while (button.dataset.piece !== undefined) await new Promise((resolve) => setTimeout(resolve, 20))
      }
      await hear(document.querySelector('.flow-turns .hear'))
      HTMLMediaElement.prototype.play = play
      return heard
    })
    assert.equal(heard[0], 'recording audio')
    assert.ok(heard.slice(1).every((one) => one === 'words'), heard.join(', '))
    assert.deepEqual(await audit(), [])
    await page.goto(`${url}/#/voice`)
    await page.waitForSelector(prompt)
  })

  rule('the next reminder’s call plays it: heard in the bytes that the phone got', async () => {
    const last = (await journal('what=heard')).at(-1)?.n ?? 0
    await run_at(page, 200)
    let heard = []
    for (let tries = 0; tries < 120 && heard.length === 0; ++tries) {
      await page.waitForTimeout(500)
      heard = (await journal(`what=heard&after=${last}`)).filter((entry) => /maria at the harbour/i.test(entry.text) && entry.to !== STAFF)
    }
    await run_at(page, 1)
    assert.ok(heard.length > 0, 'no reminder’s call has played it')
    assert.ok(!/^A message from/.test(heard[0].text), heard[0].text)
  })

  rule('a second take is undone by a click, and the first is heard again', async () => {
    await page.goto(`${url}/#/voice`)
    await page.waitForSelector(prompt)
    await page.click(`${prompt} button:has-text("Record by phone")`)
    await page.waitForSelector('.record-code')
    await run_at(page, 10)
    await record(SAID_AGAIN)
    await page.waitForSelector('.arrived .waveform', { timeout: 60_000 })
    await run_at(page, 1)
    assert.match(await page.textContent('.arrived'), /Version 2/)
    await page.click('.arrived .link')
    await page.waitForFunction(() => /is kept, and not heard in calls/.test(document.querySelector('.arrived').textContent))
    await page.keyboard.press('Escape')
    await page.waitForFunction((selector) => /version 1/.test(document.querySelector(`${selector} .sound`)?.textContent ?? ''), prompt)
    await page.click(`${prompt} button:has-text("Versions")`)
    await page.waitForSelector('.version-list li')
    assert.equal(await page.locator('.version-list li').count(), 3)
    await fits()
    await shot('versions')
    assert.deepEqual(await audit(), [])
    await page.keyboard.press('Escape')
    await page.waitForSelector('.dialog', { state: 'detached' })
  })

  rule('a file that nobody could hear is refused in words', async () => {
    const silent = Buffer.alloc(44 + 16_000 * 2)
    silent.write('RIFF', 0); silent.writeUInt32LE(36 + 32_000, 4); silent.write('WAVEfmt ', 8); silent.writeUInt32LE(16, 16)
    silent.writeUInt16LE(1, 20); silent.writeUInt16LE(1, 22); silent.writeUInt32LE(8000, 24); silent.writeUInt32LE(16_000, 28)
    silent.writeUInt16LE(2, 32); silent.writeUInt16LE(16, 34); silent.write('data', 36); silent.writeUInt32LE(32_000, 40)
    await page.setInputFiles(`${prompt} input[type=file]`, { name: 'hello.wav', mimeType: 'audio/wav', buffer: silent })
    await page.waitForSelector(`${prompt} .problem`)
    assert.match(await page.textContent(`${prompt} .problem`), /The file is silent/)
  })

  rule('a message that a caller leaves stands on the page, is heard, and is marked', async () => {
    const { account } = await (await fetch(`${url}/v1/session`)).json()
    assert.ok(account.id)
    await page.goto(`${url}/#/voice/messages`)
    await page.waitForSelector('.voice .empty')
    await shot('no-messages')
    await run_at(page, 10)
    const script = `[
      { hears = "To speak to us, press 2", presses = "2" },
      { hears = "[beep]", says = "Please move my visit to Friday", seconds = 3 },
      { hangs_up = true, wait = 1 },
    ]`
    const answer = await fetch(`${phones}/_/calls`, { method: 'POST',
      body: new URLSearchParams({ From: '+16175550123', To: '+16175550198', Script: script }) })
    assert.ok(answer.ok, await answer.text())
    await page.waitForSelector('.message .waveform', { timeout: 60_000 })
    await run_at(page, 1)
    assert.match(await page.textContent('.tabs'), /Messages1/)
    assert.match(await page.textContent('.ways'), /Voice1 messages? not heard yet/)
    await fits()
    await shot('messages')
    assert.deepEqual(await audit(), [])
    await page.click('.message button:has-text("Mark as heard")')
    await page.waitForSelector('.message.unread', { state: 'detached' })
    await page.click('.message button:has-text("Delete")')
    await page.waitForSelector('.dialog .danger')
    await page.click('.dialog .danger')
    await page.waitForSelector('.voice .empty')
  })

  rule('what a caller leaves to be done is listed, and is done with a click', async () => {
    await page.goto(`${url}/#/voice/callers`)
    await page.waitForSelector('[data-task]')
    assert.match(await page.textContent('[data-task]'), /Left a message\./)
    await fits()
    await shot('callers')
    assert.deepEqual(await audit(), [])
    const { tasks: left } = await (await fetch(`${url}/v1/tasks`)).json()
    await page.route(/\/v1\/tasks\?limit=50/, (route) => route.fulfill({
      json: route.request().url().includes('after=') ? { tasks: [{ ...left[0], id: 9999 }], next: null } : { tasks: left, next: left[0].id },
    }))
    await page.reload()
    await page.waitForSelector('[data-task]')
    assert.equal(await page.locator('[data-task]').count(), left.length)
    await page.click('.actions button:has-text("more")')
    assert.ok(await page.locator('[data-task]').count() >= left.length, 'the page was empty while more came')
    await page.waitForSelector('[data-task="9999"]')
    assert.equal(await page.locator('[data-task]').count(), left.length + 1)
    assert.equal(await page.locator('.actions button:has-text("more")').count(), 0)
    await page.unroute(/\/v1\/tasks\?limit=50/)
    await page.reload()
    await page.click('[data-task] button:has-text("Done")')
    await page.waitForSelector('.voice .empty')
    const { tasks } = await (await fetch(`${url}/v1/tasks?done=true`)).json()
    assert.ok(tasks[0].done.who)
  })

  rule('a number is answered by another flow, gets a neighbour, and is put back as it was', async () => {
    const lines = async () => (await (await fetch(`${url}/v1/lines`)).json()).lines.map(({ number, flow }) => ({ number, flow }))
    const before = await lines()
    await page.goto(`${url}/#/voice/numbers`)
    await page.waitForSelector('.number-list li')
    await page.selectOption(`[data-number="${before[0].number}"] select`, 'time-card')
    await page.waitForSelector('.said')
    assert.equal((await lines())[0].flow, 'time-card')
    await page.click('.said button')
    await page.waitForSelector('.said', { state: 'detached' })
    await page.click('.voice summary')
    await page.fill('.voice details input[name=number]', '(617) 555-0177')
    await page.click('.voice details button[type=submit]')
    await page.waitForSelector('[data-number="+16175550177"]')
    await fits()
    await shot('numbers')
    assert.deepEqual(await audit(), [])
    await page.click('[data-number="+16175550177"] .number-do button')
    await page.waitForSelector('[data-number="+16175550177"]', { state: 'detached' })
    assert.deepEqual(await lines(), before)
    await page.fill('.number-allows input[name=put_through]', 'nonsense')
    await page.click('.number-allows button[type=submit]')
    await page.waitForSelector('.number-allows .problem')
  })

  rule('the page made no error and asked nobody else', async () => assert.deepEqual(faults, []))
  return steps
}

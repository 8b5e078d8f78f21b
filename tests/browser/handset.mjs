// The handset's page against an application of a few lines: it is rung, answered, heard, keyed, recorded, put off with a machine,
// and written to. Each step is a rule that must hold.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { begin, stays_at_home } from './steps.mjs'

const ACCOUNT = 'AC00000000000000000000000000000001'
const OURS = '+12025550100'
const ANA = '+12125550101'
const MENU = `<?xml version="1.0" encoding="UTF-8"?>
<Response>
  <Play>hello.wav</Play>
  <Gather numDigits="1" action="/key" timeout="20">
    <Say language="en-US">To confirm, press 1. To leave a message, press 2.</Say>
  </Gather>
  <Say>Goodbye.</Say>
</Response>
`

/** 0.4 s of a hum, as telephones have it. */
function hum() {
  const samples = 3200
  const wav = Buffer.alloc(44 + samples * 2)
  wav.write('RIFF', 0); wav.writeUInt32LE(36 + samples * 2, 4); wav.write('WAVEfmt ', 8); wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20); wav.writeUInt16LE(1, 22); wav.writeUInt32LE(8000, 24); wav.writeUInt32LE(16_000, 28)
  wav.writeUInt16LE(2, 32); wav.writeUInt16LE(16, 34); wav.write('data', 36); wav.writeUInt32LE(samples * 2, 40)
  for (let i = 0; i < samples; ++i) wav.writeInt16LE(Math.round(6000 * Math.sin(i / 4)), 44 + i * 2)
  return wav
}

/** The application: a menu, a message, texts. It keeps what it was asked. */
function application() {
  const asked = []
  const pages = {
    '/menu': () => MENU,
    '/key': ({ Digits }) => Digits === '2'
      ? '<Response>\n  <Say>Speak now.</Say>\n  <Record action="/recorded" timeout="4" finishOnKey="#"/>\n</Response>'
      : '<Response><Say>Thank you, it is confirmed.</Say><Pause length="30"/></Response>',
    '/recorded': () => '<Response><Say>We will call you back.</Say></Response>',
    '/machine': () => '<Response><Pause length="3"/><Say>This is Maple Dental. Please ring us.</Say></Response>',
    '/sms': ({ Body }) => `<Response><Message>You wrote ${Body}</Message></Response>`,
    '/status': () => '<Response/>',
  }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => { body += chunk })
    request.on('end', () => {
      const path = request.url.split('?')[0]
      const fields = Object.fromEntries(new URLSearchParams(body))
      asked.push({ path, fields })
      if (path === '/hello.wav') return response.writeHead(200, { 'Content-Type': 'audio/wav' }).end(hum())
      response.writeHead(200, { 'Content-Type': 'text/xml' }).end(pages[path]?.(fields) ?? '<Response/>')
    })
  })
  return new Promise((ready) => server.listen(0, '127.0.0.1', () => ready({
    asked, url: `http://127.0.0.1:${server.address().port}`, end: () => { server.close(); server.closeAllConnections() },
  })))
}

/** A phone network of its own, and the application. */
export async function handset_server(start) {
  const app = await application()
  const network = await start(['phones', '--port', '0', '--own', `${OURS}=${app.url}/sms,${app.url}/menu`, '--calls-per-second', '0'])
  return { ...network, app, end: () => { network.end(); app.end() } }
}

export function handset_journey(stage) {
  const { page, url, app, shots, size, audit } = stage
  // What is not possible is answered 409; a network in real time refuses to advance so too.
  const { steps, rule, faults, shot, fits } = begin(stage, { name: 'handset', refused: /status of 4(00|09)/, whole: true })
  stays_at_home(page, url, faults)
  page.setDefaultTimeout(15_000)
  const rest = async (resource, fields) => {
    const answer = await fetch(`${url}/2010-04-01/Accounts/${ACCOUNT}/${resource}.json`, {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(`${ACCOUNT}:phones`).toString('base64')}` },
      body: new URLSearchParams({ To: ANA, From: OURS, ...fields }),
    })
    assert.equal(answer.status, 201, await answer.clone().text())
    return (await answer.json()).sid
  }
  const ring = (path) => rest('Calls', { Url: app.url + path, StatusCallback: `${app.url}/status` })
  const journal = async (query) => (await (await fetch(`${url}/_/journal?limit=10000&${query}`)).json()).entries
  const says = (text) => page.waitForFunction((wanted) => document.querySelector('.caption')?.textContent.includes(wanted), text, { timeout: 20_000 })
  const stands = (text) => page.waitForFunction((wanted) => document.querySelector('.standing')?.textContent.includes(wanted), text, { timeout: 20_000 })
  /** What the browser's own voice was told to say, and which files were played. */
  const heard = () => page.evaluate(() => window.heard)

  rule('without a phone the page says so; one is added with a number as people write it', async () => {
    await page.addInitScript(() => {
      window.heard = []
      window.tones = 0
      if (window.speechSynthesis) speechSynthesis.speak = (words) => window.heard.push(`voice: ${words.text}`)
      const play = HTMLMediaElement.prototype.play
      HTMLMediaElement.prototype.play = function () {
        this.addEventListener('loadedmetadata', () => window.heard.push(`file of ${this.duration.toFixed(1)} s`))
        return play.call(this)
      }
      const start = OscillatorNode.prototype.start
      OscillatorNode.prototype.start = function (...when) {
        ++window.tones
        return start.apply(this, when)
      }
    })
    await page.goto(url)
    await page.waitForSelector('input[name=number]')
    assert.match(await page.textContent('.book'), /No phone is picked up by hand yet/)
    assert.deepEqual(await audit(), [])
    await page.fill('input[name=number]', '(212) 555-0101')
    await page.keyboard.press('Enter')
    await page.waitForSelector('#phone')
    assert.match(await page.textContent('#phone h2'), /\+12125550101/)
    await fits()
    assert.deepEqual(await audit(), [])
    await shot('quiet')
  })

  rule('it rings, to be seen and heard', async () => {
    await ring('/menu')
    await page.waitForSelector('.phone.rings')
    await stands(`${OURS} is calling`)
    await page.waitForFunction(() => window.tones >= 2)
    await fits()
    await shot('rings')
    assert.deepEqual(await audit(), [])
  })

  rule('answered by the keyboard, it plays the application’s own file, then the browser speaks what is said', async () => {
    await page.locator('button:has-text("Answer")').first().focus()
    await page.keyboard.press('Enter')
    await stands('In a call with')
    await says('To confirm, press 1')
    const all = await heard()
    assert.ok(all.includes('file of 0.4 s'), all.join())
    assert.ok(all.includes('voice: To confirm, press 1. To leave a message, press 2.'), all.join())
  })

  rule('the document is walked in sight: the verb that is at work, in its line', async () => {
    assert.equal(await page.getAttribute('.lines li.now', 'aria-current'), 'step')
    assert.match(await page.textContent('.lines li.now'), /<Say language="en-US">To confirm/)
    assert.equal(await page.textContent('.lines li.now .verb'), 'Say')
    assert.match(await page.textContent('.lines li.walked'), /<Play>/)
    await fits()
    await shot('call')
    assert.deepEqual(await audit(), [])
  })

  rule('each webhook shows its parameters, signature, status and time', async () => {
    const hook = page.locator('.hook', { hasText: '/menu' }).first()
    await hook.locator('summary').click()
    const text = await hook.textContent()
    assert.match(text, /X-Twilio-Signature: [A-Za-z0-9+/]{27}=/)
    assert.match(text, /CallSid\s*CA[0-9a-f]{32}/)
    assert.match(text, /200\s*\d+ ms/)
  })

  rule('a key on the keyboard is a key on the phone', async () => {
    await page.focus('#phone')
    await page.keyboard.press('1')
    await says('Thank you, it is confirmed')
    assert.match(await page.textContent('.pressed'), /1/)
    assert.equal(app.asked.find((one) => one.path === '/key').fields.Digits, '1')
  })

  rule('hung up here, the call is over, and stays to be looked at', async () => {
    await page.click('button:has-text("Hang up")')
    await stands('Nobody is on the line')
    await stands('is over')
    assert.match(await page.textContent('.hooks'), /completed/)
    assert.equal((await journal('what=hang_up')).at(-1).detail, 'person')
    assert.equal(await page.locator('.lines li.now').count(), 0)
  })

  rule('its timeline is a picture with a transcript beside it', async () => {
    await page.click('.timeline summary')
    await page.waitForFunction(() => document.querySelector('.picture img')?.naturalHeight > 300)
    await fits()
    await shot('timeline')
    assert.deepEqual(await audit(), [])
    const words = await (await fetch(url + await page.getAttribute('a[href$=".txt"]', 'href'))).text()
    assert.match(words, /answers[^]*Play "\[audio 0\.4 s\]" \(line 3\)[^]*presses "1"[^]*Thank you, it is confirmed[^]*hang-up: by person/)
    const picture = await page.context().newPage()
    await picture.setViewportSize({ width: 980, height: 900 })
    await picture.goto(url + await page.getAttribute('a[href$=".svg"]', 'href'))
    await picture.screenshot({ path: `${shots}/handset-picture-${size}.png` })
    await picture.close()
    await page.click('.timeline summary')
  })

  rule('a typed sentence is a recorded one, and typing is not silence', async () => {
    await ring('/menu')
    await page.click('button:has-text("Answer")')
    await says('To confirm, press 1')
    await page.click('.key[aria-label="2"]')
    await page.waitForSelector('.mouth.taping', { timeout: 20_000 })
    await page.locator('.mouth input').pressSequentially('Ana here, please ring', { delay: 60 })
    await shot('records')
    assert.deepEqual(await audit(), [])
    await page.keyboard.press('Enter')
    await says('We will call you back')
    assert.equal((await journal('what=recorded')).at(-1).text, 'Ana here, please ring')
    await stands('Nobody is on the line')
  })

  rule('declined, it is busy', async () => {
    const sid = await ring('/menu')
    await page.click('button:has-text("Decline")')
    await stands('is declined')
    assert.equal((await journal(`sid=${sid}&what=ended`)).at(-1).detail, 'busy')
  })

  rule('the answering machine is played: greeting, beep, and what is left on it', async () => {
    const sid = await ring('/machine')
    await page.waitForSelector('.phone.rings')
    await page.click('summary:has-text("Be the answering machine")')
    await page.fill('textarea', 'This is Ana')
    await fits()
    assert.deepEqual(await audit(), [])
    await shot('machine')
    await page.click('button:has-text("Let it answer")')
    await stands('answering machine has')
    await says('On the tape')
    await stands('Nobody is on the line')
    assert.match((await journal(`sid=${sid}&what=message_left`)).at(-1).text, /This is Maple Dental/)
  })

  rule('it calls a number of the account, and the ring is the other end’s', async () => {
    await page.click('.dial button')
    await says('To confirm, press 1')
    await page.click('button:has-text("Hang up")')
    await stands('Nobody is on the line')
  })

  rule('texts come, are answered, and the answer is answered', async () => {
    await rest('Messages', { Body: 'Reply C to confirm.' })
    await page.waitForSelector('.bubble:has-text("Reply C to confirm.")', { timeout: 20_000 })
    await page.fill('input[name=body]', 'C')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.bubble.mine:has-text("C")')
    await page.waitForSelector('.bubble:has-text("You wrote C")', { timeout: 20_000 })
    await fits()
    await shot('texts')
    assert.deepEqual(await audit(), [])
  })

  rule('muted, it rings for the eyes alone', async () => {
    await page.click('button:has-text("Mute")')
    const before = await page.evaluate(() => window.tones)
    await ring('/menu')
    await page.waitForSelector('.phone.rings')
    assert.equal(await page.evaluate(() => window.tones), before)
    await page.click('button:has-text("Decline")')
    await page.waitForSelector('.phone.rings', { state: 'detached' })
  })

  rule('a number that cannot be one is refused in words', async () => {
    await page.fill('input[name=number]', '12')
    await page.click('button:has-text("Add")')
    await page.waitForSelector('.book .problem')
    assert.match(await page.textContent('.book .problem'), /E\.164/)
  })

  rule('the page made no error and asked nobody else', async () => assert.deepEqual(faults, []))
  return steps
}

// What every journey stands on: its steps in order, what went wrong in the browser, and how a page must look.
import assert from 'node:assert/strict'

/**
 * `name`: before the names of its screenshots. `refused`: the answers that its steps provoke, for each of which the
 * browser writes a line of its own. `whole`: screenshots show all of a page, and not what a window has of it.
 */
export function begin({ page, shots, size, audit }, { name, refused = /status of 4\d\d/, whole = false }) {
  const steps = []
  const rule = (name, run) => steps.push({ name, run })
  const faults = []
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && !refused.test(message.text())) faults.push(`console: ${message.text()}`)
  })
  const shot = (of) => page.screenshot({ path: `${shots}/${name ? `${name}-` : ''}${of}-${size}.png`, fullPage: whole })
  /** `of`: which of the looks of a page it is, where there are several. */
  const fits = async (of = 'the page') => {
    const [scroll, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    if (scroll > width) assert.fail(`${of} is ${scroll} wide in a window of ${width}, by ${await page.evaluate(widest)}`)
  }
  const looks = async (of) => {
    await fits(of)
    const found = await audit()
    if (found.length > 0) assert.fail(`${of}: ${found.join('\n')}`)
    await shot(of)
  }
  /** Asks the API as the page itself does. */
  const ask = (path) => page.evaluate(async (one) => (await fetch(`/v1${one}`)).json(), path)
  return { steps, rule, faults, shot, fits, looks, ask }
}

const widest = () => [...document.querySelectorAll('#main *')].filter((one) => one.getBoundingClientRect().right > innerWidth)
  .map((one) => `${one.tagName}.${one.className}`).slice(0, 4).join(' ')

/** Whatever the page asks of another host than its own is a fault. */
export function stays_at_home(page, url, faults) {
  const { origin } = new URL(url)
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) faults.push(`asks another host: ${request.url()}`)
  })
}

/** How fast the demo's clock runs: so many seconds in one. */
export const run_at = (page, speed) => page.evaluate(async (value) => {
  await fetch('/v1/demo/speed', { method: 'PUT', headers: { 'X-Courtesy': 'test' }, body: JSON.stringify({ speed: value }) })
}, speed)

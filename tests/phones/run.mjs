// The phone network as other people's software meets it: the official client and its validator, an OpenAPI document, an
// application that knows nothing of it. Says what did not hold.
//
//   run.mjs [FILE...]       all files, or those named (calls, signatures, ...)
//   COURTESY                the program (build/courtesy)
//   COURTESY_SHARED         where twilio/twilio_api_v2010.subset.json is (../shared); not there: that part is skipped
import { startPhones } from './network.mjs'
import { startReceiver } from './receiver.mjs'

const FILES = ['calls', 'paging', 'documents', 'messages', 'numbers', 'recordings', 'lookups', 'errors', 'signatures', 'clinic',
  'expectations', 'lint', 'python', 'openapi']
const wanted = process.argv.slice(2)
const began = Date.now()
let passed = 0
let failed = 0
let skipped = 0

/** The first lines of what went wrong, and where in these files. */
function words(error) {
  const stack = String(error.stack ?? error).split('\n').filter((line) => /tests\/phones\/(?!node_modules)/.test(line))
  return [...String(error.message ?? error).split('\n').slice(0, 12), ...stack.slice(0, 2)].join('\n          ')
}

for (const file of FILES) {
  if (wanted.length > 0 && !wanted.includes(file)) continue
  const part = await import(`./${file}.mjs`)
  const why = part.skip?.()
  if (why) {
    ++skipped
    console.log(`skipped   ${file}: ${why}`)
    continue
  }
  const phones = part.phones && await startPhones(part.phones)
  const app = part.phones && await startReceiver()
  for (const [name, test] of Object.entries(part.tests)) {
    try {
      const note = await test({ phones, app })
      ++passed
      console.log(`ok        ${file}: ${name}${note ? ` (${note})` : ''}`)
    } catch (error) {
      ++failed
      console.log(`FAILED    ${file}: ${name}\n          ${words(error)}`)
    }
  }
  await app?.end()
  await phones?.end()
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped, ${((Date.now() - began) / 1000).toFixed(1)} s`)
process.exit(failed || passed === 0 ? 1 : 0)

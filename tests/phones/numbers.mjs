// Incoming numbers, by the official client.
import assert from 'node:assert/strict'
import { clientOf } from './client.mjs'
import { OURS } from './network.mjs'

export const phones = { args: ['--own', OURS] }

const refused = (code) => (error) => error.constructor.name === 'RestException' && error.code === code
let bought

export const tests = {
  'a number is bought with where to ask': async ({ phones, app }) => {
    bought = await clientOf(phones).incomingPhoneNumbers.create({
      phoneNumber: '+12025550142',
      friendlyName: 'Front desk',
      voiceUrl: `${app.url}/in`,
      smsUrl: `${app.url}/sms`,
      statusCallback: `${app.url}/number-status`,
    })
    assert.match(bought.sid, /^PN[0-9a-f]{32}$/)
    assert.equal(bought.voiceUrl, `${app.url}/in`)
    assert.equal(bought.voiceMethod, 'POST')
    assert.equal(bought.capabilities.voice, true)
    assert.equal(bought.capabilities.sms, true)
  },
  'a call to it asks there, and its status callback is told': async ({ phones, app }) => {
    app.pages.set('/in', '<Response><Say>Welcome</Say><Pause length="30"/></Response>')
    const sid = await phones.callIn({ to: '+12025550142', persona: 'hangs-up' })
    await phones.quiet()
    assert.equal(app.to('/in')[0].fields.CallSid, sid)
    assert.equal(app.to('/in')[0].fields.CallStatus, 'ringing')
    assert.equal(app.to('/in')[0].fields.Direction, 'inbound')
    assert.equal(app.to('/number-status')[0].fields.CallStatus, 'completed')
    assert.equal((await clientOf(phones).calls(sid).fetch()).direction, 'inbound')
    assert.equal((await clientOf(phones).calls(sid).fetch()).phoneNumberSid, bought.sid)
  },
  'numbers are listed, by pattern and by name': async ({ phones }) => {
    const numbers = clientOf(phones).incomingPhoneNumbers
    assert.equal((await numbers.list()).length, 2)
    assert.equal((await numbers.list({ pageSize: 1 })).length, 2)
    assert.deepEqual((await numbers.list({ phoneNumber: '+1202555014*' })).map((one) => one.sid), [bought.sid])
    assert.equal((await numbers.list({ friendlyName: 'Front desk' })).length, 1)
    assert.equal((await numbers.list({ phoneNumber: '999' })).length, 0)
  },
  'a number is updated and only what was said changes': async ({ phones, app }) => {
    const changed = await clientOf(phones).incomingPhoneNumbers(bought.sid).update({ voiceUrl: `${app.url}/other`, voiceMethod: 'GET' })
    assert.equal(changed.voiceUrl, `${app.url}/other`)
    assert.equal(changed.voiceMethod, 'GET')
    assert.equal(changed.smsUrl, `${app.url}/sms`)
    assert.equal((await clientOf(phones).incomingPhoneNumbers(bought.sid).fetch()).voiceUrl, `${app.url}/other`)
  },
  'a number is released': async ({ phones }) => {
    const client = clientOf(phones)
    assert.equal(await client.incomingPhoneNumbers(bought.sid).remove(), true)
    await assert.rejects(client.incomingPhoneNumbers(bought.sid).fetch(), refused(20404))
    await assert.rejects(client.calls.create({ to: '+12125550101', from: '+12025550142', twiml: '<Response/>' }), refused(21210))
  },
  'a number is bought by its area code': async ({ phones }) => {
    const numbers = clientOf(phones).incomingPhoneNumbers
    await assert.rejects(numbers.create({ areaCode: '12' }), refused(21452))
    assert.match((await numbers.create({ areaCode: '212' })).phoneNumber, /^\+1212\d{7}$/)
  },
}

// Recordings, by the official client: their records, and their sound.
import assert from 'node:assert/strict'
import { clientOf } from './client.mjs'
import { OURS } from './network.mjs'

export const phones = { args: ['--own', OURS] }

const refused = (code) => (error) => error.constructor.name === 'RestException' && error.code === code
let call
let recording

export const tests = {
  'what a caller says is recorded, and the status callback says so': async ({ phones, app }) => {
    const client = clientOf(phones)
    const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: OURS })
    await client.incomingPhoneNumbers(number.sid).update({ voiceUrl: `${app.url}/in` })
    app.pages.set('/in', '<Response><Say>Please speak after the tone</Say>' +
      '<Record action="/recorded" recordingStatusCallback="/recording-status?of=é" maxLength="30" timeout="3"/></Response>')
    call = await phones.callIn({ steps: [{ hears: '[beep]', says: 'This is Ana', seconds: 4 }, { wait: 60, hangs_up: true }] })
    await phones.quiet()
    const [told] = app.to('/recording-status')
    assert.ok(told.valid, told.told)
    assert.equal(told.fields.RecordingStatus, 'completed')
    assert.equal(told.fields.CallSid, call)
    const [asked] = app.to('/recorded')
    assert.equal(asked.fields.RecordingSid, told.fields.RecordingSid)
    assert.match(asked.fields.RecordingUrl, new RegExp(`/Recordings/${told.fields.RecordingSid}$`))
  },
  'recordings are listed, of all calls and of one': async ({ phones }) => {
    const client = clientOf(phones)
    const all = await client.recordings.list({ callSid: call })
    assert.equal(all.length, 1)
    recording = all[0]
    assert.equal(recording.status, 'completed')
    assert.equal(recording.source, 'RecordVerb')
    assert.equal(recording.channels, 1)
    assert.equal(typeof recording.duration, 'string')
    const own = await client.calls(call).recordings.list()
    assert.deepEqual(own.map((one) => one.sid), [recording.sid])
    assert.match(own[0].uri, new RegExp(`/Calls/${call}/Recordings/`))
    assert.equal((await client.calls(call).recordings(recording.sid).fetch()).track, 'inbound')
    assert.equal((await client.recordings.list({ dateCreatedBefore: new Date('2026-11-01') })).length, 0)
  },
  'a recording\'s sound is a WAV where its record says': async ({ phones }) => {
    const fetched = await clientOf(phones).recordings(recording.sid).fetch()
    for (const url of [fetched.mediaUrl, `${fetched.mediaUrl}.wav`, phones.url + fetched.uri.replace('.json', '.wav')]) {
      const answer = await fetch(url)
      assert.equal(answer.status, 200, url)
      assert.match(answer.headers.get('content-type'), /^audio\/(x-)?wav$/)
      const bytes = Buffer.from(await answer.arrayBuffer())
      assert.equal(bytes.toString('latin1', 0, 4), 'RIFF')
      const seconds = (bytes.length - 44) / 16_000
      assert.ok(Math.abs(seconds - Number(fetched.duration)) <= 1, `${seconds} s and ${fetched.duration}`)
    }
  },
  'with .mp3 behind it, the same sound is an MP3': async ({ phones }) => {
    const fetched = await clientOf(phones).recordings(recording.sid).fetch()
    const answer = await fetch(`${fetched.mediaUrl}.mp3`)
    assert.equal(answer.headers.get('content-type'), 'audio/mpeg')
    const bytes = Buffer.from(await answer.arrayBuffer())
    assert.equal(bytes.readUInt16BE(0) & 0xffe0, 0xffe0, 'begins with a frame of MPEG audio')
    const seconds = bytes.length / 4_000 // 32 kbit/s
    assert.ok(Math.abs(seconds - Number(fetched.duration)) <= 1.5, `${seconds} s and ${fetched.duration}`)
  },
  'a deleted recording is gone, sound and all': async ({ phones }) => {
    const client = clientOf(phones)
    assert.equal(await client.recordings(recording.sid).remove(), true)
    await assert.rejects(client.recordings(recording.sid).fetch(), refused(20404))
    assert.equal((await fetch(recording.mediaUrl)).status, 404)
    assert.equal((await client.recordings.list()).length, 0)
  },
  'a recording can be deleted through its call too': async ({ phones }) => {
    const client = clientOf(phones)
    const sid = await phones.callIn({ steps: [{ hears: '[beep]', says: 'This is Ben', seconds: 4 }, { wait: 60, hangs_up: true }] })
    await phones.quiet()
    const [own] = await client.calls(sid).recordings.list()
    await assert.rejects(client.calls(call).recordings(own.sid).fetch(), refused(20404))
    assert.equal(await client.calls(sid).recordings(own.sid).remove(), true)
    assert.equal((await client.recordings.list()).length, 0)
  },
  'a call that goes on is recorded, paused, resumed and stopped over the API': async ({ phones, app }) => {
    const client = clientOf(phones)
    app.pages.set('/in', '<Response><Say>One</Say><Pause length="30"/></Response>')
    const sid = await phones.callIn({ steps: [{ wait: 60, hangs_up: true }] })
    await phones.advance(2)
    const begun = await client.calls(sid).recordings.create({ recordingChannels: 'dual', recordingStatusCallback: `${app.url}/live` })
    assert.equal(begun.status, 'in-progress')
    assert.equal(begun.source, 'StartCallRecordingAPI')
    assert.equal(begun.channels, 2)
    await phones.advance(4)
    const set = (fields) => client.calls(sid).recordings(begun.sid).update(fields)
    assert.equal((await set({ status: 'paused', pauseBehavior: 'skip' })).status, 'paused')
    await phones.advance(4)
    assert.equal((await set({ status: 'in-progress' })).status, 'in-progress')
    await phones.advance(4)
    assert.equal((await set({ status: 'stopped' })).status, 'stopped')
    await assert.rejects(set({ status: 'paused' }), refused(21220))
    await phones.quiet()
    const ended = await client.recordings(begun.sid).fetch()
    assert.equal(ended.status, 'completed')
    assert.equal(ended.duration, '8')
    assert.ok(app.to('/live').every((one) => one.valid && one.fields.RecordingStatus === 'completed'))
    await assert.rejects(client.calls(sid).recordings.create(), refused(21220))
  },
}

// A small practice's telephone, as somebody would write it who has never heard of this network: Express, the official SDK's
// TwiML builder, and its own middleware before everything.
import express from 'express'
import twilio from 'twilio'

const { VoiceResponse, MessagingResponse } = twilio.twiml
const HOURS = 'We are open from Monday to Friday, nine to five.'

/**
 * @param client the official client
 * @param number the practice's own, from which it calls
 * @param desk where callers are put through to
 */
export function clinicApp({ client, token, number, desk }) {
  const app = express()
  const log = { messages: [], answers: new Map(), statuses: [], failures: [] }
  app.use(express.urlencoded({ extended: false }))
  app.use(twilio.webhook(token, { protocol: 'http' }))
  const base = (request) => `http://${request.headers.host}`
  const say = (response, twiml) => response.type('text/xml').send(twiml.toString())

  function menu(twiml, tries) {
    const gather = twiml.gather({ numDigits: 1, timeout: 5, action: `/menu?tries=${tries}` })
    gather.say('Welcome to Maple Dental. To leave a message, press 1. To hear our hours, press 2. To speak to us, press 3.')
    if (tries < 2) {
      twiml.say('We did not get a key.')
      twiml.redirect(`/voice?tries=${tries + 1}`)
    } else {
      twiml.say('Goodbye.')
      twiml.hangup()
    }
  }

  app.post('/voice', (request, response) => {
    const twiml = new VoiceResponse()
    menu(twiml, Number(request.query.tries ?? 0))
    say(response, twiml)
  })

  app.post('/menu', (request, response) => {
    const twiml = new VoiceResponse()
    switch (request.body.Digits) {
      case '1':
        twiml.say('Speak after the tone. Press pound when you are done.')
        twiml.record({ action: '/recorded', finishOnKey: '#', maxLength: 120, timeout: 5, recordingStatusCallback: '/recording' })
        twiml.say('We heard nothing. Goodbye.')
        break
      case '2':
        twiml.say(HOURS)
        break
      case '3':
        twiml.say('One moment please.')
        twiml.dial({ action: '/dialled', timeout: 15, callerId: number }, desk)
        break
      default:
        twiml.say('That is not one of the choices.')
        menu(twiml, Number(request.query.tries) + 1)
    }
    say(response, twiml)
  })

  app.post('/recorded', (request, response) => {
    const twiml = new VoiceResponse()
    twiml.say('You said:')
    twiml.play(request.body.RecordingUrl)
    twiml.say('We will call you back.')
    say(response, twiml)
  })

  app.post('/recording', (request, response) => {
    const { RecordingSid, RecordingUrl, RecordingDuration, CallSid } = request.body
    log.messages.push({ sid: RecordingSid, url: RecordingUrl, seconds: Number(RecordingDuration), call: CallSid })
    response.sendStatus(204)
  })

  app.post('/dialled', (request, response) => {
    const twiml = new VoiceResponse()
    if (request.body.DialCallStatus !== 'completed') {
      twiml.say('Nobody is free. Please leave a message.')
      twiml.record({ action: '/recorded', finishOnKey: '#', timeout: 5, recordingStatusCallback: '/recording' })
    }
    say(response, twiml)
  })

  // A reminder asks for a key first: whoever presses none is a machine, and gets a message without keys.
  app.post('/reminder', (request, response) => {
    const twiml = new VoiceResponse()
    const gather = twiml.gather({ numDigits: 1, timeout: 8, action: '/reminded' })
    gather.say('This is Maple Dental about your appointment tomorrow at ten. To confirm, press 1. To cancel, press 2.')
    twiml.pause({ length: 20 })
    twiml.say('This is Maple Dental. Please call us about your appointment.')
    say(response, twiml)
  })

  app.post('/reminded', (request, response) => {
    const twiml = new VoiceResponse()
    const answer = { 1: 'confirmed', 2: 'canceled' }[request.body.Digits]
    if (answer) {
      log.answers.set(request.body.To, answer)
      twiml.say(`Thank you. Your appointment is ${answer}.`)
    } else {
      twiml.say('That is not one of the choices.')
      twiml.redirect('/reminder')
    }
    say(response, twiml)
  })

  // Whoever could not be reached by phone gets a text, once the answer to this callback is out.
  app.post('/status', (request, response) => {
    log.statuses.push(request.body)
    response.sendStatus(204)
  })

  app.post('/sms', async (request, response) => {
    const twiml = new MessagingResponse()
    const word = request.body.Body.trim().toUpperCase()
    if (word === 'C') {
      log.answers.set(request.body.From, 'confirmed')
      twiml.message('Thank you, see you tomorrow – até amanhã!')
    } else if (word !== 'STOP') {
      twiml.message({ statusCallback: '/sms-status' }, 'Reply C to confirm.')
    }
    say(response, twiml)
  })
  app.post('/sms-status', (request, response) => response.sendStatus(204))

  app.use((error, request, response, next) => {
    log.failures.push(error)
    next(error)
  })

  const remind = (to, url) => client.calls.create({
    to,
    from: number,
    url: `${url}/reminder`,
    statusCallback: `${url}/status`,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    timeout: 30,
  })
  return { app, log, remind, base }
}

// The official client, unmodified, told where the network is by its documented extension point: an http client of one's own.
import twilio from 'twilio'
import { ACCOUNT, TOKEN } from './network.mjs'

delete process.env.TWILIO_EDGE
delete process.env.TWILIO_REGION

/** Every answer that any client here got: openapi.mjs looks at them in the end. */
export const answers = []

class Local extends twilio.RequestClient {
  constructor(base) {
    super({ timeout: 20_000 })
    this.base = base
  }

  async request(options) {
    const { pathname, search } = new URL(options.uri)
    const answer = await super.request({ ...options, uri: this.base + pathname + search })
    answers.push({ method: options.method.toLowerCase(), path: pathname, status: answer.statusCode, body: answer.body })
    return answer
  }
}

export function clientOf(phones, { user = ACCOUNT, password = TOKEN, account = ACCOUNT } = {}) {
  return twilio(user, password, { accountSid: account, httpClient: new Local(phones.url) })
}

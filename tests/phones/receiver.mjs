// An application that asks the official validator about every request it gets, and answers with what it was told to.
import { createServer } from 'node:http'
import twilio from 'twilio'
import { TOKEN } from './network.mjs'

const EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

export async function startReceiver() {
  const requests = []
  const pages = new Map()
  const server = createServer((request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const { pathname } = new URL(request.url, 'http://any')
      const text = Buffer.concat(chunks).toString('utf8')
      const fields = Object.fromEntries(new URLSearchParams(text))
      const told = receiver.seenAs(request)
      const signature = request.headers['x-twilio-signature']
      const valid = twilio.validateRequest(TOKEN, signature ?? '', told, request.method === 'POST' ? fields : {})
      requests.push({ method: request.method, url: request.url, path: decodeURIComponent(pathname), fields, valid, told,
        headers: request.headers, query: Object.fromEntries(new URL(request.url, 'http://any').searchParams) })
      const page = pages.get(decodeURIComponent(pathname)) ?? EMPTY
      const answer = typeof page === 'function' ? page(requests.at(-1)) : page
      const whole = typeof answer === 'string' ? { body: answer } : answer
      response.writeHead(whole.status ?? 200, { 'Content-Type': 'text/xml', ...whole.headers })
      response.end(whole.body ?? '')
    })
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  const receiver = {
    url: `http://127.0.0.1:${server.address().port}`,
    port: server.address().port,
    requests,
    /** By path, decoded: a document, {status, headers, body}, or a function of the request that gives one of them. */
    pages,
    /** The URL that the application believes it was asked at. */
    seenAs: (request) => `http://${request.headers.host}${request.url}`,
    /** Requests to one path. */
    to: (path) => requests.filter((one) => one.path === path),
    end: () => new Promise((ended) => {
      server.close(ended)
      server.closeAllConnections()
    }),
  }
  return receiver
}

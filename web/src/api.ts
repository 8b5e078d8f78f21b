// The one way to ask the server. What it answers are the types of contract.ts, made from the API's description.
import { language } from './words/say'
import { SHELL } from './words/shell'
import { without_members } from './words/members'

export type * from './contract'

/** An answer that says no: the message is for people, `code` and `field` for code. Without a connection, `code` is `offline`. */
export class Problem extends Error {
  constructor(readonly code: string, readonly status: number, readonly title: string, detail: string, readonly field: string | null = null) {
    super(without_members(detail || title))
  }
}

/** What the newest GETs were answered with: asked again, the server need not say the same once more. */
const ANSWERS_KEPT = 30
const answers = new Map<string, { tag: string; data: unknown }>()

function keep(path: string, tag: string | null, data: unknown) {
  answers.delete(path)
  if (tag) answers.set(path, { tag, data })
  if (answers.size > ANSWERS_KEPT) answers.delete(answers.keys().next().value!)
}

async function call<T>(method: string, path: string, body?: BodyInit, more: Record<string, string> = {}): Promise<T> {
  const known = method === 'GET' ? answers.get(path) : undefined
  let response: Response
  try {
    response = await fetch(`/v1${path}`, {
      method,
      body,
      cache: 'no-store',
      headers: {
        'Accept-Language': language,
        ...(method === 'GET' ? (known ? { 'If-None-Match': known.tag } : {}) : { 'X-Courtesy': 'page', ...(method === 'POST' ? { 'Idempotency-Key': crypto.randomUUID() } : {}), ...more }),
      },
    })
  } catch {
    throw new Problem('offline', 0, SHELL.no_answer, SHELL.no_answer_detail)
  }
  if (response.status === 304 && known) return known.data as T
  const text = await response.text()
  if (response.ok) {
    const data = JSON.parse(text) as T
    if (method === 'GET') keep(path, response.headers.get('ETag'), data)
    return data
  }
  let problem: { code?: string; title?: string; detail?: string; field?: string | null } = {}
  try {
    problem = JSON.parse(text)
  } catch {
    // Something between us and the server answered in its own words: the status must do.
  }
  // The session has ended: whatever the page shows, signing in comes first.
  if (response.status === 401 && path !== '/sign-in') dispatchEvent(new Event('courtesy-signed-out'))
  throw new Problem(problem.code ?? 'unavailable', response.status,
    problem.title ?? SHELL.answer(response.status), problem.detail ?? '', problem.field)
}

export const get = <T>(path: string) => call<T>('GET', path)
export const post = <T>(path: string, body: unknown) => call<T>('POST', path, JSON.stringify(body))
export const put = <T>(path: string, body: unknown) => call<T>('PUT', path, JSON.stringify(body))
/** Only where nobody has changed it since it was read: otherwise 412. */
export const put_if = <T>(path: string, body: unknown, etag: string | number) => call<T>('PUT', path, JSON.stringify(body), { 'If-Match': `"${etag}"` })
export const post_if = <T>(path: string, body: unknown, etag: string | number) => call<T>('POST', path, JSON.stringify(body), { 'If-Match': `"${etag}"` })
export const post_file = <T>(path: string, file: Blob) => call<T>('POST', path, file)

/** `?a=1&b=2` of what is neither undefined nor empty. */
export function query(values: Record<string, string | number | boolean | undefined | null>): string {
  const pairs = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '') pairs.set(name, String(value))
  }
  const text = pairs.toString()
  return text ? `?${text}` : ''
}

// The control endpoints' words (docs/reference/phone-network.md, "The handset") as types, and the ways to ask for them.

export interface Own { number: string; name: string; calls: boolean; texts: boolean }
export interface List { now: string; account: string; handsets: { number: string; status: string }[]; numbers: Own[] }

export type StepKind = 'asks' | 'says' | 'plays' | 'tones' | 'pauses' | 'waits' | 'records' | 'dials' | 'answers' | 'hangs_up'
export interface Step {
  kind: StepKind; at: string; until: string | null; cut: boolean; verb: string; line: number; document: number
  text: string; url: string; voice: string; language: string; length_ms: number; sound: number
}
export interface Webhook {
  at: string; method: string; url: string; parameters: [string, string][]; signature: string; status: number; lasted_ms: number; type: string
}
export interface Call {
  now: string; sid: string; parent: string; direction: string; from: string; to: string; status: string; over: boolean
  created: string; answered: string | null; ended: string | null
  machine: boolean; tapes: boolean; talks: boolean; machine_records: boolean
  documents: { at: string; method: string; url: string; text: string }[]
  steps: Step[]
  webhooks: Webhook[]
  notices: { at: string; code: number; error: boolean; text: string; url: string }[]
}
export interface CallLine { sid: string; mine: boolean; with: string; dialled: boolean; status: string; over: boolean; at: string; seconds: number }
export interface TextLine { sid: string; mine: boolean; with: string; body: string; status: string; at: string; media: number }
export interface Handset { number: string; now: string; call: Call | null; calls: CallLine[]; texts: TextLine[] }

/** An answer that says no, in words for people. */
export class Problem extends Error {}

async function ask<T>(method: string, path: string, fields?: Record<string, string>): Promise<T> {
  let response: Response
  try {
    response = await fetch(`/_/${path}`, { method, body: fields && new URLSearchParams(fields), cache: 'no-store' })
  } catch {
    throw new Problem('The phone network does not answer.')
  }
  const text = await response.text()
  let json: unknown = null
  try {
    json = text === '' ? null : JSON.parse(text)
  } catch {
    // Words of the server's own: the status must do.
  }
  if (response.ok) return json as T
  throw new Problem((json as { error?: string } | null)?.error ?? `The phone network answered ${response.status}.`)
}

export const get = <T>(path: string) => ask<T>('GET', path)
export const post = <T>(path: string, fields: Record<string, string> = {}) => ask<T>('POST', path, fields)
export const remove = (path: string) => ask<null>('DELETE', path)

/** What goes on in the call now. */
export const current = (call: Call): Step | undefined => {
  const last = call.steps.at(-1)
  return last && last.until === null ? last : undefined
}

// The server's words (docs/reference/api.md) as types, and the one way to ask for them.
import { SHELL } from './words/shell'

export type State =
  | 'scheduled' | 'confirmed' | 'showed'
  | 'notified' | 'requested_contact'
  | 'not_notified' | 'cancelled' | 'no_show'
export type Channel = 'call' | 'text' | 'email'
export type Tone = 'good' | 'neutral' | 'bad' | 'quiet'
export type Presence = 'unknown' | 'showed' | 'no_show'
export type Answer = 'none' | 'confirmed' | 'cancelled' | 'call_back'
export type Flag = 'exact' | 'gap' | 'overlap'

export interface Stopped { at: string; who: string; why: string; tripped_by: string | null; whole_house: boolean }
export type Role = 'viewer' | 'staff' | 'owner'
export interface Session {
  account: { id: number; name: string; zone: string; country: string }
  /** Who is signed in; in a demo whoever looks. */
  person: { person: number; name: string; email: string; operator: boolean; second_factor: boolean; factor_fresh: boolean } | null
  role: Role | null
  accounts: { id: number; name: string; role: Role }[]
  now: string
  environment: string
  demo: { speed: number; phones: string } | null
  stopped: Stopped | null
  notice: string | null
  warnings: string[]
  /** Messages of callers that nobody has heard yet. */
  unheard: number
  /** Those, and texts that nobody has read. */
  unread: number
  seq: number
  version: string
}

export interface Contact { at: string; channel: Channel }
export interface Appointment {
  id: number; at: string; local: string; flag: Flag
  name: string; summary: string; number: string | null; number_text: string | null
  state: State; text: string; since: string | null; next: Contact | null
}
export type Why = 'not_reminded' | 'unreachable' | 'call_back' | 'replied' | 'held' | 'fate_unknown'
export interface ByHand {
  appointment: number; at: string; local: string
  name: string; summary: string; number: string | null; number_text: string | null
  state: State; why: Why; text: string; since: string | null
}
export interface Day {
  date: string; today: string; zone: string
  counts: Record<State, number>
  appointments: Appointment[]
  ring_by_hand: ByHand[]
}

export interface ShortVisit { id: number; at: string; local: string; name: string; summary: string; state: State; ring_by_hand: boolean }
export interface DayAtGlance { date: string; counts: Record<State, number>; ring_by_hand: number; appointments?: ShortVisit[] }
export interface Days { from: string; to: string; today: string; zone: string; days: DayAtGlance[] }

export interface ReportLine {
  visits: number; confirmed: number; cancelled: number; showed: number; no_shows: number; reached: number
  calls: number; calls_heard: number; calls_with_beep: number; calls_machine: number; calls_nobody_knows: number
  contacts: number; cost: number
}
export interface ReportRow extends ReportLine { key: string; text: string | null }
export interface Estimate { value: number; low: number; high: number }
export interface ReportSide { visits: number; no_shows: number; rate: Estimate | null }
export interface ReportEffect { least_visits: number; reached: ReportSide; not_reached: ReportSide; difference: Estimate | null; text: string }
export interface Report {
  from: string; to: string; today: string; zone: string; by: 'weekday' | 'channel' | 'rule' | 'month'
  rows: ReportRow[]; total: ReportLine; effect: ReportEffect
}

export interface HistoryEntry {
  seq: number; at: string; kind: string; tone: Tone
  channel: Channel | null; attempt: number | null; reason: string | null; text: string; until: string | null
}
export interface Planned extends Contact {
  state: 'waiting' | 'held' | 'stopped'
  reason: string | null
  text: string
}
/** How one reminder stands, in the words that the ledger's room has for it: `at` is the time that they speak of. */
export interface Standing {
  channel: Channel; rule: number; state: string; reason: string | null
  text: string; at: string | null; open: boolean
}
export interface AppointmentDetail extends Omit<Appointment, 'next'> {
  zone: string; email: string | null; presence: Presence; answer: Answer; source: string
  client: number; booking: 'booked' | 'cancelled'
  history: HistoryEntry[]
  next: Planned[]
  reminders: Standing[]
}

export type ClientProblem = 'bad' | 'missing' | 'doubled' | 'no_consent'
export interface ClientRow {
  id: number; name: string; number: string | null; number_text: string | null; email: string | null; language: string | null
  problems: { kind: ClientProblem; text: string }[]
  never: boolean
  /** When the next visit begins. */
  next: string | null
}
export interface ClientList { clients: ClientRow[]; next: number | null; counts: Record<ClientProblem | 'all', number> | null }
export interface Consent {
  channel: Channel; given: boolean
  record: { recorded_at: string; attested: string | null; withdrawn_at: string | null; withdrawn_by: string | null } | null
}
export interface OptOut { at: string; how: string; by: 'client' | 'staff' }
export interface ClientDetail {
  id: number; version: number; name: string; number: string | null; number_text: string | null; email: string | null
  language: string | null; zone: string | null
  zones: { known: 'stated' | 'number' | 'business'; names: string[] }
  trouble: string | null
  consents: Consent[]
  never: { number: OptOut | null; email: OptOut | null }
  same_number: { id: number; name: string }[]
  ahead: Appointment[]; behind: Appointment[]
  planned_anew?: number
}

export interface LedgerEntry {
  seq: number; at: string; kind: string; code: string; client: number | null; appointment: number | null; attempt: number | null
  name: string | null; channel: Channel | null; reason: string | null; text: string; bodies: boolean
}
export interface LedgerPage { entries: LedgerEntry[]; before: number | null }
export interface LedgerBodies extends Omit<LedgerEntry, 'bodies'> { bodies: { title: string; text: string }[] }

export interface Release {
  count: number; until: string; too_late: number; others: number
  first: { at: string; channel: Channel; appointment: number; name: string; text: string }[]
}

/** What waits for a person's yes. */
export interface Held {
  appointment: number; rule: number; channel: Channel; start: string; name: string; recipient: string; content: string; says: string
  reason: string; text: string; held_at: string; at: string; starts_at: string; useful_until: string
}
export interface HeldList { count: number; reminders: Held[] }
export interface Trip {
  id: number; at: string; rule: string; severity: 'soft' | 'hard'; value: number; limit: number; about: string; text: string
  decided: { at: string; who: string; why: string } | null
}
export interface Failsafe {
  sent: { hour: number; day: number }
  limits: { soft_hour: number; soft_day: number; hard_hour: number; hard_day: number }
  highest: { known: boolean; hour: number; day: number }
  probation: number | null
  trips: Trip[]
}

export interface ImportResult {
  id: number; dry_run: boolean; name: string; at: string; first: boolean; consent: boolean
  events: number; added: number; changed: number; cancelled: number; unchanged: number; excluded: number; spared: number
  changes: {
    line: number | null; change: 'added' | 'changed' | 'cancelled'
    name: string; summary: string; local: string; was: string | null; reachable: boolean
  }[]
  changes_left_off: number
  reports: { line: number; uid: string; reason: string }[]
  unreachable: { line: number; name: string; local: string; reason: string }[]
  pace?: ImportPace
}
export interface PaceFigures {
  contacts_per_hour: number; callbacks_per_hour: number; answered_at_once: number; answered_in_time: number; hang_up: number
}
export interface ImportPace {
  contacts: number; busiest_hour: number; by_agents: boolean; suggested: boolean; sentence: string
  plan: { hours: number; days: number; wait_seconds: number; at_the_pace: PaceFigures; at_once: PaceFigures } | null
}

/** A recording of a prompt. `waiting`: it is not copied yet; `refused`: nobody could hear it, `why` says so. */
export interface PromptVersion {
  version: number; state: 'ready' | 'waiting' | 'refused'; live: boolean
  made_at: string; who: string; why: string | null; length_ms: number; peaks: number[]; url: string | null
}
/** One sentence of a state. Without a slot nobody can record it: it differs from call to call. */
export interface PromptPart {
  slot: string | null; words: string; robot: boolean
  prompt?: string; live?: PromptVersion | null; newest?: PromptVersion | null; versions?: number; of_flow?: boolean
}
export interface VoiceFlow {
  name: string; title: string; inbound: boolean; languages: string[]
  states: { name: string; languages: { language: string; robot: boolean; parts: PromptPart[] }[] }[]
}
export interface Voice { flows: VoiceFlow[]; unread: number }
export interface PromptDetail { prompt: string; words: string; versions: PromptVersion[] }
/** Keyed into a phone, it proves who records. */
export interface TaskCode { code: string; expires_at: string; number: string }
export interface Message {
  id: number; at: string; from: string | null; from_text: string | null; client: { id: number; name: string } | null
  state: 'ready' | 'waiting' | 'refused'; why: string | null
  length_ms: number; peaks: number[]; read_at: string | null; url: string | null
}
export interface Messages { messages: Message[]; unread: number; before: number | null }

/** Who wrote or rang: `number` is its digits, 0 where none came along; more than one client may have it. */
export interface Correspondent { number: number; from: string | null; from_text: string | null; clients: { id: number; name: string }[]; unread: number }
export interface Conversation extends Correspondent { at: string; kind: 'text' | 'message'; words: string }
export interface InboxList { conversations: Conversation[]; unread: number; before: string | null }
export type ReadAs = 'confirm' | 'cancel' | 'reschedule' | 'stop' | 'start' | 'help' | 'unclear' | 'which_visit'
export type Said =
  | { kind: 'text'; at: string; words: string; read_as: ReadAs; appointment: number | null; read_at: string | null }
  | { kind: 'sent'; at: string; channel: Channel; words: string; appointment: number | null }
  | { kind: 'message'; at: string; message: Message }
export interface Exchange extends Correspondent { exchange: Said[] }

export interface StaffTask {
  id: number; kind: 'missed_call' | 'message' | 'call_back' | 'opt_out_unheard'; text: string; at: string; call: number
  number: string | null; client: { id: number; name: string } | null; appointment: number | null
}
export interface StaffTasks { tasks: StaffTask[] }
export interface Line { number: string; flow: string; set_by: string | null; codes_off: boolean }
export interface Lines { lines: Line[] }

export interface Member {
  person: number; name: string; email: string; role: Role; second_factor: boolean; since: string; added_by: string; you: boolean
}
export interface Invitation { invitation: number; email: string; role: Role; made_by: string; made_at: string; ends_at: string }
export interface Team { people: Member[]; invitations: Invitation[]; link?: string; mailed?: boolean }
export type KeyKind = 'test' | 'guest' | 'live'
export interface ApiKey {
  key: number; name: string; kind: KeyKind; role: Role; prefix: string
  made_at: string; made_by: string; ends_at: string | null; used_at: string | null; revoked_at: string | null
}
/** `text`: the key itself, in the answer that made it and never again. */
export interface Keys { keys: ApiKey[]; made?: ApiKey; text?: string }
export interface Me {
  person: number; name: string; email: string; operator: boolean; second_factor: boolean; recovery_codes_left: number
  sessions: { session: number; begun_at: string; seen_at: string; ends_at: string; address: string | null; browser: string; this_one: boolean }[]
  recovery_codes?: string[]
}
export interface ReminderRule {
  id: number; channel: Channel; before: string | null; days_before: number | null; at: string | null
  zone: 'appointment' | 'client'; shift: 'earlier' | 'later' | 'none'; min_lead: string; max_lateness: string
  content: string; machines: string | null; created_at: string; text: string; waiting: number
}
export interface Rules { rules: ReminderRule[]; rule?: number; planned?: number; withdrawn?: number }
export interface WouldPlan { dry_run: true; text: string; planned: number; withdrawn: number }

export interface Words { subject: string | null; text: string }
export interface Finding { severity: 'error' | 'warning'; code: string; in: 'subject' | 'text'; line: number; column: number; message: string; why: string }
export interface TemplateVersion extends Words { version: number; hash: string; at: string; who: string; live: boolean }
export interface TemplateLanguage {
  language: 'en' | 'es'; etag: string; shipped: Words | null; live: TemplateVersion | null
  draft: (Words & { at: string; who: string; findings: Finding[] }) | null; versions: TemplateVersion[]
}
export interface Template { name: string; channel: 'text' | 'email'; used_by: number[]; languages: TemplateLanguage[]; fields?: string[] }
export interface Templates { templates: Template[]; fields: string[] }
export interface Span { text: string; field: string | null; missing?: boolean }
export interface Preview {
  channel: 'text' | 'email'; subject: Span[] | null; text: Span[]; sample: string; client: string; made_up: boolean; findings: Finding[]
  cost: { alphabet: string; units: number; parts: number; dear: { character: string; count: number; plain: string | null }[]; plain_parts: number; words: string } | null
}

export interface Setup { needed: boolean; here: boolean; account_needed: boolean }
export interface Welcome {
  purpose: 'join' | 'password'; email: string; account: string | null; role: Role; by: string; known: boolean; signed_in_as_them: boolean
}

/** An answer that says no: `detail` is for people, `code` for code. Without a connection, `code` is `offline`. */
export class Problem extends Error {
  constructor(readonly code: string, readonly status: number, readonly title: string, readonly detail: string) {
    super(detail || title)
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
      headers: method === 'GET' ? (known ? { 'If-None-Match': known.tag } : {}) : { 'X-Courtesy': 'page', ...(method === 'POST' ? { 'Idempotency-Key': crypto.randomUUID() } : {}), ...more },
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
  let problem: { code?: string; title?: string; detail?: string } = {}
  try {
    problem = JSON.parse(text)
  } catch {
    // Something between us and the server answered in its own words: the status must do.
  }
  // The session has ended: whatever the page shows, signing in comes first.
  if (response.status === 401 && path !== '/sign-in') dispatchEvent(new Event('courtesy-signed-out'))
  throw new Problem(problem.code ?? 'unavailable', response.status,
    problem.title ?? SHELL.answer(response.status), problem.detail ?? '')
}

export const get = <T>(path: string) => call<T>('GET', path)
export const post = <T>(path: string, body: unknown) => call<T>('POST', path, JSON.stringify(body))
export const put = <T>(path: string, body: unknown) => call<T>('PUT', path, JSON.stringify(body))
/** Only where nobody has changed it since it was read: otherwise 412. */
export const put_if = <T>(path: string, body: unknown, etag: string | number) => call<T>('PUT', path, JSON.stringify(body), { 'If-Match': `"${etag}"` })
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

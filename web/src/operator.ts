// What the operator's part of the API answers (docs/reference/api.md), as types, and what is asked again by itself.
import { useEffect, useState } from 'preact/hooks'
import { type Channel, get, post, type Problem } from './api'
import { type Fetched, useGet } from './live'

export type AccountState = 'running' | 'probation' | 'stopped' | 'tripped'
export interface Work {
  due: number; late: number; oldest_due_seconds: number | null; held: number
  under_way: number; asked_about: number; undecided: number; contacts_in_hour: number
}
export interface AccountRow {
  account: number; name: string; zone: string; country: string; state: AccountState
  stopped_at: string | null; stopped_who: string | null; stopped_why: string | null
  people: number; contacts_today: number; last_activity: string | null; work: Work
}
export interface AccountList { accounts: AccountRow[]; next: number | null; counts: Record<AccountState, number>; made?: number; link?: string }

export interface Health {
  status: 'green' | 'red'; red: string[]; warnings: string[]; node: string
  workers: { node: string; worker: string; seconds_since_it_got_on: number }[]
  oldest_due_seconds: number; unacknowledged_pages: number; test_reminder_at: string | null
  in_flight: number; without_ending: number; sends: Record<string, number>; stops: number; pages: number; page_rings: number
}
export interface House {
  at: string; late_after_seconds: number; work: Work
  nodes: { node: string; epoch: number; began: string; this_one: boolean; version: string | null }[]
  rests: { node: string; channel: Channel; until: string; rest_seconds: number }[]
  places: { in_flight: number; calls_per_second: number; texts_per_second: number; emails_per_second: number } | null
  health: Health | null
}

const EVERY_MS = 10_000

/** Other accounts' news comes over no stream of ours: it is asked for again every few seconds. */
export function useFresh<T>(path: string | null): Fetched<T> {
  const found = useGet<T>(path)
  useEffect(() => {
    const timer = window.setInterval(found.again, EVERY_MS)
    return () => window.clearInterval(timer)
  }, [found.again])
  return found
}

export interface GatewayCode { code: string; count: number; last: string; meaning: string | null }
export interface Gateway {
  channel: Channel; last: string | null; endings: Record<string, number>; failed_later: number
  callbacks: Record<string, number> | null; codes: GatewayCode[]
}
export interface Gateways { since: string; gateways: Gateway[]; rests: { node: string; channel: Channel; until: string }[] }

export interface StopRow { account: number; name: string; at: string; who: string; why: string }
export interface TripRow {
  account: number; name: string; trip: number; at: string; rule: string; severity: 'soft' | 'hard'; text: string
  decided: { at: string; who: string; why: string } | null
}
export interface Stops { house: { at: string; who: string; why: string } | null; stopped: StopRow[]; trips: TripRow[] }

export interface PlainEntry {
  seq: number; at: string; kind: string; code: string; channel: Channel | null; text: string
  client: number | null; appointment: number | null; attempt: number | null
}
export interface AccountLedger { account: number; name: string; entries: (PlainEntry & { bodies: boolean })[]; before: number | null }
export interface PlainBodies extends PlainEntry { bodies: { title: string; text: string }[] }
export interface Change extends PlainEntry { account: number; name: string; who: string | null }
export interface Changes { entries: Change[]; before: string | null }

export interface Verification {
  id: number; account: number; state: 'running' | 'done' | 'failed'; percent: number; problem: string | null
  result: { holds: boolean; broken: string | null; rows: number; erased: number; older: number; head: string } | null
}

/** For what is dear to count: asked once a minute, and not with every news. */
export function useSeldom<T>(path: string): { data: T | null; problem: Problem | null } {
  const [state, set_state] = useState<{ path: string; data: T | null; problem: Problem | null }>({ path, data: null, problem: null })
  useEffect(() => {
    let live = true
    const ask = () => {
      get<T>(path).then((data) => { if (live) set_state({ path, data, problem: null }) },
        (problem: Problem) => { if (live) set_state((old) => ({ path, data: old.path === path ? old.data : null, problem })) })
    }
    ask()
    const timer = window.setInterval(ask, 60_000)
    return () => { live = false; window.clearInterval(timer) }
  }, [path])
  return state.path === path ? state : { data: null, problem: null }
}

/** Looks at another of one's own accounts from now on, at this page of it. */
export function look_at(account: number, page: string) {
  return post('/session/account', { account }).then(() => { location.replace(`/#/${page}`); location.reload() })
}

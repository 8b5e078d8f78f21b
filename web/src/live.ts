// What is new, without asking: the server's events, and hooks that fetch again when there are some.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { get, Problem } from './api'

type Listener = () => void
const listeners = new Set<Listener>()
const connection_listeners = new Set<(lost: boolean) => void>()

/** At most two refreshes a second, however fast a simulated day runs. */
const PACE_MS = 500
let due: number | undefined
let last = 0

export function refresh_all() {
  if (due !== undefined) return
  const wait = Math.max(30, PACE_MS - (performance.now() - last))
  due = window.setTimeout(() => {
    due = undefined
    last = performance.now()
    for (const listener of [...listeners]) listener()
  }, wait)
}

/**
 * Listens for ever. Each answer of the server is a whole, short one, so an error after an open is only its end;
 * the connection counts as lost after three errors with no open between them.
 */
export function listen(after: number): () => void {
  let source: EventSource
  let seen = String(after)
  let errors = 0
  let lost = false
  let reopen: number | undefined
  const tell = (now_lost: boolean) => {
    if (lost === now_lost) return
    lost = now_lost
    for (const listener of connection_listeners) listener(lost)
    if (!lost) refresh_all()
  }
  const open = () => {
    source = new EventSource(`/v1/events?after=${seen}`)
    source.onopen = () => { errors = 0; tell(false) }
    source.onmessage = (event) => {
      seen = event.lastEventId || seen
      refresh_all()
    }
    source.onerror = () => {
      if (++errors >= 3) tell(true)
      // An answer that is no stream (503, a proxy's own page) ends an EventSource for good: a new one is made.
      if (source.readyState === EventSource.CLOSED) {
        tell(true)
        // It may be that nobody is signed in any more: then this says so to the whole page.
        get('/session').catch(() => {})
        window.clearTimeout(reopen)
        reopen = window.setTimeout(open, 2000)
      }
    }
  }
  open()
  return () => {
    window.clearTimeout(reopen)
    source.close()
  }
}

export function useLost(): boolean {
  const [lost, set_lost] = useState(false)
  useEffect(() => {
    connection_listeners.add(set_lost)
    return () => { connection_listeners.delete(set_lost) }
  }, [])
  return lost
}

interface Heard<T> { of: string | null; data: T | null; problem: Problem | null }

/**
 * What `ask` answers about `of`, and again whenever something is new; nothing of null. While a new answer is under way
 * the old one stays, and of two that are under way the one that was asked for last counts.
 */
function useListening<T>(of: string | null, ask: () => Promise<T>, same: (a: T, b: T) => boolean) {
  const [state, set_state] = useState<Heard<T>>({ of: null, data: null, problem: null })
  const turn = useRef(0)
  const again = useCallback(() => {
    if (of === null) return
    const mine = ++turn.current
    ask().then(
      (data) => {
        // The very answer that stands there already: nothing is drawn anew.
        const stands = (old: Heard<T>) => old.of === of && old.data !== null && same(old.data, data) && !old.problem
        if (mine === turn.current) set_state((old) => stands(old) ? old : { of, data, problem: null })
      },
      (problem: Problem) => {
        if (mine === turn.current) set_state((old) => ({ of, data: old.of === of ? old.data : null, problem }))
      })
  }, [of, ask])
  useEffect(() => {
    again()
    listeners.add(again)
    return () => {
      listeners.delete(again)
      ++turn.current
    }
  }, [again])
  const set = useCallback((data: T) => {
    ++turn.current
    set_state({ of, data, problem: null })
  }, [of])
  return { state, set, again }
}

export interface Fetched<T> {
  data: T | null
  problem: Problem | null
  /** Shows an answer that a POST has given already. */
  set: (data: T) => void
  again: () => void
}

/** GETs `path`, and again whenever something is new. */
export function useGet<T>(path: string | null): Fetched<T> {
  const ask = useCallback(() => get<T>(path ?? ''), [path])
  const { state, set, again } = useListening(path, ask, Object.is)
  const current = state.of === path
  return { data: current ? state.data : null, problem: current ? state.problem : null, set, again }
}

export interface Paged<P> {
  /** Those that are there, in order; none before the first has come. */
  pages: P[]
  problem: Problem | null
  /** Fetches one more page; null where there is none, or it is under way. */
  more: (() => void) | null
}

/**
 * A list that the server gives in pages. What is there is fetched again, all of it, whenever something is new: what was
 * decided about meanwhile is gone, on whichever page it stood.
 */
export function usePages<P extends { next: number | string | null }>(path: string): Paged<P> {
  const [many, set_many] = useState(1)
  const ask = useCallback(() => fetch_pages<P>(path, many), [path, many])
  const { state } = useListening(path, ask, same)
  const pages = state.data ?? []
  const last = pages.at(-1)
  const waits = many > pages.length && !state.problem
  return { pages, problem: state.problem, more: last && last.next !== null && !waits ? () => set_many(pages.length + 1) : null }
}

const same = <P>(a: P[], b: P[]) => a.length === b.length && a.every((one, index) => one === b[index])

async function fetch_pages<P extends { next: number | string | null }>(path: string, many: number): Promise<P[]> {
  const pages: P[] = []
  let after = ''
  while (pages.length < many) {
    const page = await get<P>(path + after)
    pages.push(page)
    if (page.next === null) break
    after = `&after=${encodeURIComponent(page.next)}`
  }
  return pages
}

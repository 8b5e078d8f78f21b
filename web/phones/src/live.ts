// What is new, without asking: the network's events, and a hook that fetches again when there are some.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { get } from './api'

const listeners = new Set<() => void>()
const connection = new Set<(lost: boolean) => void>()
const tell = () => { for (const listener of [...listeners]) listener() }

/** Each answer of the server is a whole, short one: an error after an open is only its end. */
export function listen(): () => void {
  let source: EventSource
  let seen = '0'
  let errors = 0
  let reopen: number | undefined
  const lost = (now: boolean) => { for (const listener of connection) listener(now) }
  const open = () => {
    source = new EventSource(`/_/events?after=${seen}`)
    source.onopen = () => { errors = 0; lost(false) }
    source.onmessage = (event) => {
      seen = event.lastEventId || seen
      tell()
    }
    source.onerror = () => {
      if (++errors >= 3 || source.readyState === EventSource.CLOSED) lost(true)
      if (source.readyState !== EventSource.CLOSED) return
      window.clearTimeout(reopen)
      reopen = window.setTimeout(open, 1000)
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
    connection.add(set_lost)
    return () => { connection.delete(set_lost) }
  }, [])
  return lost
}

/** GETs `path`, and again whenever something is new; one request at a time, and one more for what came meanwhile. */
export function useGet<T>(path: string | null): T | null {
  const [state, set_state] = useState<{ path: string | null; data: T | null }>({ path: null, data: null })
  const asking = useRef(false)
  const again = useRef(false)
  const wanted = useRef(path)
  wanted.current = path
  const ask = useCallback(async () => {
    if (asking.current) { again.current = true; return }
    asking.current = true
    do {
      again.current = false
      const mine = wanted.current
      try {
        const data = mine === null ? null : await get<T>(mine)
        if (mine === wanted.current) set_state({ path: mine, data })
      } catch {
        if (mine === wanted.current) set_state((old) => (old.path === mine ? old : { path: mine, data: null }))
      }
      again.current ||= mine !== wanted.current
    } while (again.current)
    asking.current = false
  }, [])
  useEffect(() => {
    ask()
    listeners.add(ask)
    return () => { listeners.delete(ask) }
  }, [path])
  return state.path === path ? state.data : null
}

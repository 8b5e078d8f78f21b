// What the operator's pages ask again by themselves.
import { useEffect, useState } from 'preact/hooks'
import { get, post, type Problem } from './api'
import { type Fetched, useGet } from './live'

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

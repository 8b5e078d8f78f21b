// Where the page is: `#/day/2026-11-25`, `#/appointment/12`, `#/import`, `#/ledger?q=busy`.
import { useEffect, useState } from 'preact/hooks'

export interface Route { name: string; argument: string; query: URLSearchParams }

function read(): Route {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2)
  const [name = '', argument = ''] = path.split('/').map(decodeURIComponent)
  return { name: name || 'day', argument, query: new URLSearchParams(query) }
}

export function useRoute(): Route {
  const [route, set_route] = useState(read)
  useEffect(() => {
    const moved = () => set_route(read())
    addEventListener('hashchange', moved)
    return () => removeEventListener('hashchange', moved)
  }, [])
  return route
}

export const go = (hash: string) => { location.hash = hash }
export const day_link = (date: string, today: string) => (date === today ? '#/' : `#/day/${date}`)
export const appointment_link = (id: number) => `#/appointment/${id}`
export const client_link = (id: number) => `#/client/${id}`
export const inbox_link = (number: number) => `#/inbox/${number}`
export const ledger_link = (q: string) => `#/ledger?q=${encodeURIComponent(q)}`
/** What a search of the ledger is narrowed to besides its words: parameters of the API, spelt alike. */
export const LEDGER_FILTERS = ['kind', 'channel', 'recipient', 'from', 'to'] as const
export type LedgerFilters = Partial<Record<typeof LEDGER_FILTERS[number], string>>
export function ledger_address(q: string, filters: LedgerFilters): string {
  const query = new URLSearchParams()
  if (q) query.set('q', q)
  for (const name of LEDGER_FILTERS) if (filters[name]) query.set(name, filters[name]!)
  const text = query.toString()
  return text ? `#/ledger?${text}` : '#/ledger'
}
export function ledger_filters(query: URLSearchParams): LedgerFilters {
  return Object.fromEntries(LEDGER_FILTERS.flatMap((name) => (query.get(name) ? [[name, query.get(name)!]] : [])))
}

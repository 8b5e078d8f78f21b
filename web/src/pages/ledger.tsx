// The ledger: every request, answer, decision and error, newest first, searched by words.
import { useEffect, useState } from 'preact/hooks'
import { get, type LedgerEntry, type LedgerPage as Entries, type Problem, query } from '../api'
import { useGet } from '../live'
import { EntryList } from '../parts/entry'
import { go, ledger_link } from '../router'
import { Icon } from '../states'

export function LedgerPage({ q }: { q: string }) {
  const [typed, set_typed] = useState(q)
  useEffect(() => set_typed(q), [q])
  useEffect(() => { document.title = 'Ledger · Courtesy' }, [])
  // The address follows the words a moment after the last key, so that a search can be sent to a colleague.
  useEffect(() => {
    const words = typed.trim()
    if (words === q) return
    const timer = window.setTimeout(() => go(words ? ledger_link(words) : '#/ledger'), 250)
    return () => window.clearTimeout(timer)
  }, [typed, q])
  return (
    <>
      <div class="ledger-head">
        <div>
          <h1>Ledger</h1>
          <p class="quiet">Everything that was asked, answered, decided or went wrong. Nothing is ever changed here.</p>
        </div>
        <label class="search">
          <Icon name="search" size={18} />
          <span class="sr">Search</span>
          <input type="search" value={typed} placeholder="A name, a number, a reason: outside_hours" onInput={(event) => set_typed(event.currentTarget.value)} />
        </label>
      </div>
      <Found key={q} q={q} />
    </>
  )
}

function Found({ q }: { q: string }) {
  const { data, problem } = useGet<Entries>(`/ledger${query({ q })}`)
  const [older, set_older] = useState<{ entries: LedgerEntry[]; before: number | null } | null>(null)
  const [trouble, set_trouble] = useState<Problem | null>(null)
  if (!data) {
    return problem ? <p class="problem" role="alert">{problem.message}</p> : <div class="skeleton" role="status" aria-label="Loading"><i /><i /><i /></div>
  }
  if (data.entries.length === 0) {
    return (
      <div class="empty">
        <Icon name="ledger" size={44} />
        {q ? <><h2>Nothing has “{q}” in it</h2><p>Every word must occur in one entry. Try fewer words, or a reason’s code as it stands on an appointment.</p></>
          : <><h2>The ledger is empty</h2><p>As soon as something is imported, decided or sent it stands here, for good.</p></>}
      </div>
    )
  }
  // While new ones come in at the top, those fetched below by hand stay; what is between is in neither only if more
  // than a page arrived at once, and then the gap is closed by asking from the newest page's end again.
  const oldest = data.entries[data.entries.length - 1]!.seq
  const below = older ? older.entries.filter((entry) => entry.seq < oldest) : []
  const gap = older !== null && older.entries.length > 0 && older.entries[0]!.seq < (data.before ?? 0) - 1 && below.length === older.entries.length
  const before = below.length > 0 && !gap ? older!.before : data.before
  const more = () => {
    if (before === null) return
    get<Entries>(`/ledger${query({ q, before })}`).then(
      (page) => { set_trouble(null); set_older({ entries: gap ? page.entries : [...(older?.entries ?? []), ...page.entries], before: page.before }) },
      set_trouble)
  }
  return (
    <>
      <EntryList entries={gap ? data.entries : [...data.entries, ...below]} with_name />
      {trouble && <p class="problem" role="alert">{trouble.message}</p>}
      {before !== null && <p class="more"><button class="button" onClick={more}>Show older ones</button></p>}
    </>
  )
}

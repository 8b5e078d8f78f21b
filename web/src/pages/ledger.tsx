// The ledger: every request, answer, decision and error, newest first, searched by words.
import { useEffect, useState } from 'preact/hooks'
import { get, type LedgerEntry, type LedgerPage as Entries, type Problem, query } from '../api'
import { useGet } from '../live'
import { EntryList } from '../parts/entry'
import { Loading, Trouble } from '../parts/trouble'
import { go, ledger_address, type LedgerFilters } from '../router'
import { CHANNEL_WORDS, Icon } from '../states'
import { useTitle } from '../title'
import { LEDGER as words } from '../words/ledger'
import { SHELL } from '../words/shell'

/** The kinds of entries, as docs/reference/ledger.md lists them. */
export const KINDS = ['imported', 'booked', 'planned', 'decided', 'intended', 'sent', 'callback', 'spoken', 'answered', 'reconciled', 'stopped', 'tripped', 'released', 'by_hand', 'error', 'refused']

export function LedgerPage({ q, filters }: { q: string; filters: LedgerFilters }) {
  const [typed, set_typed] = useState(q)
  useEffect(() => set_typed(q), [q])
  useTitle(words.title)
  // The address follows the words a moment after the last key, so that a search can be sent to a colleague.
  useEffect(() => {
    const wanted = typed.trim()
    if (wanted === q) return
    const timer = window.setTimeout(() => go(ledger_address(wanted, filters)), 250)
    return () => window.clearTimeout(timer)
  }, [typed, q])
  const narrow = (change: LedgerFilters) => go(ledger_address(typed.trim(), { ...filters, ...change }))
  return (
    <>
      <div class="ledger-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet">{words.lead}</p>
        </div>
        <label class="search">
          <Icon name="search" size={18} />
          <span class="sr">{words.search}</span>
          <input type="search" value={typed} placeholder={words.sample} onInput={(event) => set_typed(event.currentTarget.value)} />
        </label>
      </div>
      <form class="filters" aria-label={words.narrow} onSubmit={(event) => event.preventDefault()}>
        <label><span>{words.kind}</span>
          <select name="kind" value={filters.kind ?? ''} onChange={(event) => narrow({ kind: event.currentTarget.value })}>
            <option value="">{words.all}</option>
            {KINDS.map((kind) => <option key={kind} value={kind}>{words.kinds(kind)}</option>)}
          </select>
        </label>
        <label><span>{words.by}</span>
          <select name="channel" value={filters.channel ?? ''} onChange={(event) => narrow({ channel: event.currentTarget.value })}>
            <option value="">{words.all}</option>
            {Object.entries(CHANNEL_WORDS).map(([channel, word]) => <option key={channel} value={channel}>{word}</option>)}
          </select>
        </label>
        <label><span>{words.recipient}</span>
          <input name="recipient" value={filters.recipient ?? ''} placeholder="+12125550123" onChange={(event) => narrow({ recipient: event.currentTarget.value.trim() })} />
        </label>
        <label><span>{words.from}</span>
          <input type="date" name="from" value={filters.from ?? ''} onChange={(event) => narrow({ from: event.currentTarget.value })} />
        </label>
        <label><span>{words.to}</span>
          <input type="date" name="to" value={filters.to ?? ''} onChange={(event) => narrow({ to: event.currentTarget.value })} />
        </label>
        {Object.keys(filters).length > 0 && <button type="button" class="button" onClick={() => go(ledger_address(typed.trim(), {}))}>{words.all_kinds}</button>}
      </form>
      <Found key={ledger_address(q, filters)} q={q} filters={filters} />
    </>
  )
}

function Found({ q, filters }: { q: string; filters: LedgerFilters }) {
  const { data, problem } = useGet<Entries>(`/ledger${query({ q, ...filters })}`)
  const [older, set_older] = useState<{ entries: LedgerEntry[]; before: number | null } | null>(null)
  const [trouble, set_trouble] = useState<Problem | null>(null)
  if (!data) {
    return <Loading problem={problem} label={SHELL.loading} />
  }
  const narrowed = q !== '' || Object.keys(filters).length > 0
  // A page may be empty and still have more behind it: a search looks at so many rows at a time.
  if (data.entries.length === 0 && data.before === null) {
    return (
      <div class="empty">
        <Icon name="ledger" size={44} />
        {narrowed ? <><h2>{q ? words.nothing_has(q) : words.nothing}</h2><p>{words.fewer}</p></>
          : <><h2>{words.empty_title}</h2><p>{words.empty}</p></>}
      </div>
    )
  }
  // While new ones come in at the top, those fetched below by hand stay; what is between is in neither only if more
  // than a page arrived at once, and then the gap is closed by asking from the newest page's end again.
  const oldest = data.entries[data.entries.length - 1]?.seq ?? Infinity
  const below = older ? older.entries.filter((entry) => entry.seq < oldest) : []
  const gap = older !== null && older.entries.length > 0 && older.entries[0]!.seq < (data.before ?? 0) - 1 && below.length === older.entries.length
  const before = below.length > 0 && !gap ? older!.before : data.before
  const more = () => {
    if (before === null) return
    get<Entries>(`/ledger${query({ q, ...filters, before })}`).then(
      (page) => { set_trouble(null); set_older({ entries: gap ? page.entries : [...(older?.entries ?? []), ...page.entries], before: page.before }) },
      set_trouble)
  }
  return (
    <>
      <EntryList entries={gap ? data.entries : [...data.entries, ...below]} with_name />
      <Trouble problem={trouble} />
      {before !== null && <p class="more"><button class="button" onClick={more}>{words.older}</button></p>}
    </>
  )
}
